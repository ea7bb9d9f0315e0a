/** Functions of the package, put in the place of their calls. */
import type { Expr, Range } from "../syntax/ast.ts";
import { type Func, underlying, unknown, type Var } from "../types/types.ts";
import { copyFields, holdsLock } from "./copies.ts";
import { evaluate } from "./expressions.ts";
import type { Code, Frame } from "./frame.ts";
import { declare, read, unknownOf, write } from "./memory.ts";
import { Scope } from "./scope.ts";
import { body } from "./statements.ts";
import type { Translator } from "./translator.ts";
import { type Callable, number, type Place, type Value } from "./value.ts";

/** Function literals are followed this much deeper than calls. */
const literalDepth = 3;

/** Calls a function value. */
export function callValue(t: Translator, value: Value, args: readonly Value[], node: Range): Value {
  if (value.kind !== "func") {
    if (t.live) t.world.list("scenario.calls", t.text(node));
    return { kind: "unknown", text: t.text(node), type: unknown };
  }
  return inline(t, value.func, args, node);
}

interface Target {
  readonly code: Code;
  readonly body: Parameters<typeof body>[1];
  readonly params: readonly Var[];
  readonly results: readonly Var[];
  readonly recv: Var | undefined;
  readonly scope: Scope;
  readonly func: Func | undefined;
}

function targetOf(t: Translator, callable: Exclude<Callable, { kind: "native" }>): Target | undefined {
  if (callable.kind === "literal") {
    const { literal, code, scope } = callable;
    const params = code.info.params.get(literal) ?? [];
    const resultVars = code.info.results.get(literal) ?? [];
    return { code, body: literal.body, params, results: resultVars, recv: undefined, scope, func: undefined };
  }
  const analysed = t.world.effects.get(methodOf(t, callable.func, callable.recv));
  if (analysed === undefined) return undefined;
  const { info, decl, func } = analysed;
  return {
    code: { pkg: func.pkg, decl, info },
    body: analysed.body,
    params: info.params.get(decl) ?? [],
    results: info.results.get(decl) ?? [],
    recv: info.recv,
    scope: new Scope(),
    func,
  };
}

/** The method that a call of an interface's method runs, where what the interface holds is known. */
function methodOf(t: Translator, func: Func, recv: Value | undefined): Func {
  if (!func.ofInterface) return func;
  const held = recv?.kind === "pointer" ? recv.to : recv?.kind === "memory" ? recv.at : undefined;
  if (held?.type.kind !== "Named") return func;
  const { obj } = held.type;
  return (
    t.world.effects.pkg.funcs.find(({ name, recv: own }) => name === func.name && own?.named.obj === obj) ??
    func
  );
}

/** Puts the body of a function in the place of its call. */
export function inline(t: Translator, callable: Callable, args: readonly Value[], node: Range): Value {
  if (callable.kind === "native") return callable.run(t, args, node);
  const target = targetOf(t, callable);
  const unknownResult: Value = { kind: "unknown", text: t.text(node), type: unknown };
  if (target === undefined) {
    if (t.live) t.world.list("scenario.calls", t.text(node));
    return unknownResult;
  }
  const { func } = target;
  const recursive = func !== undefined && t.frame.callers.includes(func);
  // Function literals stand in the code that is followed anyway.
  const deepest = t.world.limits.depth + (func === undefined ? literalDepth : 0);
  if (recursive || t.frame.depth >= deepest) {
    if (t.live) t.world.list("scenario.deepCalls", t.text(node));
    return unknownResult;
  }
  if (!t.live) return unknownResult;
  return runFunction(t, target, callable, args, `call${node.pos}`);
}

function runFunction(
  t: Translator,
  target: Target,
  callable: Callable,
  args: readonly Value[],
  step: string,
): Value {
  const { frame, path, scope, span, hint } = t;
  t.path = `${path}/${step}`;
  const places = target.results.map(
    (variable, i): Place => ({
      key: `${t.path}=${i}`,
      name: variable.name === "" || variable.name === "_" ? `result ${i + 1}` : variable.name,
      type: variable.type(),
      owner: "local",
      outside: false,
    }),
  );
  t.scope = new Scope(target.scope);
  const inner: Frame = {
    code: target.code,
    depth: frame.depth + 1,
    callers: target.func === undefined ? frame.callers : [...frame.callers, target.func],
    results: places,
    hint,
    returns: [],
    deferred: [],
    targets: [],
  };
  t.frame = inner;
  bindParams(t, target, callable, args);
  target.results.forEach((variable, i) => {
    for (const key of [...t.env.keys()]) if (key === places[i].key) t.env.delete(key);
    if (variable.name !== "" && variable.name !== "_") t.scope.declare(variable, places[i]);
  });
  body(t, target.body);
  leaveFunction(t, []);
  t.meet(inner.returns);
  const values = t.live ? places.map((place) => read(t, place)) : places.map(() => number(0));
  Object.assign(t, { frame, path, scope, span, hint });
  return values.length === 1 ? values[0] : { kind: "tuple", values };
}

function bindParams(t: Translator, target: Target, callable: Callable, args: readonly Value[]): void {
  const { params, recv } = target;
  const given = args.length === 1 && args[0].kind === "tuple" ? args[0].values : args;
  if (recv !== undefined && callable.kind === "declared") {
    const { recv: value } = callable;
    const held =
      value?.kind === "pointer" && underlying(recv.type()).kind !== "Pointer" ? read(t, value.to) : value;
    const place = declare(t, recv, held ?? unknownOf(t, recv.type(), recv.name, `${t.path}.${recv.name}`));
    if (held?.kind === "memory") {
      // A copied lock is another lock. Other copies need no memory of their own to be right about maps.
      if (holdsLock(place)) copyFields(t, held.at, place);
      else t.scope.declare(recv, held.at);
    }
  }
  params.forEach((param, i) => {
    const last = i === params.length - 1;
    const rest = last && given.length > params.length ? given.slice(i) : undefined;
    const place = declare(t, param, undefined);
    const value = given[i] ?? unknownOf(t, param.type(), param.name, `${t.path}.${param.name}`);
    const variadic: Value = {
      kind: "slice",
      length: { op: "const", value: rest?.length ?? 0 },
      thread: -1,
      elements: rest,
      memory: { ...place, key: `${place.key}.data` },
    };
    write(t, place, rest === undefined ? value : variadic);
  });
}

/** `return`: sets the results, runs what was deferred, and goes to the end of the function. */
export function leaveFunction(t: Translator, exprs: readonly Expr[]): void {
  const { frame } = t;
  if (!t.live) return;
  if (exprs.length > 0) {
    t.hint = frame.hint;
    const only = exprs.length === 1 && frame.results.length > 1 ? evaluate(t, exprs[0]) : undefined;
    const values = only?.kind === "tuple" ? only.values : exprs.map((expr) => evaluate(t, expr));
    frame.results.forEach((place, i) => {
      if (values[i] !== undefined) write(t, place, values[i]);
    });
  }
  const step = `return${frame.returns.length}`;
  t.inside(step, () => {
    for (const { flag, run } of frame.deferred.toReversed()) {
      const set = t.env.get(flag.key);
      if (set !== undefined) t.branch(set, undefined, run, () => {});
    }
  });
  t.leave(frame.returns);
}
