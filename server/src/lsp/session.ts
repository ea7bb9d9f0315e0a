/** What every feature of the server shares: the client's abilities, the settings, the documents, the engine. */
import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  LSPErrorCodes,
  ResponseError,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Locale, type Message, render } from "../../../protocol/src/messages.ts";
import type { CheckId } from "../../../protocol/src/rules.ts";
import type { Finding } from "../hazards/finding.ts";
import type { Survey } from "../hazards/survey/survey.ts";
import type { Engine } from "../workspace/api.ts";
import { type OpenDocument, OpenDocuments } from "./documents.ts";
import type { ReadOptions } from "./options.ts";
import { pathOf } from "./paths.ts";
import { defaultSettings, type Settings } from "./settings.ts";

/** Makes an engine for the folders of a workspace; paths are as `pathOf` makes them. */
export type EngineFactory = (folders: readonly string[]) => Promise<Engine>;

/** How many texts of files that are not open are kept for their line tables. */
const keptTexts = 64;

/** The state of one server. */
export class Session {
  readonly connection: Connection;
  readonly capabilities: ClientCapabilities;
  readonly options: ReadOptions;
  readonly locale: Locale;
  readonly documents = new OpenDocuments();
  /** The engine, when it has started. */
  engine: Engine | undefined;
  /** Who calls exported functions all over the workspace, as far as that is known. */
  #callers: Survey | undefined;
  /** Settled when the engine has started or failed to. */
  starting: Promise<void> = Promise.resolve();

  readonly #settings = new Map<string, Settings>();
  readonly #texts = new Map<string, TextDocument>();
  readonly #logged = new Set<string>();

  constructor(
    connection: Connection,
    capabilities: ClientCapabilities,
    options: ReadOptions,
    locale: Locale,
  ) {
    this.connection = connection;
    this.capabilities = capabilities;
    this.options = options;
    this.locale = locale;
    this.#settings.set("", options.settings);
  }

  /** The engine answers from now on. */
  use(engine: Engine): void {
    if (this.#callers !== undefined) engine.callersAre(this.#callers);
    this.engine = engine;
  }

  /** Tells the engine, and those that follow it, who calls exported functions. */
  callersAre(survey: Survey): void {
    this.#callers = survey;
    this.engine?.callersAre(survey);
  }

  /** A message in the reader's language. */
  say(message: Message): string {
    return render(message, this.locale);
  }

  /** The settings of each folder, by its path; the empty path stands for what lies in no folder. */
  setSettings(byFolder: ReadonlyMap<string, Settings>): void {
    this.#settings.clear();
    for (const [folder, settings] of byFolder) this.#settings.set(folder, settings);
  }

  /** The settings that hold for a file: those of the innermost folder around it. */
  settingsOf(path: string): Settings {
    let best = "";
    for (const folder of this.#settings.keys()) {
      if (folder.length > best.length && (path === folder || path.startsWith(`${folder}/`))) best = folder;
    }
    return this.#settings.get(best) ?? this.#settings.get("") ?? defaultSettings;
  }

  /** True when nothing at all is shown in a file. What the module's configuration says of tests goes first. */
  async isSilent(engine: Engine, path: string): Promise<boolean> {
    const settings = this.settingsOf(path);
    if (!settings.enable) return true;
    if (!path.endsWith("_test.go")) return false;
    return !((await engine.configOf(path)).tests ?? settings.tests);
  }

  /** True when a finding or notice is switched off; one that the configuration gives a severity is not. */
  isOff(check: CheckId, { range, severity }: Pick<Finding, "range" | "severity">): boolean {
    return severity === undefined && this.settingsOf(range.path).severities[check] === "off";
  }

  /** The open document of a request, the engine with it; undefined when one of them is missing. */
  async at(
    uri: string,
    token: CancellationToken,
  ): Promise<{ engine: Engine; document: OpenDocument } | undefined> {
    await this.starting;
    stopIfCancelled(token);
    const document = this.documents.at(pathOf(uri));
    return this.engine === undefined || document === undefined
      ? undefined
      : { engine: this.engine, document };
  }

  /** The text that the engine's offsets in a file refer to, with its line table. */
  textOf(path: string): TextDocument | undefined {
    const text = this.engine?.text(path);
    if (text === undefined) return undefined;
    const open = this.documents.at(path);
    if (open?.text.getText() === text) return open.text;
    const kept = this.#texts.get(path);
    if (kept?.getText() === text) return kept;
    const made = TextDocument.create(path, "go", 0, text);
    this.#texts.delete(path);
    this.#texts.set(path, made);
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= keptTexts) break;
      this.#texts.delete(oldest);
    }
    return made;
  }

  /** Writes a failure to the client's log: each one once, so that typing does not fill the log. */
  report(where: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const key = `${where}\n${text}`;
    if (this.#logged.has(key)) return;
    this.#logged.add(key);
    this.connection.console.error(`${where}: ${text}`);
  }

  /** Runs a handler; a failure of ours is logged and answered with the fallback. Errors of the protocol pass. */
  async safely<T>(where: string, fallback: T, handler: () => Promise<T> | T): Promise<T> {
    try {
      return await handler();
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      this.report(where, error);
      return fallback;
    }
  }
}

/** Ends a request that the client no longer wants. */
export function stopIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
}
