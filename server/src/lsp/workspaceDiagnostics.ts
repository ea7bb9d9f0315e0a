/**
 * Answers `workspace/diagnostic`: the diagnostics of all files. The editor leaves out those that it shows, which
 * have their own, and asks again as soon as it has its answer; so a request that would tell nothing new is held
 * until there is something.
 */
import {
  type CancellationToken,
  type Diagnostic,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import { pathOf, uriOf } from "./paths.ts";
import { type Session, stopIfCancelled } from "./session.ts";
import type { WorkspaceScan } from "./workspaceScan.ts";

/** Takes a part of the answer before the rest is there. */
export type PartReporter = { report(part: WorkspaceDiagnosticReport): void } | undefined;

/** The digest of an empty report. */
const nothing = "0";

export class WorkspaceDiagnostics {
  readonly #session: Session;
  readonly #scan: WorkspaceScan;
  readonly #folders: () => readonly string[];
  readonly #waiting = new Set<() => void>();
  #scanning: Promise<void> = Promise.resolve();

  /** @param folders the folders to scan, as they are then */
  constructor(session: Session, scan: WorkspaceScan, folders: () => readonly string[]) {
    this.#session = session;
    this.#scan = scan;
    this.#folders = folders;
  }

  /** A file was saved or changed on disk. */
  changed(path: string): void {
    this.#scan.changed(path);
    this.#wake();
  }

  /** Settings or folders changed. */
  everythingChanged(): void {
    this.#scan.everythingChanged();
    this.#wake();
  }

  /** A document was closed; `saved` when the file is as it was shown. */
  closed(path: string, saved: boolean): void {
    if (!saved) this.#scan.changed(path);
    this.#wake();
  }

  #wake(): void {
    for (const go of this.#waiting) go();
  }

  /** Answers a request; one that takes no parts is never held. */
  async pull(
    { previousResultIds }: WorkspaceDiagnosticParams,
    token: CancellationToken,
    parts: PartReporter,
  ): Promise<WorkspaceDiagnosticReport> {
    const told = new Map(previousResultIds.map(({ uri, value }) => [pathOf(uri), value]));
    await this.#session.starting;
    for (;;) {
      stopIfCancelled(token);
      let streamed = false;
      await this.#upToDate(token, () => {
        if (parts === undefined) return;
        const items = this.#news(told, false);
        if (items.length > 0) parts.report({ items });
        streamed ||= items.length > 0;
      });
      stopIfCancelled(token);
      const items = this.#news(told, true);
      if (items.length > 0 || streamed || parts === undefined) return { items };
      await this.#wait(token);
    }
  }

  /** Scans what is due; one scan at a time. */
  async #upToDate(token: CancellationToken, onPackage: () => void): Promise<void> {
    await this.#scanning;
    if (!this.#scan.isDue || !this.#isOn()) return;
    const scan = this.#scan.run(this.#folders(), () => token.isCancellationRequested, onPackage);
    this.#scanning = scan.catch((error: unknown) => this.#session.report("workspace", error));
    await this.#scanning;
  }

  #isOn(): boolean {
    return this.#folders().some((folder) => this.#session.settingsOf(folder).workspace);
  }

  /** What the client does not know yet; noted as told. Files without diagnostics count only when all are known. */
  #news(told: Map<string, string>, complete: boolean): WorkspaceDocumentDiagnosticReport[] {
    const { documents } = this.#session;
    const reports: WorkspaceDocumentDiagnosticReport[] = [];
    // While a document is open, the editor may show something else than it was told here: an id from before it
    // was opened or closed is worth nothing.
    const tell = (path: string, digest: string, items: Diagnostic[]): void => {
      const id = `${digest}.${documents.turns.get(path) ?? 0}`;
      if (told.get(path) === id) return;
      told.set(path, id);
      reports.push({ kind: "full", uri: uriOf(path), version: null, resultId: id, items });
    };
    const files = this.#isOn() ? this.#scan.files() : [];
    for (const { path, digest, items } of files) tell(path, digest, [...items]);
    if (!complete) return reports;
    const present = new Set(files.map(({ path }) => path));
    for (const path of new Set([...told.keys(), ...documents.turns.keys()])) {
      if (!present.has(path)) tell(path, nothing, []);
    }
    return reports;
  }

  #wait(token: CancellationToken): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => () => {
        this.#waiting.delete(go);
        cancelled.dispose();
        settle();
      };
      const go = end(resolve);
      const cancelled = token.onCancellationRequested(
        end(() => reject(new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled"))),
      );
      this.#waiting.add(go);
    });
  }
}
