/** Rule `copied-guard`: a copy of a struct shares its map with the original, but has a lock of its own. */
import { type Message, message } from "../../../../protocol/src/messages.ts";
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import type { MapAccess } from "../../effects/model.ts";
import { originVar } from "../../types/subst.ts";
import { type Type, underlying, type Var } from "../../types/types.ts";
import type { GuardedMap } from "../check.ts";
import { type ClassAccess, isWrite } from "../classes.ts";
import { isMutex } from "../conventions.ts";
import { copiesOf } from "../copies.ts";
import type { Finding } from "../finding.ts";
import { placeFinding } from "../placeFinding.ts";
import { accessWord, declarationOf, functionName, rangeOf } from "../render.ts";

/** The first access of each function to a map through a copy of the struct that guards it. */
export function copiedGuard(maps: readonly GuardedMap[], effects: PackageEffects): readonly Finding[] {
  const byKey = new Map(maps.map((guarded) => [guarded.map.key, guarded]));
  const findings: Finding[] = [];
  for (const owner of effects.all()) {
    const reported = new Set<Var>();
    let copies: ReturnType<typeof copiesOf> | undefined;
    for (const access of owner.effects.accesses) {
      const { path } = access.target;
      const guarded = byKey.get(access.target.key);
      if (path === undefined || guarded === undefined || path.steps.length === 0) continue;
      const lock = copiedLock(path.root.type());
      if (lock === undefined || reported.has(path.root) || !isOfCopy(path.root, path.steps.slice(0, -1)))
        continue;
      copies ??= copiesOf(owner);
      if (!copies.has(path.root)) continue;
      const write = sharedWrite(guarded, owner, access);
      if (write === undefined || holdsOriginal(access, path.root)) continue;
      reported.add(path.root);
      findings.push(report(guarded, owner, access, path.root, lock, write));
    }
  }
  return findings;
}

/** The mutex that lies in a struct by value. */
function copiedLock(type: Type): Var | undefined {
  const struct = underlying(type);
  if (struct.kind !== "Struct") return undefined;
  for (const field of struct.fields) {
    const of = field.type();
    if (of.kind === "Pointer") continue;
    if (isMutex(of)) return underlying(of).kind === "Struct" ? field : undefined;
  }
  return undefined;
}

/** Are the structs on the way to the map part of the copy? What a pointer leads to is not copied. */
function isOfCopy(root: Var, steps: readonly (Var | "[]")[]): boolean {
  return (
    underlying(root.type()).kind === "Struct" &&
    steps.every((step) => step !== "[]" && underlying(step.type()).kind === "Struct")
  );
}

/** Somebody changes the map after it was made, so sharing it matters. */
function sharedWrite({ map }: GuardedMap, owner: AnalysedFunc, at: MapAccess): ClassAccess | undefined {
  const writes = map.accesses.filter(
    ({ access, lifecycle }) => isWrite(access) && access.kind !== "reassign" && !lifecycle,
  );
  return writes.find((write) => write.access !== at && write.owner !== owner) ?? writes[0];
}

/** Is the lock of the original held? */
function holdsOriginal({ locks }: MapAccess, copy: Var): boolean {
  return [...locks.values()].some(({ lock }) => lock.path?.root !== copy);
}

function report(
  { map }: GuardedMap,
  owner: AnalysedFunc,
  access: MapAccess,
  copy: Var,
  lock: Var,
  write: ClassAccess,
): Finding {
  const isReceiver = copy === owner.effects.recv;
  const text: Message = message(isReceiver ? "finding.copied-guard.receiver" : "finding.copied-guard", {
    access: accessWord(access.kind),
    map: map.name,
    guard: originVar(lock).name,
    copy: copy.name,
    where: functionName(owner.func),
  });
  return placeFinding({
    rule: "copied-guard",
    subject: { name: map.name, kind: map.kind, variable: map.variable },
    owner,
    place: access.place,
    kind: access.kind,
    text: access.target.text,
    message: text,
    related: [
      {
        role: "conflicting-access",
        range: rangeOf(write.access.place, write.owner.func.pkg),
        message: message("related.conflicting", {
          access: accessWord(write.access.kind),
          where: functionName(write.owner.func),
        }),
      },
      {
        role: "lock",
        range: declarationOf(lock),
        message: message("related.guard", { guard: lock.name }),
      },
    ],
    evidence: [message("evidence.copy", { copy: copy.name, guard: lock.name })],
  });
}
