/** The light bulb: the fixes of the findings under the cursor. Their edits are made when one is chosen. */
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
} from "vscode-languageserver";
import type { Fix } from "../fixes/fix.ts";
import type { Finding, SourceRange } from "../hazards/finding.ts";
import type { Engine } from "../workspace/api.ts";
import { fingerprintOf } from "./convert.ts";
import { offsets } from "./documents.ts";
import { changed, editOf } from "./edits.ts";
import { pathOf } from "./paths.ts";
import { type Session, stopIfCancelled } from "./session.ts";
import { record } from "./settings.ts";
import { removalActions, suppressActions } from "./suppression.ts";

/** What a lazily resolved action needs to find its fix again. */
interface ActionData {
  readonly uri: string;
  readonly fingerprint: string;
  readonly fix: string;
}

interface Offer {
  readonly fix: Fix;
  readonly finding: Finding;
  readonly diagnostics: Diagnostic[];
}

/** Answers `textDocument/codeAction`. */
export async function codeActions(
  session: Session,
  params: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const { only } = params.context;
  if (only !== undefined && !only.some(includesQuickFix)) return [];
  const at = await session.at(params.textDocument.uri, token);
  if (at === undefined || (await session.isSilent(at.engine, at.document.path))) return [];
  const { engine, document } = at;
  const result = await engine.check(document.path);
  const { start, end } = offsets(document.text, params.range);
  const findings = result.findings.filter(
    (finding) => touches(finding.range, start, end) && !session.isOff(finding.rule, finding),
  );
  const offers = await collect(engine, findings, params.context.diagnostics, token);
  const notices = result.notices.filter(
    (notice) => touches(notice.range, start, end) && !session.isOff(notice.id, notice),
  );
  const showsDisabled = session.capabilities.textDocument?.codeAction?.disabledSupport === true;
  const shown = params.context.diagnostics;
  return [
    ...offers
      .filter(({ fix }) => fix.disabledReason === undefined || showsDisabled)
      .map((offer) => action(session, params.textDocument.uri, offer)),
    ...removalActions(session, document, notices, shown),
    ...suppressActions(session, document, findings, shown),
  ];
}

/** Answers `codeAction/resolve`: finds the fix again in the text as it is now, and adds its edit. */
export async function resolveAction(
  session: Session,
  unresolved: CodeAction,
  token: CancellationToken,
): Promise<CodeAction> {
  const data = readData(unresolved.data);
  if (data === undefined || unresolved.disabled !== undefined) return unresolved;
  const at = await session.at(data.uri, token);
  if (at === undefined) throw changed(session);
  const result = await at.engine.check(pathOf(data.uri));
  const finding = result.findings.find(({ fingerprint }) => fingerprint === data.fingerprint);
  const fixes = finding === undefined ? [] : await at.engine.fixes(finding);
  stopIfCancelled(token);
  const fix = fixes.find(({ id, disabledReason }) => id === data.fix && disabledReason === undefined);
  if (fix === undefined) throw changed(session);
  return { ...unresolved, edit: editOf(session, fix) };
}

function touches(range: SourceRange, start: number, end: number): boolean {
  return range.start <= end && start <= range.end;
}

/** The fixes of some findings. Findings with one and the same fix (a lock for their map) share it. */
async function collect(
  engine: Engine,
  findings: readonly Finding[],
  shown: readonly Diagnostic[],
  token: CancellationToken,
): Promise<Offer[]> {
  const offers = new Map<string, Offer>();
  for (const finding of findings) {
    const own = shown.filter((diagnostic) => fingerprintOf(diagnostic) === finding.fingerprint);
    for (const fix of await engine.fixes(finding)) {
      const key = JSON.stringify([fix.id, fix.title, fix.disabledReason, fix.edits]);
      const known = offers.get(key);
      if (known === undefined) offers.set(key, { fix, finding, diagnostics: [...own] });
      else known.diagnostics.push(...own);
    }
    stopIfCancelled(token);
  }
  return [...offers.values()];
}

function action(session: Session, uri: string, { fix, finding, diagnostics }: Offer): CodeAction {
  const title = session.say(fix.title);
  const base: CodeAction = { title, kind: CodeActionKind.QuickFix, diagnostics };
  if (fix.disabledReason !== undefined) {
    return { ...base, disabled: { reason: session.say(fix.disabledReason) } };
  }
  const preferred = fix.preferred ? { isPreferred: true } : {};
  const resolves = session.capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes("edit");
  if (resolves !== true) return { ...base, ...preferred, edit: editOf(session, fix) };
  const data: ActionData = { uri, fingerprint: finding.fingerprint, fix: fix.id };
  return { ...base, ...preferred, data };
}

/** True for a kind that a quick fix is one of: `quickfix` itself, and the empty kind, which is all kinds. */
function includesQuickFix(kind: string): boolean {
  return kind === "" || kind === CodeActionKind.QuickFix;
}

function readData(data: unknown): ActionData | undefined {
  const { uri, fingerprint, fix } = record(data);
  return typeof uri === "string" && typeof fingerprint === "string" && typeof fix === "string"
    ? { uri, fingerprint, fix }
    : undefined;
}
