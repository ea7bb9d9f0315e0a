/** What may run while a lock is held: nothing that takes it again, blocks, or calls the unknown. */
import type { PackageEffects } from "../effects/analyse.ts";
import { funcName, neverReturns, syncCall } from "../effects/known.ts";
import type { CallExpr, Expr, Node } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import { lookupMember } from "../types/lookup.ts";
import { originVar } from "../types/subst.ts";
import { type Func, type Type, underlying, unknown, type Var } from "../types/types.ts";

/** Why something should not run under a lock. */
export interface Danger {
  /** `slow` only holds others up; `never` may hang. */
  readonly level: "slow" | "never";
  readonly why: "relock" | "lock" | "channel" | "unknown" | "output" | "leave";
  /** What is called, as text. */
  readonly what: string;
  readonly node: Node;
}

/** Standard packages that neither block nor call back, other than through function arguments. */
const calm =
  /^(strings|strconv|unicode(\/utf8|\/utf16)?|math(\/bits|\/cmplx|\/big|\/rand(\/v2)?)?|bytes|errors|path(\/filepath)?|sort|slices|maps|cmp|html|net\/url|net\/netip|hash(\/.*)?|crypto\/(sha1|sha256|sha512|md5)|encoding\/(hex|base64|base32|binary)|regexp|sync\/atomic|container\/(list|ring)|time|text\/template\/parse|iter|unique|go\/token|net\/textproto|unsafe)$/;

/** Of the calm packages, what blocks all the same. */
const blocking = /^time\.(Sleep|Tick)$/;

/** Decides for one map, or for one lock that exists already. */
export class Safety {
  readonly #effects: PackageEffects;
  /** The map whose accesses will take the new lock. */
  readonly #map: Var | undefined;
  /** The key of the lock, when it exists. */
  readonly #lockKey: string | undefined;
  readonly #funcs = new Map<Func, Danger | undefined>();

  constructor(effects: PackageEffects, map: Var | undefined, lockKey?: string) {
    this.#effects = effects;
    this.#map = map;
    this.#lockKey = lockKey;
  }

  /** The worst thing that happens when the node runs; function literals in it count when they run in it. */
  danger(node: Node, info: Info): Danger | undefined {
    let worst: Danger | undefined;
    const note = (danger: Danger | undefined): void => {
      if (danger !== undefined && (worst === undefined || danger.level === "never")) worst = danger;
    };
    walk(node, (inner) => {
      if (worst?.level === "never") return false;
      switch (inner.kind) {
        case "FuncLit":
          // Where it is called or handed over, the call decides.
          return false;
        case "CallExpr":
          note(this.#call(inner, info));
          return true;
        case "UnaryExpr":
          if (inner.op === "<-") note(never("channel", "<-", inner));
          return true;
        case "SendStmt":
        case "SelectStmt":
          note(never("channel", inner.kind === "SelectStmt" ? "select" : "<-", inner));
          return true;
        case "RangeStmt": {
          const kind = underlying(info.types.get(inner.x) ?? unknown).kind;
          if (kind === "Chan") note(never("channel", "range", inner));
          else if (kind === "Unknown") note(never("unknown", exprString(inner.x), inner));
          else if (kind === "Signature" && !isCalmCall(inner.x, info)) {
            note(never("unknown", exprString(inner.x), inner));
          }
          return true;
        }
        case "GoStmt": {
          const call = unparen(inner.call);
          if (call.kind === "CallExpr") for (const arg of call.args) note(this.danger(arg, info));
          return false;
        }
        default:
          return true;
      }
    });
    return worst;
  }

  /** What a call itself does, apart from its operands. */
  call(call: CallExpr, info: Info): Danger | undefined {
    return this.#call(call, info);
  }

  /** Is the call known to have no effect that could be noticed, whenever it is made? */
  isPure(call: CallExpr, info: Info): boolean {
    const fun = unparen(call.fun);
    if (info.typeExprs.has(call.fun)) return true;
    if (fun.kind === "Ident" && info.uses.get(fun)?.kind === "Builtin") {
      return /^(len|cap|append|make|new|min|max|complex|real|imag)$/.test(fun.name);
    }
    const callee = info.callees.get(call);
    if (callee === undefined || callee.recv !== undefined) return false;
    return calm.test(callee.pkg.path) && this.#call(call, info) === undefined;
  }

  /** What calling a function of this package does. */
  ofFunc(func: Func, at: Node): Danger | undefined {
    if (this.#funcs.has(func)) {
      const known = this.#funcs.get(func);
      return known && { ...known, node: at, what: func.name };
    }
    this.#funcs.set(func, undefined);
    const danger = this.#body(func, at);
    this.#funcs.set(func, danger);
    return danger && { ...danger, node: at, what: func.name };
  }

  #body(func: Func, at: Node): Danger | undefined {
    const analysed = this.#effects.get(func);
    if (analysed === undefined) return never("unknown", func.name, at);
    const { info, body } = analysed;
    const takes = this.#lockKey !== undefined && analysed.effects.takes.has(this.#lockKey);
    if (takes || (this.#map !== undefined && names(body, this.#map, info)))
      return never("relock", func.name, at);
    return this.danger(body, info);
  }

  #call(call: CallExpr, info: Info): Danger | undefined {
    const fun = unparen(call.fun);
    const what = exprString(fun);
    if (info.typeExprs.has(call.fun)) return undefined;
    if (fun.kind === "Ident" && info.uses.get(fun)?.kind === "Builtin") {
      return fun.name === "panic" || fun.name === "recover" ? never("leave", fun.name, call) : undefined;
    }
    const sync = syncCall(call, info);
    if (sync !== undefined) {
      if (sync.op === "signal" || sync.op === "go" || sync.op === "later") return undefined;
      return never(sync.op === "wait" || sync.op === "once" ? "channel" : "lock", what, call);
    }
    if (neverReturns(call, info)) return never("leave", what, call);
    if (fun.kind === "FuncLit") return this.#literal(fun.body, info);
    const callee = info.callees.get(call);
    if (callee === undefined || callee.ofInterface) return this.#unknownCall(call, what, info);
    if (callee.pkg === this.#effects.pkg) {
      return this.#functionArgs(call, info) ?? this.ofFunc(callee, call);
    }
    return this.#foreign(call, callee, what, info);
  }

  #unknownCall(call: CallExpr, what: string, info: Info): Danger | undefined {
    const fun = unparen(call.fun);
    // The text of an error is made by types that know nothing of our lock.
    if (fun.kind === "SelectorExpr" && fun.sel.name === "Error" && isError(info.types.get(fun.x))) {
      return undefined;
    }
    return never("unknown", what, call);
  }

  #foreign(call: CallExpr, callee: Func, what: string, info: Info): Danger | undefined {
    const name = funcName(callee);
    const path = callee.pkg.path;
    if (path === "fmt" || path === "log") {
      const printed = this.#printed(call, info);
      if (printed !== undefined) return printed;
      const silent = /^fmt\.(Sprint|Errorf|Append)/.test(name);
      if (silent) return undefined;
      const output = /^(fmt\.(Print|Fprint)|log\.(Logger\.)?Print)/.test(name);
      return output ? { level: "slow", why: "output", what, node: call } : never("unknown", what, call);
    }
    if (!calm.test(path) || blocking.test(name)) return never("unknown", what, call);
    return this.#functionArgs(call, info);
  }

  /** Function values among the arguments: literals are looked into, others are unknown. */
  #functionArgs(call: CallExpr, info: Info): Danger | undefined {
    for (const arg of call.args) {
      const bare = unparen(arg);
      if (bare.kind === "FuncLit") {
        const danger = this.#literal(bare.body, info);
        if (danger !== undefined) return danger;
      } else if (underlying(info.types.get(bare) ?? unknown).kind === "Signature") {
        const func = functionOf(bare, info);
        if (func === undefined) return never("unknown", exprString(bare), call);
        const danger = func.pkg === this.#effects.pkg ? this.ofFunc(func, call) : undefined;
        if (danger !== undefined) return danger;
      }
    }
    return undefined;
  }

  #literal(body: Node, info: Info): Danger | undefined {
    if (this.#map !== undefined && names(body, this.#map, info)) return never("relock", "func", body);
    return this.danger(body, info);
  }

  /** Printing calls String and Error methods. */
  #printed(call: CallExpr, info: Info): Danger | undefined {
    for (const arg of call.args) {
      const type = info.types.get(arg) ?? unknown;
      for (const method of ["String", "Error", "GoString", "Format"]) {
        const member = lookupMember(type, method);
        if (member?.obj.kind !== "Func" || isError(type)) continue;
        if (member.obj.pkg === this.#effects.pkg && !member.obj.ofInterface) {
          const danger = this.ofFunc(member.obj, call);
          if (danger !== undefined) return danger;
        } else if (member.obj.ofInterface) return never("unknown", exprString(arg), call);
      }
    }
    return undefined;
  }
}

function never(why: Danger["why"], what: string, node: Node): Danger {
  return { level: "never", why, what, node };
}

function isCalmCall(expr: Expr, info: Info): boolean {
  const bare = unparen(expr);
  const callee = bare.kind === "CallExpr" ? info.callees.get(bare) : undefined;
  return callee !== undefined && (callee.pkg.path === "maps" || callee.pkg.path === "slices");
}

function functionOf(expr: Expr, info: Info): Func | undefined {
  const obj =
    expr.kind === "Ident"
      ? info.uses.get(expr)
      : expr.kind === "SelectorExpr"
        ? info.selections.get(expr)?.obj
        : undefined;
  return obj?.kind === "Func" && !obj.ofInterface ? obj : undefined;
}

function isError(type: Type | undefined): boolean {
  return type?.kind === "Named" && type.obj.name === "error" && type.obj.pkg === undefined;
}

/** Does the node name the variable anywhere, function literals included? */
export function names(node: Node, variable: Var, info: Info): boolean {
  let found = false;
  walk(node, (inner) => {
    if (inner.kind === "Ident") {
      const obj = info.uses.get(inner);
      if (obj?.kind === "Var" && originVar(obj) === variable) found = true;
    }
    return !found;
  });
  return found;
}
