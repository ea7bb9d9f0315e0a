/** Shows what is wrong in the `.mapvet.json` files where it stands. They are pushed: no client pulls for JSON. */
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import { LineIndex } from "../syntax/lines.ts";
import type { ConfigFile } from "../workspace/config/store.ts";
import { uriOf } from "./paths.ts";
import type { Session } from "./session.ts";

/** The configurations that the editor was told about. */
export class ConfigDiagnostics {
  readonly #session: Session;
  /** What was pushed last, by path. */
  readonly #pushed = new Map<string, string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Pushes what is new since the last call, and takes back what is gone. */
  push(): void {
    const files = this.#session.engine?.configFiles() ?? [];
    const paths = new Set(files.map(({ path }) => path));
    for (const path of this.#pushed.keys()) if (!paths.has(path)) this.#send(path, []);
    for (const file of files) this.#send(file.path, this.#diagnosticsOf(file));
  }

  #diagnosticsOf({ text, problems }: ConfigFile): Diagnostic[] {
    const lines = new LineIndex(text);
    return problems.map(({ range, message }) => ({
      range: { start: lines.positionAt(range.pos), end: lines.positionAt(range.end) },
      severity: DiagnosticSeverity.Warning,
      source: "mapvet",
      message: this.#session.say(message),
    }));
  }

  #send(path: string, diagnostics: Diagnostic[]): void {
    const json = JSON.stringify(diagnostics);
    if ((this.#pushed.get(path) ?? "[]") === json) return;
    this.#pushed.set(path, json);
    const params = { uri: uriOf(path), diagnostics };
    this.#session.connection.sendDiagnostics(params).catch(() => undefined);
  }
}
