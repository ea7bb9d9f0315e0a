/** The lens above a function that races: it opens a schedule that fails. */
import type { CancellationToken, CodeLens, CodeLensParams } from "vscode-languageserver";
import { message } from "../../../protocol/src/messages.ts";
import { type ShowScheduleArguments, showScheduleCommand } from "../../../protocol/src/requests.ts";
import { rangeIn } from "./convert.ts";
import { type Session, stopIfCancelled } from "./session.ts";

/** Answers `textDocument/codeLens`. Without the command of our client a lens would do nothing: none then. */
export async function codeLenses(
  session: Session,
  params: CodeLensParams,
  token: CancellationToken,
): Promise<CodeLens[]> {
  if (!session.options.commands.includes(showScheduleCommand)) return [];
  const at = await session.at(params.textDocument.uri, token);
  if (at === undefined) return [];
  const { engine, document } = at;
  if (!session.settingsOf(document.path).codeLens) return [];
  if (await session.isSilent(engine, document.path)) return [];
  const lenses = await engine.lenses(document.path);
  stopIfCancelled(token);
  const text = session.textOf(document.path);
  if (text === undefined) return [];
  return lenses.flatMap((lens) => {
    const finding = lens.findings.find((candidate) => !session.isOff(candidate.rule, candidate));
    if (finding === undefined) return [];
    const range = rangeIn(text, lens.start, lens.end);
    const argument: ShowScheduleArguments = {
      uri: params.textDocument.uri,
      position: range.start,
      fingerprint: finding.fingerprint,
    };
    const command = {
      title: session.say(message("editor.lens")),
      tooltip: session.say(message("editor.lens.why")),
      command: showScheduleCommand,
      arguments: [argument],
    };
    return [{ range, command }];
  });
}
