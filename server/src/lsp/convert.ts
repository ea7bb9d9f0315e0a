/** The engine's findings in the words of the protocol. */
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticTag,
  Location,
  type Range,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding, SourceRange } from "../hazards/finding.ts";
import type { Notice } from "../workspace/suppress/model.ts";
import { rulePage } from "./options.ts";
import { uriOf } from "./paths.ts";
import type { Session } from "./session.ts";
import { record, severityOf } from "./settings.ts";

/** The range of offsets in a text. */
export function rangeIn(text: TextDocument, start: number, end: number): Range {
  return { start: text.positionAt(start), end: text.positionAt(end) };
}

/** The texts that findings refer to, by path; undefined for one that is gone. */
export type TextLookup = (path: string) => TextDocument | undefined;

/** A place in any file. The start of the file when its text is gone. */
function locationOf(session: Session, range: SourceRange, textOf: TextLookup): Location {
  const text = textOf(range.path);
  const uri = session.documents.at(range.path)?.uri ?? uriOf(range.path);
  const start = { line: 0, character: 0 };
  return Location.create(uri, text ? rangeIn(text, range.start, range.end) : { start, end: start });
}

/** A finding as a diagnostic; undefined when its rule is off, or its text gone. */
export function diagnosticOf(session: Session, finding: Finding, textOf: TextLookup): Diagnostic | undefined {
  const text = textOf(finding.range.path);
  const severity = severityOf(finding.rule, finding, session.settingsOf(finding.range.path));
  if (severity === undefined || text === undefined) return undefined;
  const page = rulePage(session.options.rulePage, finding.rule);
  const related = finding.related.map((place): DiagnosticRelatedInformation => {
    return { location: locationOf(session, place.range, textOf), message: session.say(place.message) };
  });
  const shown = session.capabilities.textDocument;
  // Clients of protocol 3.17 say it only for pushed diagnostics, and mean both.
  const showsRelated =
    (shown?.diagnostic?.relatedInformation ?? shown?.publishDiagnostics?.relatedInformation) === true;
  // Plain text: no client takes Markdown here. The evidence follows the sentence, a line for each.
  const lines = [session.say(finding.message), ...finding.evidence.map((line) => `• ${session.say(line)}`)];
  if (!showsRelated) lines.push(...related.map((place) => `• ${inWords(place)}`));
  return {
    range: rangeIn(text, finding.range.start, finding.range.end),
    severity,
    source: "mapvet",
    code: finding.rule,
    ...(page === undefined ? {} : { codeDescription: { href: page } }),
    message: lines.join("\n"),
    ...(showsRelated ? { relatedInformation: related } : {}),
    data: { fingerprint: finding.fingerprint },
  };
}

/** A notice as a diagnostic; undefined when it is off. An unused comment is shown faded. */
export function noticeDiagnostic(
  session: Session,
  notice: Notice,
  textOf: TextLookup,
): Diagnostic | undefined {
  const { id, message, range } = notice;
  const text = textOf(range.path);
  const severity = severityOf(id, notice, session.settingsOf(range.path));
  if (severity === undefined || text === undefined) return undefined;
  const page = rulePage(session.options.rulePage, id);
  return {
    range: rangeIn(text, range.start, range.end),
    severity,
    source: "mapvet",
    code: id,
    ...(page === undefined ? {} : { codeDescription: { href: page } }),
    message: session.say(message),
    ...(id === "unused-suppression" ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}

function inWords({ location, message }: DiagnosticRelatedInformation): string {
  const file = decodeURIComponent(location.uri.slice(location.uri.lastIndexOf("/") + 1));
  return `${file}:${location.range.start.line + 1}: ${message}`;
}

/** The fingerprint in a diagnostic that the client sends back. */
export function fingerprintOf(diagnostic: Diagnostic): string | undefined {
  const { fingerprint } = record(diagnostic.data);
  return typeof fingerprint === "string" ? fingerprint : undefined;
}
