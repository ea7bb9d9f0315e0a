/** What the local variables of a body stand for: a path, a new object, or something unknown. */
import type { BlockStmt, CallExpr, Expr, FuncLit, Node } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import { type Type, underlying, unknown, type Var } from "../types/types.ts";
import { copiesMap } from "./known.ts";
import { serialGroups } from "./limits.ts";
import { type Aliases, classOf, type Path, pathKey, pathOf } from "./path.ts";
import { pipesIn } from "./pipes.ts";

export interface Locals {
  /** Variables assigned once, from a path: another name for what is there. */
  readonly aliases: Aliases;
  /** Variables that only ever hold objects made in this function. */
  readonly fresh: ReadonlySet<Var>;
  /** Function literals by the variable that is assigned nothing else. */
  readonly literals: ReadonlyMap<Var, Extract<Expr, { kind: "FuncLit" }>>;
  /** What a variable holds for good, where it was assigned once. */
  readonly values: ReadonlyMap<Var, Expr>;
  /** The context that a function cancels, by the variable of the function. */
  readonly cancels: ReadonlyMap<Var, Expr>;
  /** The write ends of pipes, by the variables of their read ends. */
  readonly pipes: ReadonlyMap<Var, Expr>;
  /** Channels, by variable or field, that are sent to and received from here and may serve as a lock. */
  readonly tokens: ReadonlySet<Var>;
  /** Groups, by variable or field, that run one goroutine at a time. */
  readonly serial: ReadonlySet<Var>;
}

/** One assignment to a variable: a value, an element of a collection, or something unknown. */
type Source = { readonly value: Expr } | { readonly elementOf: Expr } | "zero" | "unknown";

/** Looks at every assignment of a body. `returnsFresh` tells it of calls that make new objects. */
export function localsOf(body: BlockStmt, info: Info, returnsFresh: (call: Expr) => boolean): Locals {
  const { sources, bound } = collectSources(body, info);
  const aliases = new Map<Var, Path>();
  const fresh = new Set<Var>();
  const literals = new Map<Var, Extract<Expr, { kind: "FuncLit" }>>();
  const known = new Map<Var, Expr>();
  const returns = returned(body, info);
  for (const variable of [...info.results.values()].flat()) {
    const all = [...(sources.get(variable) ?? []), ...(returns.get(variable) ?? [])];
    if (isStruct(variable) || all.every((source) => isFresh(source, info, returnsFresh))) fresh.add(variable);
  }
  for (const [variable, all] of sources) {
    if (variable.role !== "local" && !bound.has(variable)) continue;
    const [only] = all;
    if (all.length === 1 && typeof only === "object" && "value" in only)
      known.set(variable, unparen(only.value));
    // A struct is copied: its fields can be assigned without anybody else seeing it.
    if (isStruct(variable)) {
      fresh.add(variable);
      continue;
    }
    const values = all.filter((source) => source !== "zero");
    if (values.length === 1 && typeof values[0] === "object" && "value" in values[0]) {
      const value = unparen(values[0].value);
      if (value.kind === "FuncLit") literals.set(variable, value);
    }
    const always = (source: Source): boolean => source === only || isSamePath(source, only, info, aliases);
    if (typeof only === "object" && (bound.has(variable) ? all.every(always) : all.length === 1)) {
      const path = pathOf("value" in only ? only.value : only.elementOf, info, aliases);
      const isTaken = "value" in only && isMapSwapped(only.value, variable, body);
      if (path !== undefined && !isTaken && (sharesMemory(variable.type()) || "elementOf" in only)) {
        aliases.set(variable, "value" in only ? path : { root: path.root, steps: [...path.steps, "[]"] });
        continue;
      }
    }
    if (all.every((source) => isFresh(source, info, returnsFresh))) fresh.add(variable);
  }
  return {
    aliases,
    fresh,
    literals,
    values: known,
    cancels: cancelsIn(body, info),
    pipes: pipesIn(body, info),
    tokens: tokensOf(body, info, aliases, sources),
    serial: serialGroups(body, info, aliases),
  };
}

/** `old := s.m` and then `s.m = make(...)`: from there on, `old` is a map of its own. */
function isMapSwapped(value: Expr, variable: Var, body: BlockStmt): boolean {
  const from = unparen(value);
  if (from.kind !== "SelectorExpr" || underlying(variable.type()).kind !== "Map") return false;
  const text = exprString(from);
  let swapped = false;
  walk(body, (node) => {
    if (node.kind === "AssignStmt" && node.pos > from.pos)
      swapped ||= node.lhs.some((lhs) => exprString(lhs) === text);
    return !swapped;
  });
  return swapped;
}

/** Do both stand for the same place, as the arguments of two calls of one literal may? */
function isSamePath(source: Source, other: Source, info: Info, aliases: Aliases): boolean {
  if (typeof source !== "object" || typeof other !== "object") return false;
  if (!("value" in source) || !("value" in other)) return false;
  const paths = [source, other].map(({ value }) => pathOf(value, info, aliases));
  return paths[0] !== undefined && paths[1] !== undefined && pathKey(paths[0]) === pathKey(paths[1]);
}

/** `ctx, cancel := context.WithCancel(parent)`: which function cancels which context. */
function cancelsIn(body: BlockStmt, info: Info): ReadonlyMap<Var, Expr> {
  const cancels = new Map<Var, Expr>();
  walk(body, (node: Node) => {
    if (node.kind !== "AssignStmt" || node.lhs.length !== 2 || node.rhs.length !== 1) return true;
    const call = unparen(node.rhs[0]);
    const callee = call.kind === "CallExpr" ? info.callees.get(call) : undefined;
    if (callee?.pkg.path !== "context" || !callee.name.startsWith("With")) return true;
    const [ctx, cancel] = node.lhs;
    const obj = cancel.kind === "Ident" ? (info.defs.get(cancel) ?? info.uses.get(cancel)) : undefined;
    if (obj?.kind === "Var") cancels.set(obj, ctx);
    return true;
  });
  return cancels;
}

/** Channels of empty values or truth values, both sent to and received from, that hold one or an unknown number. */
function tokensOf(
  body: BlockStmt,
  info: Info,
  aliases: Aliases,
  sources: ReadonlyMap<Var, readonly Source[]>,
): ReadonlySet<Var> {
  const sent = new Set<Var>();
  const received = new Set<Var>();
  const add = (to: Set<Var>, chan: Expr): void => {
    const named = classOf(chan, info, aliases);
    const variable = named?.variable;
    // The channels of a collection are different ones, as far as can be told.
    if (named?.key.endsWith("[]") === true) return;
    const type = variable === undefined ? unknown : underlying(info.types.get(chan) ?? unknown);
    if (variable === undefined || type.kind !== "Chan") return;
    const elem = underlying(type.elem);
    const empty = elem.kind === "Struct" && elem.fields.length === 0;
    if ((empty || (elem.kind === "Basic" && elem.name === "bool")) && !isLimiter(sources.get(variable)))
      to.add(variable);
  };
  walk(body, (node: Node) => {
    if (node.kind === "SendStmt") add(sent, node.chan);
    else if (node.kind === "UnaryExpr" && node.op === "<-") add(received, node.x);
    return true;
  });
  return new Set([...sent].filter((variable) => received.has(variable)));
}

/** Is the channel made here with room for none or for more than one? */
function isLimiter(sources: readonly Source[] | undefined): boolean {
  return (
    sources?.some((source) => {
      const made = typeof source === "object" && "value" in source ? unparen(source.value) : undefined;
      const room = made?.kind === "CallExpr" ? made.args[1] : undefined;
      return made?.kind === "CallExpr" && !(room?.kind === "BasicLit" && room.value === "1");
    }) === true
  );
}

/** The sources of all variables; `bound` are parameters of literals of which every call is seen. */
function collectSources(body: BlockStmt, info: Info): { sources: Map<Var, Source[]>; bound: Set<Var> } {
  const bound = new Set<Var>();
  const sources = new Map<Var, Source[]>();
  const calls: CallExpr[] = [];
  const add = (target: Expr | undefined, source: Source): void => {
    const bare = target === undefined ? undefined : unparen(target);
    if (bare?.kind !== "Ident") return;
    const obj = info.defs.get(bare) ?? info.uses.get(bare);
    if (obj?.kind !== "Var") return;
    const known = sources.get(obj);
    if (known === undefined) sources.set(obj, [source]);
    else known.push(source);
  };
  const addValues = (targets: readonly Expr[], values: readonly Expr[]): void => {
    targets.forEach((target, i) => {
      if (targets.length === values.length) add(target, { value: values[i] });
      else
        add(
          target,
          i === 0 && values.length === 1 && givesFirst(values[0]) ? { value: values[0] } : "unknown",
        );
    });
  };
  const bind = (literal: FuncLit, call: CallExpr): void => {
    if (call.hasEllipsis) return;
    info.params.get(literal)?.forEach((param, i) => {
      if (call.args[i] === undefined) return;
      bound.add(param);
      sources.set(param, [{ value: call.args[i] }, ...(sources.get(param) ?? [])]);
    });
  };
  walk(body, (node: Node) => {
    switch (node.kind) {
      case "AssignStmt":
        if (node.tok === "=" || node.tok === ":=") addValues(node.lhs, node.rhs);
        else add(node.lhs[0], "unknown");
        break;
      case "ValueSpec":
        if (node.values.length === 0) for (const name of node.names) add(name, "zero");
        else addValues(node.names, node.values);
        break;
      case "RangeStmt":
        add(node.key, "unknown");
        add(node.value, { elementOf: node.x });
        break;
      case "IncDecStmt":
        add(node.x, "unknown");
        break;
      case "CallExpr": {
        const fun = unparen(node.fun);
        if (fun.kind === "FuncLit") bind(fun, node);
        else calls.push(node);
        break;
      }
      default:
    }
    return true;
  });
  for (const [literal, call] of callsOfLiterals(body, info, sources, calls)) bind(literal, call);
  for (const variable of info.implicits.values()) sources.set(variable, ["unknown"]);
  return { sources, bound };
}

/** What return statements give the named results: deferred functions find it there. */
function returned(body: BlockStmt, info: Info): ReadonlyMap<Var, readonly Source[]> {
  const sources = new Map<Var, Source[]>();
  for (const [func, results] of info.results) {
    if (!results.some(({ name }) => name !== "")) continue;
    walk(func.kind === "FuncLit" ? func.body : body, (node: Node) => {
      if (node.kind !== "ReturnStmt" || node.results.length === 0) return node.kind !== "FuncLit";
      for (const [i, variable] of results.entries()) {
        const value = node.results.length === results.length ? unparen(node.results[i]) : undefined;
        if (value?.kind === "Ident" && info.uses.get(value) === variable) continue;
        const known = sources.get(variable) ?? [];
        sources.set(variable, [...known, value === undefined ? "unknown" : { value }]);
      }
      return true;
    });
  }
  return sources;
}

/** The calls of literals that a variable holds for good, where it is used for nothing but calls. */
function callsOfLiterals(
  body: BlockStmt,
  info: Info,
  sources: ReadonlyMap<Var, readonly Source[]>,
  calls: readonly CallExpr[],
): readonly (readonly [FuncLit, CallExpr])[] {
  const literalOf = (variable: Var): FuncLit | undefined => {
    const all = sources.get(variable) ?? [];
    const [only] = all;
    const value =
      all.length === 1 && typeof only === "object" && "value" in only ? unparen(only.value) : undefined;
    return value?.kind === "FuncLit" ? value : undefined;
  };
  const found = calls.flatMap((call) => {
    const fun = unparen(call.fun);
    const obj = fun.kind === "Ident" ? info.uses.get(fun) : undefined;
    const literal = obj?.kind === "Var" ? literalOf(obj) : undefined;
    return obj?.kind === "Var" && literal !== undefined ? [{ call, variable: obj, literal }] : [];
  });
  if (found.length === 0) return [];
  const others = new Map<Var, number>();
  walk(body, (node: Node) => {
    const obj = node.kind === "Ident" ? info.uses.get(node) : undefined;
    if (obj?.kind === "Var") others.set(obj, (others.get(obj) ?? 0) + 1);
    return true;
  });
  for (const { variable } of found) others.set(variable, (others.get(variable) ?? 0) - 1);
  return found.flatMap(({ call, variable, literal }) =>
    others.get(variable) === 0 && !call.hasEllipsis ? [[literal, call] as const] : [],
  );
}

/** Of `v, ok := x` and `v, err := f()` the first variable gets what the expression stands for. */
function givesFirst(value: Expr): boolean {
  return ["IndexExpr", "TypeAssertExpr", "CallExpr"].includes(unparen(value).kind);
}

function isStruct(variable: Var): boolean {
  return underlying(variable.type()).kind === "Struct";
}

/** Does a copy of such a value still reach the same memory? */
function sharesMemory(type: Type): boolean {
  return !["Basic", "Array"].includes(underlying(type).kind);
}

function isFresh(source: Source, info: Info, returnsFresh: (call: Expr) => boolean): boolean {
  if (source === "zero") return true;
  if (source === "unknown" || "elementOf" in source) return false;
  return isFreshExpr(source.value, info, returnsFresh);
}

/** Does the expression make a new object that nobody else knows? */
export function isFreshExpr(expr: Expr, info: Info, returnsFresh: (call: Expr) => boolean): boolean {
  const bare = unparen(expr);
  switch (bare.kind) {
    case "CompositeLit":
    case "BasicLit":
    case "FuncLit":
      return true;
    case "Ident":
      return info.uses.get(bare)?.kind === "Nil";
    case "UnaryExpr":
      return bare.op === "&" && unparen(bare.x).kind === "CompositeLit";
    case "CallExpr": {
      const fun = unparen(bare.fun);
      const obj = fun.kind === "Ident" ? info.uses.get(fun) : undefined;
      if (obj?.kind === "Builtin") return obj.name === "make" || obj.name === "new";
      return copiesMap(bare, info) || returnsFresh(bare);
    }
    default:
      return false;
  }
}
