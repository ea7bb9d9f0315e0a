/** The diagnostics of each document, made on demand and numbered, for pull and for push alike. */
import {
  type CancellationToken,
  type Diagnostic,
  DiagnosticSeverity,
  LSPErrorCodes,
  ResponseError,
} from "vscode-languageserver";
import type { StatusParams } from "../../../protocol/src/requests.ts";
import { diagnosticOf, noticeDiagnostic } from "./convert.ts";
import { type Session, stopIfCancelled } from "./session.ts";

/** The diagnostics of a document. Equal ids mean equal diagnostics, also in lines and columns. */
export interface DocumentReport {
  readonly id: string;
  readonly version: number;
  readonly items: readonly Diagnostic[];
}

/** How often an analysis is begun anew because the text changed under it, before the client is asked to wait. */
const attempts = 5;

/** Makes reports and remembers the last one of each document. */
export class Reports {
  readonly #session: Session;
  readonly #last = new Map<string, DocumentReport & { readonly json: string }>();
  #counter = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The last report of a document that is still remembered. */
  last(path: string): DocumentReport | undefined {
    return this.#last.get(path);
  }

  forget(path: string): void {
    this.#last.delete(path);
  }

  /**
   * Analyses a file and reports what it has. Throws a protocol error when the request is cancelled, or when
   * the text changes faster than it can be analysed; whatever else fails is the caller's to catch.
   */
  async make(path: string, token: CancellationToken): Promise<DocumentReport> {
    const session = this.#session;
    await session.starting;
    stopIfCancelled(token);
    const engine = session.engine;
    if (engine === undefined || (await session.isSilent(engine, path))) return this.#remember(path, 0, []);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const result = await engine.check(path);
      stopIfCancelled(token);
      const version = session.documents.at(path)?.text.version;
      if (version !== undefined && result.version !== version) continue;
      const textOf = (file: string) => session.textOf(file);
      const items = [
        ...result.findings.flatMap((finding) => diagnosticOf(session, finding, textOf) ?? []),
        ...result.notices.flatMap((notice) => noticeDiagnostic(session, notice, textOf) ?? []),
      ];
      return this.#remember(path, result.version, items);
    }
    throw new ResponseError(LSPErrorCodes.ServerCancelled, "the text keeps changing", {
      retriggerRequest: true,
    });
  }

  /** How many problems the open documents have, by what was reported last. */
  counts(): Pick<StatusParams, "errors" | "warnings" | "others"> {
    let errors = 0;
    let warnings = 0;
    let others = 0;
    for (const document of this.#session.documents.all()) {
      for (const { severity } of this.#last.get(document.path)?.items ?? []) {
        if (severity === DiagnosticSeverity.Error) errors++;
        else if (severity === DiagnosticSeverity.Warning) warnings++;
        else others++;
      }
    }
    return { errors, warnings, others };
  }

  #remember(path: string, version: number, items: readonly Diagnostic[]): DocumentReport {
    // The engine's ids are about offsets; a line break in place of a space moves lines and no offset.
    const json = JSON.stringify(items);
    const last = this.#last.get(path);
    const id = last?.json === json ? last.id : String(++this.#counter);
    const report = { id, version, items, json };
    this.#last.set(path, report);
    return report;
  }
}
