/** Rule `published-before-init`: an object is shared, and only then its map is filled. */
import { type Message, message } from "../../../../protocol/src/messages.ts";
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import { type Composer, ownStrands, type SeenAccess } from "../../effects/compose.ts";
import type { Moment, Share } from "../../effects/model.ts";
import { classKey, classVar } from "../../effects/path.ts";
import { originVar } from "../../types/subst.ts";
import type { Var } from "../../types/types.ts";
import { isWrite, type StructOwner } from "../classes.ts";
import type { Finding } from "../finding.ts";
import { placeFinding, subjectOf } from "../placeFinding.ts";
import { accessWord, functionName, lockNames, rangeOf } from "../render.ts";

type Later = SeenAccess & { readonly at: Moment };

/** The first write after each object was shared. */
export function publishedBeforeInit(
  effects: PackageEffects,
  composer: Composer,
  owners: ReadonlyMap<Var, StructOwner>,
): readonly Finding[] {
  const findings: Finding[] = [];
  const users = usersOf(effects);
  for (const owner of effects.all()) {
    const shares = owner.effects.shares.filter((share) => isSeenByOthers(share, owner));
    if (shares.length === 0) continue;
    const accesses = composer.strandAccesses(owner, ownStrands(owner.effects));
    for (const share of shares) {
      const late = accesses.find(
        (access) =>
          isLate(access, share) &&
          // Somebody must be there who uses the map of such an object; everybody uses those of the library.
          classVar(access.path).pkg === effects.pkg &&
          [...(users.get(classKey(access.path)) ?? [])].some(
            (user) => user !== owner && user !== access.owner,
          ),
      );
      if (late !== undefined) findings.push(report(owner, share, late, owners));
    }
  }
  return findings;
}

/** Is the object shared with code that runs beside: by a channel, or under a lock, or atomically? */
function isSeenByOthers({ kind, locks, strand }: Share, { effects }: AnalysedFunc): boolean {
  if (effects.strands[strand].kind !== "self" && effects.strands[strand].kind !== "argument") return false;
  if (kind === "send" || kind === "atomic") return true;
  return kind === "store" && [...locks.values()].some(({ must, lock }) => must && !lock.pseudo);
}

/** The functions that use maps of objects that they did not make, by class of map. */
function usersOf(effects: PackageEffects): ReadonlyMap<string, ReadonlySet<AnalysedFunc>> {
  const users = new Map<string, Set<AnalysedFunc>>();
  for (const owner of effects.all()) {
    for (const { target } of owner.effects.accesses) {
      if (target.owned) continue;
      const known = users.get(target.key) ?? new Set();
      users.set(target.key, known.add(owner));
    }
  }
  return users;
}

/** A write of the shared object's map, with nothing that keeps those away who have it. */
function isLate(late: Later, share: Share): boolean {
  const { kind, path, locks, at, signals } = late;
  if (path.root !== share.variable || !isWrite({ kind }) || at.order <= share.order) return false;
  if (locks.size > 0 || at.strand !== share.strand || isStillOwned(late, share.variable)) return false;
  // A signal afterwards, such as the close of a channel, tells the others that they may look.
  if (signals.size > 0) return false;
  return [...at.waited].every((key) => share.waited.has(key));
}

/** On the way to the access the object was not shared: it was on another branch. */
function isStillOwned({ access, calls: [call] }: Later, variable: Var): boolean {
  if (call === undefined) return access.target.owned;
  return [call.recv, ...call.args].some((arg) => arg?.path?.root === variable && arg.owned);
}

function report(
  owner: AnalysedFunc,
  share: Share,
  late: Later,
  owners: ReadonlyMap<Var, StructOwner>,
): Finding {
  const variable = originVar(late.path.steps.findLast((step) => step !== "[]") ?? late.path.root);
  const elements = late.path.steps.length - 1 - late.path.steps.findLastIndex((step) => step !== "[]");
  const subject = subjectOf(variable, late.path.steps.length === 0 ? 0 : elements, owners);
  const access = accessWord(late.kind);
  const place = late.calls[0]?.place ?? late.access.place;
  return placeFinding({
    rule: "published-before-init",
    subject,
    owner,
    place,
    kind: late.kind,
    text: late.access.target.text,
    message: message(`finding.published-before-init.${share.kind === "send" ? "send" : "store"}`, {
      access,
      map: subject.name,
      object: share.variable.name,
    }),
    related: [
      {
        role: "escape",
        range: rangeOf(share.place, owner.func.pkg),
        message: message("related.shared", { object: share.variable.name }),
      },
      ...(late.calls.length === 0
        ? []
        : [
            {
              role: "conflicting-access" as const,
              range: rangeOf(late.access.place, late.owner.func.pkg),
              message: message("related.conflicting", { access, where: functionName(late.owner.func) }),
            },
          ]),
    ],
    evidence: evidenceOf(share),
  });
}

function evidenceOf({ locks }: Share): readonly Message[] {
  const held = lockNames(locks);
  return held === undefined
    ? [message("evidence.noLocks")]
    : [message("evidence.sharedUnder", { locks: held })];
}
