/** `upgrade-rlock`: where a section that holds only the read lock writes, take the write lock. */
import { message } from "../../../protocol/src/messages.ts";
import { syncCall } from "../effects/known.ts";
import { classOf } from "../effects/path.ts";
import type { Ident, Node } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Change } from "./change.ts";
import { Drafts } from "./drafts.ts";
import { findAccess } from "./find.ts";
import { finishFiles } from "./finish.ts";
import { funcSource, literalAround } from "./funcs.ts";
import { refuse } from "./refusal.ts";
import type { FixRequest } from "./request.ts";
import { takesBelow } from "./useGuard.ts";

/** The change from RLock to Lock of the section around the finding. Throws a Refusal where it is not clear. */
export function upgradeRLock(request: FixRequest): Change {
  const { effects, guardKey } = request;
  const { owner, access, map } = findAccess(request);
  const source = funcSource(owner, effects, request.text);
  const held = guardKey === undefined ? undefined : access.locks.get(guardKey);
  if (guardKey === undefined || source === undefined) return refuse("fix.no.notFound");
  if (held === undefined) return refuse("fix.no.callerHolds");
  const { text } = held.lock;
  const node = access.node as Node;
  const literal = literalAround(source, node);
  const calls: { readonly op: string; readonly name: Ident }[] = [];
  walk(owner.body, (inner) => {
    if (inner.kind !== "CallExpr") return true;
    const sync = syncCall(inner, owner.info);
    const fun = unparen(inner.fun);
    if (sync?.on === undefined || fun.kind !== "SelectorExpr") return true;
    const steps = owner.info.selections.get(fun)?.path ?? [];
    const on = exprString(sync.on);
    if (on !== text && classOf(sync.on, owner.info, new Map())?.key !== guardKey && steps.length === 0)
      return true;
    if (literalAround(source, inner) === literal) calls.push({ op: sync.op, name: fun.sel });
    return true;
  });
  const opening = calls.findLast(({ op, name }) => op === "rlock" && name.pos < node.pos);
  if (opening === undefined) return refuse("fix.no.section", { lock: text });
  const next = calls.find(({ op, name }) => /^(r?lock)$/.test(op) && name.pos > opening.name.pos);
  const closing = calls.filter(
    ({ op, name }) =>
      op === "runlock" && name.pos > opening.name.pos && (next === undefined || name.pos < next.name.pos),
  );
  if (closing.length === 0) return refuse("fix.no.section", { lock: text });
  for (const call of owner.effects.calls) {
    if (!call.locks.has(guardKey)) continue;
    if (takesBelow(call.callee, guardKey, effects, new Set()))
      refuse("fix.no.relock", { what: call.callee.name });
  }
  const drafts = new Drafts(request.text);
  const draft = drafts.of(source.path);
  const rename = (name: Ident, to: string): void =>
    draft.replace(source.offset + name.pos, source.offset + name.end, to);
  rename(opening.name, "Lock");
  for (const { name } of closing) rename(name, "Unlock");
  return {
    title: message("fix.upgrade", { lock: text }),
    reason: message("fix.upgrade.why", { map: map.name }),
    edits: finishFiles(drafts),
  };
}
