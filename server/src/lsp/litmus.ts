/**
 * Litmus tests in the editor: problems as diagnostics, a lens above the test, and its program for the panel.
 * They have nothing to do with Go, so the engine never sees them.
 */
import {
  type CodeLens,
  type Diagnostic,
  DiagnosticSeverity,
  type DidChangeTextDocumentParams,
  type DidOpenTextDocumentParams,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  type TextDocumentIdentifier,
} from "vscode-languageserver";
import { message } from "../../../protocol/src/messages.ts";
import {
  type ScenarioResult,
  type ShowScheduleArguments,
  showScheduleCommand,
} from "../../../protocol/src/requests.ts";
import { formatCondition, type LitmusFile, readLitmus } from "../../../simulator/src/index.ts";
import type { Program } from "../../../simulator/src/program.ts";
import { rangeIn } from "./convert.ts";
import { type OpenDocument, OpenDocuments } from "./documents.ts";
import type { Session } from "./session.ts";

/** The language's id in the manifest. */
const languageId = "litmus";

/** The open litmus tests of one server. Each handler of documents says whether the document is one of them. */
export class LitmusDocuments {
  readonly #session: Session;
  readonly #documents = new OpenDocuments();
  readonly #pulls: boolean;

  constructor(session: Session) {
    this.#session = session;
    this.#pulls = session.capabilities.textDocument?.diagnostic !== undefined;
  }

  didOpen({ textDocument }: DidOpenTextDocumentParams): boolean {
    if (textDocument.languageId !== languageId) return false;
    const { uri, version, text } = textDocument;
    this.#push(this.#documents.open(uri, languageId, version, text));
    return true;
  }

  didChange({ textDocument, contentChanges }: DidChangeTextDocumentParams): boolean {
    const document = this.#documents.get(textDocument.uri);
    if (document === undefined) return false;
    this.#documents.change(document, contentChanges, textDocument.version);
    this.#push(document);
    return true;
  }

  didClose({ textDocument }: { readonly textDocument: TextDocumentIdentifier }): boolean {
    const document = this.#documents.close(textDocument.uri);
    if (document !== undefined && !this.#pulls) this.#send({ uri: document.uri, diagnostics: [] });
    return document !== undefined;
  }

  has(uri: string): boolean {
    return this.#documents.get(uri) !== undefined;
  }

  /** Answers `textDocument/diagnostic`. */
  async pull({ textDocument }: DocumentDiagnosticParams): Promise<DocumentDiagnosticReport> {
    // The settings come with the start.
    await this.#session.starting;
    const document = this.#documents.get(textDocument.uri);
    return { kind: "full", items: document === undefined ? [] : this.#diagnostics(document) };
  }

  /** Answers `textDocument/codeLens`. */
  async lenses(uri: string): Promise<CodeLens[]> {
    await this.#session.starting;
    const document = this.#documents.get(uri);
    if (document === undefined || !this.#session.options.commands.includes(showScheduleCommand)) return [];
    const { path, text } = document;
    if (!this.#session.settingsOf(path).enable || !this.#session.settingsOf(path).codeLens) return [];
    return readFile(document).tests.map(({ start, end }) => {
      const range = rangeIn(text, start, end);
      const argument: ShowScheduleArguments = { uri, position: range.start };
      const command = {
        title: this.#session.say(message("editor.litmus.lens")),
        tooltip: this.#session.say(message("editor.litmus.lens.why")),
        command: showScheduleCommand,
        arguments: [argument],
      };
      return { range, command };
    });
  }

  /** Answers `mapvet/scenario`. */
  scenario(uri: string): ScenarioResult<Program> {
    const document = this.#documents.get(uri);
    if (document === undefined) return { problem: this.#session.say(message("editor.noFile")) };
    const { tests, problems } = readFile(document);
    const [test] = tests;
    if (test === undefined) {
      const [first] = problems;
      const line = document.text.positionAt(first.start).line + 1;
      const reason = message(`litmus.problem.${first.id}`, first.args);
      return { problem: this.#session.say(message("editor.litmus.problem", { line, reason })) };
    }
    const { program, condition, weakFences } = test;
    return {
      program: condition === null ? program : { ...program, condition },
      abstractions: weakFences ? [this.#session.say(message("editor.litmus.fences"))] : [],
      title: condition === null ? test.name : `${test.name}: ${formatCondition(condition)}`,
      races: false,
    };
  }

  #diagnostics(document: OpenDocument): Diagnostic[] {
    if (!this.#session.settingsOf(document.path).enable) return [];
    return readFile(document).problems.map(({ id, args, start, end }) => ({
      range: rangeIn(document.text, start, end),
      severity: DiagnosticSeverity.Error,
      source: "mapvet",
      code: id,
      message: this.#session.say(message(`litmus.problem.${id}`, args)),
    }));
  }

  /** Sends the problems of a document to a client that does not ask. */
  #push(document: OpenDocument): void {
    if (this.#pulls) return;
    const { uri, text } = document;
    this.#send({ uri, version: text.version, diagnostics: this.#diagnostics(document) });
  }

  #send(params: Parameters<Session["connection"]["sendDiagnostics"]>[0]): void {
    this.#session.connection.sendDiagnostics(params).catch(() => undefined);
  }
}

function readFile({ path, text }: OpenDocument): LitmusFile {
  return readLitmus(path, text.getText());
}
