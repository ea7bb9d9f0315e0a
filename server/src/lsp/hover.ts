/** Hover on a shared map: its guard, and how its accesses vote. */
import { type CancellationToken, type Hover, type HoverParams, MarkupKind } from "vscode-languageserver";
import { rangeIn } from "./convert.ts";
import { type Session, stopIfCancelled } from "./session.ts";

/** Answers `textDocument/hover`. */
export async function hover(
  session: Session,
  params: HoverParams,
  token: CancellationToken,
): Promise<Hover | null> {
  const at = await session.at(params.textDocument.uri, token);
  if (at === undefined || (await session.isSilent(at.engine, at.document.path))) return null;
  const info = await at.engine.mapAt(at.document.path, at.document.text.offsetAt(params.position));
  stopIfCancelled(token);
  const text = session.textOf(at.document.path);
  if (info === undefined || info.lines.length === 0 || text === undefined) return null;
  const lines = info.lines.map((line) => session.say(line));
  const formats = session.capabilities.textDocument?.hover?.contentFormat ?? [];
  const markdown = formats.includes(MarkupKind.Markdown);
  return {
    range: rangeIn(text, info.start, info.end),
    contents: markdown
      ? { kind: MarkupKind.Markdown, value: [`**${code(info.name)}**`, ...lines.map(escaped)].join("\n\n") }
      : { kind: MarkupKind.PlainText, value: [info.name, ...lines].join("\n") },
  };
}

/** A text as inline code. */
function code(text: string): string {
  return text.includes("`") ? escaped(text) : `\`${text}\``;
}

/** A plain text in Markdown: nothing in it is markup. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~&]/g, "\\$&");
}
