/** The fixes of a finding. */
import { type Message, type MessageArgs, message } from "../../../protocol/src/messages.ts";
import type { RuleId } from "../../../protocol/src/rules.ts";
import type { Finding } from "../hazards/finding.ts";
import { addLock } from "./addLock.ts";
import type { Change } from "./change.ts";
import type { Fix } from "./fix.ts";
import { Refusal, refuse } from "./refusal.ts";
import type { FixRequest } from "./request.ts";
import { upgradeRLock } from "./upgradeRLock.ts";
import { heldLock, useGuard } from "./useGuard.ts";

/** The rules whose findings are accesses that lack a lock: taking one is what helps. */
const lockHelps: ReadonlySet<RuleId> = new Set([
  "concurrent-map-access",
  "inconsistent-guard",
  "write-under-rlock",
  "wrong-guard",
  "unguarded-shared-map",
]);

/** Is there anything that can be done about findings of this kind? */
export function hasFixes({ rule }: Finding): boolean {
  return lockHelps.has(rule);
}

/**
 * What can be done about a finding, best first. A rewrite that cannot keep its promises is in the list
 * too, with the reason and without edits. At most one fix is preferred.
 */
export function fixesFor(request: FixRequest): Fix[] {
  const { finding } = request;
  if (!hasFixes(finding)) return [];
  const guardKey = request.guardKey ?? localGuard(request);
  const before = lazily(() => request.recheck([]));
  const offer = (id: string, title: Message, make: () => Change, preferable = true): Fix => {
    try {
      const change = make();
      check(request, change, before());
      return { id, title: change.title, reason: change.reason, preferred: preferable, edits: change.edits };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { id, title, preferred: false, disabledReason: error.reason, edits: [] };
    }
  };
  const held = guardKey === undefined ? undefined : heldLock(request.effects, guardKey);
  const args: MessageArgs = {
    lock: finding.guard?.expression ?? finding.guard?.name ?? held?.lock.variable?.name ?? "",
    map: finding.map.name,
  };
  if (finding.rule === "write-under-rlock") {
    return onePreferred([
      offer("upgrade-rlock", message("fix.upgrade", args), () => upgradeRLock({ ...request, guardKey })),
    ]);
  }
  if (guardKey !== undefined) {
    return onePreferred([
      offer("use-guard", message("fix.useGuard", args), () => useGuard({ ...request, guardKey })),
    ]);
  }
  const add = (readWrite: boolean): Fix => {
    const title = message(readWrite ? "fix.addRWMutex.unnamed" : "fix.addMutex.unnamed", args);
    let dominated = false;
    const fix = offer(readWrite ? "add-rwmutex" : "add-mutex", title, () => {
      const change = addLock(request, readWrite);
      dominated = change.suits;
      return change;
    });
    return { ...fix, preferred: fix.preferred && dominated };
  };
  const [first, second] = [add(true), add(false)];
  return onePreferred(second.preferred ? [second, first] : [first, second]);
}

/** The lock that some access of a local map holds. */
function localGuard({ effects, mapKey }: FixRequest): string | undefined {
  for (const { effects: body } of effects.all()) {
    for (const { target, locks } of body.accesses) {
      if (target.key !== mapKey || target.variable?.role !== "local") continue;
      const held = [...locks.values()].find(
        ({ must, lock }) => must && !lock.pseudo && lock.variable !== undefined,
      );
      if (held !== undefined) return held.lock.key;
    }
  }
  return undefined;
}

function onePreferred(fixes: readonly Fix[]): Fix[] {
  const index = fixes.findIndex((fix) => fix.preferred);
  return fixes.map((fix, i) => ({ ...fix, preferred: i === index }));
}

/** The finding must be gone, and none may be new. */
function check(request: FixRequest, change: Change, before: readonly Finding[] | undefined): void {
  const after = request.recheck(change.edits);
  if (after === undefined || before === undefined) throw new Refusal(message("fix.no.failedCheck"));
  const count = (findings: readonly Finding[], fingerprint: string): number =>
    findings.filter((finding) => finding.fingerprint === fingerprint).length;
  const { fingerprint } = request.finding;
  if (count(after, fingerprint) > 0 && count(after, fingerprint) >= count(before, fingerprint)) {
    refuse("fix.no.stays");
  }
  for (const finding of after) {
    if (count(after, finding.fingerprint) > count(before, finding.fingerprint)) {
      refuse("fix.no.new", { message: finding.message });
    }
  }
}

function lazily<T>(compute: () => T): () => T {
  let value: { readonly of: T } | undefined;
  return () => {
    value ??= { of: compute() };
    return value.of;
  };
}
