/** Puts a caller's expressions in the place of a callee's receiver and parameters. */
import { asNamed, deref, underlying, type Var } from "../types/types.ts";
import type { CallEvent, Face, Held, LockRef, Lockset } from "./model.ts";
import { classKey, classVar, idOf, type Path, rebase, type Step } from "./path.ts";

/** What stands for the callee's variables at a call. */
export interface Binding {
  readonly callee: Pick<Face, "recv" | "params">;
  readonly recv?: Path;
  readonly args: readonly (Path | undefined)[];
  /** Where the call stands in the caller. */
  readonly pos: number;
}

/** The binding of a call that was noted. */
export function bindingOf(call: CallEvent, callee: Binding["callee"]): Binding {
  return { callee, recv: call.recv?.path, args: call.args.map(({ path }) => path), pos: call.place.pos };
}

/** The caller's path for a variable of the callee. */
function baseOf(root: Var, { callee, recv, args }: Binding): Path | undefined {
  if (root === callee.recv) return recv;
  const index = callee.params.indexOf(root);
  return index < 0 ? undefined : args[index];
}

/** A callee's path in the caller's terms; undefined when the caller has no name for it. */
export function placePath(path: Path, binding: Binding): Path | undefined {
  if (path.root.role === "package") return path;
  const base = baseOf(path.root, binding);
  return base && rebase(path, base);
}

/**
 * A callee's lock in the caller's terms. A mutex that is a parameter, and one inside of a struct that is
 * nothing but a lock, go by the caller's field or variable: each object that has one has its own.
 */
export function placeLock(lock: LockRef, binding: Binding): LockRef {
  const { pos } = binding;
  if (lock.path === undefined) return { ...lock, pos };
  if (lock.path.root.role === "package") return { ...lock, pos };
  const base = baseOf(lock.path.root, binding);
  const path = base && rebase(lock.path, base);
  if (base === undefined || path === undefined) return { ...lock, pos, path: undefined };
  const named = lock.path.steps.length === 0 || isInsideLock(lock.path, base) ? base : undefined;
  if (named === undefined) return { ...lock, pos, path, text: textOf(path) };
  return { ...lock, pos, key: classKey(named), variable: classVar(named), path: named, text: textOf(named) };
}

/** Locks of a callee in the caller's terms. */
export function placeLocks(locks: Lockset, binding: Binding): Lockset {
  if (locks.size === 0) return locks;
  return new Map(
    [...locks.values()].map((held): [string, Held] => {
      const lock = placeLock(held.lock, binding);
      return [lock.key, { ...held, lock, since: new Set([lock.pos]) }];
    }),
  );
}

/** Class keys that name a callee's parameters, in the caller's terms. */
export function placeKeys(keys: ReadonlySet<string>, { callee, args }: Binding): ReadonlySet<string> {
  if (keys.size === 0 || callee.params.length === 0) return keys;
  const renamed = new Map<string, string>();
  callee.params.forEach((param, i) => {
    const path = args[i];
    if (path !== undefined) renamed.set(String(idOf(param)), String(idOf(classVar(path))));
  });
  return new Set([...keys].map((key) => renamed.get(key) ?? key));
}

/** Is the path's root an object with methods Lock and Unlock and no map, kept in a field of the caller's? */
function isInsideLock({ root }: Path, base: Path): boolean {
  const named = asNamed(root.type());
  if (named === undefined || !base.steps.some((step) => step !== "[]")) return false;
  const struct = named.underlying();
  if (
    struct.kind !== "Struct" ||
    struct.fields.some((field) => underlying(deref(field.type())).kind === "Map")
  )
    return false;
  const methods = named.obj.pkg?.methodsOf(named.origin);
  return methods?.has("Lock") === true && methods.has("Unlock");
}

function textOf({ root, steps }: Path): string {
  const name = (step: Step): string => (step === "[]" ? "[...]" : `.${step.name}`);
  return root.name + steps.map(name).join("");
}
