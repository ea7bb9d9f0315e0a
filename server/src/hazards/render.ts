/** From effects to what findings say: places, names of functions and goroutines, locks in words. */
import { type Message, message } from "../../../protocol/src/messages.ts";
import type { Root } from "../effects/contexts.ts";
import type { Lockset, MapAccess } from "../effects/model.ts";
import { receiverType } from "../types/package.ts";
import type { Func, Place, Var } from "../types/types.ts";
import type { SourceRange } from "./finding.ts";

/** The place in its file; undefined when the declaration is no longer part of the package. */
export function rangeOf(place: Place, pkg: Func["pkg"]): SourceRange {
  const placement = pkg.placementOf(place.decl);
  const offset = placement?.offset ?? 0;
  return { path: placement?.unit.path ?? "", start: offset + place.pos, end: offset + place.end };
}

/** The place of a variable's declaration, of one that a package with files declares. */
export function declarationOf(variable: Var): SourceRange {
  return rangeOf(variable.place, variable.pkg);
}

/** Where a reader can see the variable's declaration: nowhere for what the index declares. */
export function shownDeclaration(variable: Var): SourceRange | undefined {
  return variable.pkg.indexed ? undefined : declarationOf(variable);
}

/** A function as Go's stack traces name it, without the package: `f`, `T.m`, `(*T).m`; else `var x`. */
export function functionName(func: Func): string {
  const recv = func.decl?.recv === undefined ? undefined : receiverType(func.decl.recv.type);
  if (recv === undefined) return func.name;
  return recv.pointer ? `(*${recv.name}).${func.name}` : `${recv.name}.${func.name}`;
}

/** The word for what an access does. */
export function accessWord(kind: "write" | "read" | "iterate" | "delete" | "clear" | "reassign"): Message {
  return message(`access.${kind}`);
}

/** What leads to an access that does not stand at its place, where that is another package's function. */
export function elsewhere({ through, callsInside = 1 }: MapAccess, pkg: Func["pkg"]): readonly Message[] {
  if (through === undefined || through.pkg === pkg) return [];
  const args = { where: functionName(through), package: through.pkg.path };
  if (callsInside <= 1) return [message("evidence.elsewhere", args)];
  return [message("evidence.furtherDown", { ...args, calls: callsInside - 1 })];
}

/** A goroutine in words: where it is started. */
export function goroutineName(root: Extract<Root, { kind: "go" }>): Message {
  const name = functionName(root.func);
  if (root.registered === true) return message("where.registered", { name });
  if (root.called === true) return message("where.called", { name });
  return message(root.inLoop ? "where.loopGoroutine" : "where.goroutine", { name });
}

/** `s.mu, s.other (read)`, or undefined when no lock is held. */
export function lockNames(locks: Lockset): string | undefined {
  const held = [...locks.values()].filter((lock) => lock.must && !lock.lock.pseudo);
  if (held.length === 0) return undefined;
  return held.map(({ lock, mode }) => (mode === "R" ? `${lock.text} (R)` : lock.text)).join(", ");
}
