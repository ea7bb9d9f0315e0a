/** The lock that a section takes, as text at the place where it is taken. */
import type { Message } from "../../../protocol/src/messages.ts";
import type { Expr } from "../syntax/ast.ts";
import { lookupMember } from "../types/lookup.ts";
import { originVar } from "../types/subst.ts";
import { deref, type Type, underlying, unknown, type Var } from "../types/types.ts";
import { type FuncSource, rootIdent, textOf } from "./funcs.ts";
import type { Occurrence } from "./occurrences.ts";
import { refuse } from "./refusal.ts";

/** A lock that exists, or that the fix adds. */
export interface Lock {
  /** The name of the field or variable. */
  readonly name: string;
  readonly readWrite: boolean;
  /** The lock's own variable; missing while it is only planned. */
  readonly variable?: Var;
  /** Field of the map's struct, or a variable of its own. */
  readonly place: "field" | "variable";
  /** Why a section must not be opened here; undefined when it may. */
  readonly forbidden?: (source: FuncSource, occurrence: Occurrence) => Message | undefined;
}

/** The lines that open and close a section. */
export interface LockLines {
  readonly open: string;
  readonly close: string;
}

/** `s.mu.RLock()` and its end. */
export function lockLines(expression: string, writes: boolean, lock: Lock): LockLines {
  const reads = lock.readWrite && !writes;
  return {
    open: `${expression}.${reads ? "RLock" : "Lock"}()`,
    close: `${expression}.${reads ? "RUnlock" : "Unlock"}()`,
  };
}

/** The lock at an occurrence: `x.y.mu` for `x.y.m`, a variable's own name. Refuses where it cannot be named. */
export function lockExpression(occurrence: Occurrence, source: FuncSource, lock: Lock, map: Var): string {
  const expr = occurrence.map;
  if (lock.place === "variable") {
    if (lock.variable !== undefined && !visible(lock.variable, source)) {
      refuse("fix.no.shadowed", { name: lock.name });
    }
    return lock.name;
  }
  if (expr.kind !== "SelectorExpr") refuse("fix.no.base", { expression: textOf(source, expr) });
  if (rootIdent(expr.x) === undefined) refuse("fix.no.base", { expression: textOf(source, expr.x) });
  const embedded = source.func.info.selections.get(expr)?.path ?? [];
  const base = textOf(source, expr.x);
  const direct = promoted(expr.x, source, lock, map);
  return direct
    ? `${base}.${lock.name}`
    : [base, ...embedded.map((field) => field.name), lock.name].join(".");
}

/**
 * What a section calls `Lock` on: the lock, or, as Go programmers write it, the struct that embeds it.
 * Refuses as {@link lockExpression} does.
 */
export function lockReceiver(occurrence: Occurrence, source: FuncSource, lock: Lock, map: Var): string {
  const expression = lockExpression(occurrence, source, lock, map);
  const { map: expr } = occurrence;
  if (lock.variable?.embedded !== true || expr.kind !== "SelectorExpr") return expression;
  const type = source.func.info.types.get(expr.x) ?? unknown;
  return methodsComeFrom(lock.variable, type, lock) ? textOf(source, expr.x) : expression;
}

/** Do the lock's methods reach the struct that embeds it, and no others of these names? */
function methodsComeFrom(variable: Var, type: Type, { readWrite }: Lock): boolean {
  const methods = readWrite ? ["Lock", "Unlock", "RLock", "RUnlock"] : ["Lock", "Unlock"];
  const struct = underlying(deref(type));
  if (struct.kind !== "Struct") return false;
  const others = struct.fields.filter((field) => field.embedded && originVar(field) !== variable);
  return methods.every((name) => {
    const path = lookupMember(type, name)?.path ?? [];
    // Two embedded fields with the method at one depth: the selector would be ambiguous.
    if (others.some((field) => lookupMember(field.type(), name) !== undefined)) return false;
    return path.length === 1 && originVar(path[0]) === variable;
  });
}

/** Does the lock's name, selected from the expression, reach the struct of the map? */
function promoted(base: Expr, source: FuncSource, lock: Lock, map: Var): boolean {
  const type = source.func.info.types.get(base) ?? unknown;
  const found = lookupMember(type, lock.name);
  if (lock.variable !== undefined) {
    return found?.obj.kind === "Var" && originVar(found.obj) === lock.variable;
  }
  const at = lookupMember(type, map.name);
  return at === undefined || found === undefined || found.path.length > at.path.length;
}

/** Is the package variable's name not taken by another declaration inside the function? */
function visible(variable: Var, source: FuncSource): boolean {
  const { info, decl } = source.func;
  const declared = [...info.defs.keys()].some((ident) => ident.name === variable.name);
  const params = [...info.params.values(), ...info.results.values()].flat();
  const shadow = params.some((param) => param.name === variable.name) || info.recv?.name === variable.name;
  const local = variable.role === "local" && variable.place.decl === decl;
  return local || (!declared && !shadow);
}
