/**
 * Diagnostics: pulled by clients that can, pushed to the others. Old results stay on the screen until new
 * ones are ready: nothing is cleared in between.
 */
import {
  CancellationToken,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  type FullDocumentDiagnosticReport,
  ResponseError,
} from "vscode-languageserver";
import { ConfigDiagnostics } from "./configuration.ts";
import type { OpenDocument } from "./documents.ts";
import { folderOf, pathOf } from "./paths.ts";
import type { DocumentReport, Reports } from "./reports.ts";
import type { Session } from "./session.ts";
import type { Status } from "./status.ts";

/** How long changes on disk are gathered before the client is asked to pull again, in milliseconds. */
const refreshDelay = 100;

/** The diagnostics of one server. */
export class Diagnostics {
  readonly #session: Session;
  readonly #reports: Reports;
  readonly #status: Status;
  readonly #configs: ConfigDiagnostics;
  readonly #pulls: boolean;
  #pushing = false;
  #pushAgain = false;
  readonly #pushed = new Map<string, string>();
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session, reports: Reports, status: Status) {
    this.#session = session;
    this.#reports = reports;
    this.#status = status;
    this.#configs = new ConfigDiagnostics(session);
    this.#pulls = session.capabilities.textDocument?.diagnostic !== undefined;
  }

  /** Answers `textDocument/diagnostic`. */
  async pull(params: DocumentDiagnosticParams, token: CancellationToken): Promise<DocumentDiagnosticReport> {
    const path = pathOf(params.textDocument.uri);
    const last = this.#reports.last(path);
    if (last !== undefined && last.id === params.previousResultId && this.#waitsForSave(path)) {
      return { kind: "unchanged", resultId: last.id };
    }
    // A failure of ours must not wipe what is on the screen.
    const kept = (): DocumentReport => last ?? { id: "", version: 0, items: [] };
    const report = await this.#status.during(() => this.#make(path, token, kept()));
    this.#configs.push();
    const related = await this.#related(path, token);
    return {
      ...(report.id === params.previousResultId
        ? { kind: "unchanged", resultId: report.id }
        : { kind: "full", resultId: report.id, items: [...report.items] }),
      ...(related === undefined ? {} : { relatedDocuments: related }),
    };
  }

  /** A document was opened, edited or closed: clients that cannot pull get what is new. */
  documentsChanged(): void {
    if (!this.#pulls) this.#push();
  }

  /** A document was saved: with `run: onSave`, this is when the client should look. */
  saved(path: string): void {
    if (this.#session.settingsOf(path).run === "onSave") this.everythingChanged();
    else this.documentsChanged();
  }

  /** Something other than open documents changed: files on disk, settings, folders. */
  everythingChanged(): void {
    const { connection, capabilities } = this.#session;
    const { workspace } = capabilities;
    if (!this.#pulls) this.#push();
    this.#refreshTimer ??= setTimeout(() => {
      this.#refreshTimer = undefined;
      // A client that goes away in between rejects these; there is nobody left to tell.
      if (this.#pulls && workspace?.diagnostics?.refreshSupport === true) {
        connection.languages.diagnostics.refresh().catch(() => undefined);
      }
      if (workspace?.codeLens?.refreshSupport === true) {
        connection.sendRequest("workspace/codeLens/refresh").catch(() => undefined);
      }
    }, refreshDelay);
  }

  /** Clears what was pushed for a document that is closed now; a client that pulls does it by itself. */
  closed(document: OpenDocument): void {
    this.#reports.forget(document.path);
    this.#status.ready();
    if (this.#pulls) return;
    this.#pushed.delete(document.path);
    this.#send({ uri: document.uri, diagnostics: [] });
    this.#push();
  }

  #waitsForSave(path: string): boolean {
    const document = this.#session.documents.at(path);
    return (
      document !== undefined &&
      this.#session.settingsOf(path).run === "onSave" &&
      document.text.version !== document.savedVersion
    );
  }

  #make(path: string, token: CancellationToken, fallback: DocumentReport): Promise<DocumentReport> {
    return this.#session.safely("diagnostics", fallback, () => this.#reports.make(path, token));
  }

  /** What changed in the other open files of the package, for clients that take it with the answer. */
  async #related(
    path: string,
    token: CancellationToken,
  ): Promise<Record<string, FullDocumentDiagnosticReport> | undefined> {
    if (this.#session.capabilities.textDocument?.diagnostic?.relatedDocumentSupport !== true)
      return undefined;
    const changed: Record<string, FullDocumentDiagnosticReport> = {};
    for (const document of this.#session.documents.all()) {
      if (document.path === path || folderOf(document.path) !== folderOf(path)) continue;
      const before = this.#reports.last(document.path);
      // A file that was never pulled is pulled by itself.
      if (before === undefined || this.#waitsForSave(document.path)) continue;
      const report = await this.#make(document.path, token, before);
      if (report.id === before.id) continue;
      changed[document.uri] = { kind: "full", resultId: report.id, items: [...report.items] };
    }
    return Object.keys(changed).length > 0 ? changed : undefined;
  }

  /** Pushes what is new; a call while a round runs makes one more round. */
  #push(): void {
    this.#pushAgain = true;
    if (this.#pushing) return;
    this.#pushing = true;
    this.#pushRounds()
      .catch((error: unknown) => this.#session.report("diagnostics", error))
      .finally(() => {
        this.#pushing = false;
      });
  }

  async #pushRounds(): Promise<void> {
    while (this.#pushAgain) {
      this.#pushAgain = false;
      // The edits that are already on their way are read first.
      await new Promise((resolve) => setTimeout(resolve, 0));
      await this.#status.during(() => this.#pushAll());
    }
  }

  async #pushAll(): Promise<void> {
    for (const { path } of this.#session.documents.all()) {
      if (this.#pushAgain) return;
      const last = this.#reports.last(path);
      if (last !== undefined && this.#waitsForSave(path)) continue;
      const report = await this.#makeQuietly(path);
      const document = this.#session.documents.at(path);
      if (report === undefined || document === undefined || this.#pushed.get(path) === report.id) continue;
      this.#pushed.set(path, report.id);
      this.#send({ uri: document.uri, version: report.version, diagnostics: [...report.items] });
    }
    this.#configs.push();
  }

  async #makeQuietly(path: string): Promise<DocumentReport | undefined> {
    try {
      return await this.#reports.make(path, CancellationToken.None);
    } catch (error) {
      if (error instanceof ResponseError) this.#pushAgain = true;
      else this.#session.report("diagnostics", error);
      return undefined;
    }
  }

  #send(params: Parameters<Session["connection"]["sendDiagnostics"]>[0]): void {
    this.#session.connection.sendDiagnostics(params).catch(() => undefined);
  }
}
