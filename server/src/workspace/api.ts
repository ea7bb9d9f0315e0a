/**
 * What the two faces (lsp, cli) see of the engine. Paths are absolute, with forward slashes;
 * offsets are UTF-16 offsets into the analysed text.
 */
import type { Message } from "../../../protocol/src/messages.ts";
import type { RuleId } from "../../../protocol/src/rules.ts";
import type { Program } from "../../../simulator/src/program.ts";
import type { Links } from "../effects/links.ts";
import type { Fix } from "../fixes/fix.ts";
import type { Finding } from "../hazards/finding.ts";
import type { Survey } from "../hazards/survey/survey.ts";
import type { Config } from "./config/config.ts";
import type { ConfigFile } from "./config/store.ts";
import type { Irregular } from "./decode.ts";
import type { Notice, Suppressed } from "./suppress/model.ts";

/** A change as an editor sends it, applied in order. */
export interface TextChange {
  readonly start: number;
  readonly oldEnd: number;
  readonly text: string;
}

/** Progress of a long run. */
export interface Progress {
  readonly packagesDone: number;
  readonly packagesTotal: number;
  readonly currentPackage: string;
}

/** What a run found in one package. */
export interface PackageFindings {
  readonly dir: string;
  /** The directories of the workspace that the package imports. */
  readonly imports: readonly string[];
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
  /** What ties it to other packages; for its tests as well. */
  readonly links: readonly Links[];
}

export interface RunOptions {
  readonly rules?: ReadonlySet<RuleId>;
  /**
   * Analyse _test.go files too; undefined for what the module's configuration says, else not. A test file that a
   * pattern names is analysed in any case.
   */
  readonly tests: boolean | undefined;
  /** What holds for `tests` where neither it nor a configuration says anything; false when left out. */
  readonly testsByDefault?: boolean;
  /** Enter modules inside the one that a pattern starts in. The go command does not. */
  readonly nestedModules?: boolean;
  /**
   * Which findings hold depends on who calls exported functions. A run looks through the rest of the module for that;
   * where it is left to the caller, all are given.
   */
  readonly survey?: "left-to-caller";
  readonly onProgress?: (progress: Progress) => void;
  /** Waited for between small pieces of work, so that something more urgent can go first. */
  readonly pause?: () => Promise<void>;
  /** Told of each package; the run goes on when the promise is settled. */
  readonly onPackage?: (found: PackageFindings) => Promise<void>;
  readonly shouldStop?: () => boolean;
}

export interface RunResult {
  /** Sorted by path, position, rule. */
  readonly findings: readonly Finding[];
  /** The findings that comments suppress, sorted alike. */
  readonly suppressed: readonly Suppressed[];
  /** What such comments say wrongly or in vain; sorted by path and position. Empty when only some rules are asked for. */
  readonly notices: readonly Notice[];
  readonly packages: number;
  readonly files: number;
  readonly lines: number;
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  /** The directories in which there is nothing but tests, where tests were not asked for. */
  readonly onlyTests: readonly string[];
  /** Failures inside one file, function or rule; the rest was analysed. */
  readonly failures: readonly { readonly path: string; readonly error: Error }[];
}

/** The findings of one file, with the version of the text they belong to. */
export interface FileResult {
  readonly version: number;
  /** Equal ids mean equal findings. */
  readonly resultId: string;
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
}

/** A map under the cursor, its guard, and how its accesses vote. */
export interface MapInfo {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Paragraphs, plain text. */
  readonly lines: readonly Message[];
}

/** A function that races, for the code lens above it. */
export interface RaceLens {
  readonly functionName: string;
  readonly start: number;
  readonly end: number;
  readonly findings: readonly Finding[];
}

/** A program for the simulator, made of the reader's code. */
export interface Scenario {
  readonly program: Program;
  /** What could not be modelled, in words. */
  readonly abstractions: readonly Message[];
  /** The map of the module's Go version: hmap up to Go 1.23, Swiss since 1.24. */
  readonly runtime: "hmap" | "swiss";
}

/** What a scenario is made of. */
export interface ScenarioOptions {
  /** The finding that the reader comes from. */
  readonly fingerprint?: string;
  /** How many goroutines call the function, or those of the finding; where left out the code decides. */
  readonly callers?: number;
}

/** A function or method of a file. */
export interface FunctionInfo {
  /** As Go's stack traces name it, without the package: `f`, `T.m`, `(*T).m`. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Whether it has a `go` statement, or hands on a function that is run by a goroutine. */
  readonly startsGoroutines: boolean;
}

/** One engine for one set of workspace folders. */
export interface Engine {
  /** Analyses everything that the patterns name, file by file from disk (and open documents). */
  run(patterns: readonly string[], options: RunOptions): Promise<RunResult>;

  open(path: string, text: string, version: number): void;
  change(path: string, changes: readonly TextChange[], version: number): void;
  close(path: string): void;
  /** The configuration of the module that a file belongs to. */
  configOf(path: string): Promise<Config>;
  /** The configurations that were read so far, with what is wrong in them. */
  configFiles(): readonly ConfigFile[];
  /** Something on disk changed, appeared or vanished. */
  fileChanged(path: string): void;

  /** Tells who calls exported functions all over the workspace: what that does not bear out is no longer found. */
  callersAre(survey: Survey): void;
  /** The findings of an open or closed file; analyses its package when needed. */
  check(path: string): Promise<FileResult>;
  /** The text that the findings of a file refer to. */
  text(path: string): string | undefined;
  /** What that text does not show of the bytes on disk, for columns in bytes; undefined for nothing. */
  irregular(path: string): Irregular | undefined;
  fixes(finding: Finding): Promise<readonly Fix[]>;
  mapAt(path: string, offset: number): Promise<MapInfo | undefined>;
  lenses(path: string): Promise<readonly RaceLens[]>;
  /** The goroutines of the function at an offset, or the two methods that a finding names. */
  scenario(
    path: string,
    offset: number,
    options?: ScenarioOptions,
  ): Promise<Scenario | { readonly problem: Message }>;
  /** The functions and methods of a file, in its order. */
  functions(path: string): Promise<readonly FunctionInfo[]>;
  dispose(): void;
}
