/** The diagnostics of all packages in the workspace's folders, kept up to date package by package. */
import type { Diagnostic } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Links } from "../effects/links.ts";
import type { Finding } from "../hazards/finding.ts";
import { Survey, standsAlone } from "../hazards/survey/survey.ts";
import type { Engine, PackageFindings } from "../workspace/api.ts";
import { digest } from "../workspace/digest.ts";
import type { Activity } from "./activity.ts";
import { diagnosticOf, noticeDiagnostic, type TextLookup } from "./convert.ts";
import { folderOf } from "./paths.ts";
import type { EngineFactory, Session } from "./session.ts";

/** The diagnostics of a file. */
export interface ScannedFile {
  readonly path: string;
  /** Equal digests mean equal diagnostics. */
  readonly digest: string;
  readonly items: readonly Diagnostic[];
}

/** A file's diagnostics with the findings that they tell; a notice has none. */
type Told = readonly { readonly item: Diagnostic; readonly finding?: Finding }[];

/** A scan that was stopped, or that failed, leaves what it did not get to for the next one. */
export class WorkspaceScan {
  readonly #session: Session;
  readonly #makeEngine: EngineFactory;
  readonly #activity: Activity;
  readonly #onCallers: () => void;
  readonly #told = new Map<string, Told>();
  /** What is shown of that. */
  readonly #files = new Map<string, ScannedFile>();
  /** What ties each package to others, by directory. */
  readonly #links = new Map<string, readonly Links[]>();
  #survey: Survey | undefined;
  /** The workspace's packages that each package imports, by directory. */
  readonly #imports = new Map<string, readonly string[]>();
  /** Directories to scan anew; undefined for all. */
  #dirty: Set<string> | undefined;

  /** @param onCallers told when a scan found out who calls exported functions */
  constructor(session: Session, makeEngine: EngineFactory, activity: Activity, onCallers: () => void) {
    this.#session = session;
    this.#makeEngine = makeEngine;
    this.#activity = activity;
    this.#onCallers = onCallers;
  }

  /** True when a scan would look at something. */
  get isDue(): boolean {
    return this.#dirty === undefined || this.#dirty.size > 0;
  }

  /** The files that have diagnostics. */
  files(): ScannedFile[] {
    return [...this.#files.values()];
  }

  /** A Go file changed: its package is due, and those that see it. */
  changed(path: string): void {
    if (path.endsWith(".go")) this.#dirty?.add(folderOf(path));
    else this.#dirty = undefined;
  }

  /** Settings, folders or more changed: everything is due. */
  everythingChanged(): void {
    this.#dirty = undefined;
  }

  /** Scans what is due, in pauses of the reader's work; `onPackage` is told of each package. */
  async run(folders: readonly string[], shouldStop: () => boolean, onPackage: () => void): Promise<void> {
    const due = this.#dirty;
    this.#dirty = new Set();
    const seen = new Set<string>();
    await this.#activity.pause();
    const engine = await this.#makeEngine(folders);
    try {
      for (const { path, text } of this.#session.documents.all()) {
        engine.open(path, text.getText(), text.version);
      }
      const patterns = due === undefined ? folders.map((folder) => `${folder}/...`) : this.#dependents(due);
      await engine.run(patterns, {
        tests: undefined,
        testsByDefault: true,
        nestedModules: true,
        survey: "left-to-caller",
        shouldStop,
        pause: () => this.#activity.pause(),
        onPackage: async (found) => {
          seen.add(found.dir);
          await this.#take(engine, found);
          onPackage();
        },
      });
      // What is gone was not met.
      if (!shouldStop()) {
        this.#forgetBut(seen, due);
        this.#settle();
      }
    } finally {
      engine.dispose();
      if (shouldStop()) this.#again(due, seen);
    }
  }

  async #take(engine: Engine, found: PackageFindings): Promise<void> {
    const { dir, imports, links, findings, notices } = found;
    this.#imports.set(dir, imports);
    this.#links.set(dir, links);
    for (const path of this.#told.keys()) if (folderOf(path) === dir) this.#forget(path);
    const textOf = textsOf(engine);
    const byPath = new Map<string, Told>();
    const add = (path: string, item: Diagnostic | undefined, finding?: Finding): void => {
      if (item === undefined) return;
      byPath.set(path, [...(byPath.get(path) ?? []), finding === undefined ? { item } : { item, finding }]);
    };
    for (const finding of findings)
      add(finding.range.path, diagnosticOf(this.#session, finding, textOf), finding);
    for (const notice of notices) add(notice.range.path, noticeDiagnostic(this.#session, notice, textOf));
    for (const [path, told] of byPath) {
      if (await this.#session.isSilent(engine, path)) continue;
      this.#told.set(path, told);
      this.#show(path, told);
    }
  }

  /** Shows what the callers bear out, as far as these are known. */
  #show(path: string, told: Told): void {
    const items = told.flatMap(({ item, finding }) =>
      finding === undefined || this.#isBorneOut(finding) ? item : [],
    );
    if (items.length === 0) this.#files.delete(path);
    else this.#files.set(path, { path, items, digest: digest(JSON.stringify(items)) });
  }

  #isBorneOut(finding: Finding): boolean {
    if (this.#survey === undefined) return standsAlone(finding);
    return this.#survey.bearsOut(finding) && this.#survey.mayHappen(finding);
  }

  /** All packages were scanned: now it is known who calls what. */
  #settle(): void {
    const survey = new Survey();
    for (const each of [...this.#links.values()].flat()) survey.add(each);
    this.#survey = survey;
    for (const [path, told] of this.#told) this.#show(path, told);
    this.#session.callersAre(survey);
    this.#onCallers();
  }

  #forget(path: string): void {
    this.#told.delete(path);
    this.#files.delete(path);
  }

  /** Some directories, and all that import them, near or far. */
  #dependents(dirs: ReadonlySet<string>): string[] {
    const found = new Set(dirs);
    for (const dir of found) {
      for (const [importer, imports] of this.#imports) if (imports.includes(dir)) found.add(importer);
    }
    return [...found];
  }

  #forgetBut(seen: ReadonlySet<string>, due: ReadonlySet<string> | undefined): void {
    const isGone = (dir: string): boolean => !seen.has(dir) && (due === undefined || due.has(dir));
    for (const path of this.#told.keys()) if (isGone(folderOf(path))) this.#forget(path);
    for (const dir of this.#links.keys()) if (isGone(dir)) this.#links.delete(dir);
  }

  #again(due: ReadonlySet<string> | undefined, seen: ReadonlySet<string>): void {
    if (due === undefined) this.#dirty = undefined;
    else for (const dir of due) if (!seen.has(dir)) this.#dirty?.add(dir);
  }
}

/** The texts of an engine with their lines, each made once. */
function textsOf(engine: Engine): TextLookup {
  const known = new Map<string, TextDocument>();
  return (path) => {
    const text = engine.text(path);
    if (text === undefined) return undefined;
    const document = known.get(path) ?? TextDocument.create(path, "go", 0, text);
    known.set(path, document);
    return document;
  };
}
