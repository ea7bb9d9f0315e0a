/**
 * The JSON of the `mapvet` command, version 1. Other tools rely on it: fields are only ever added.
 * Lines and columns count from 1, columns in bytes of UTF-8, as Go counts them.
 * Files are relative to the working folder, with forward slashes.
 */
import type { NoticeId, RuleId, Severity, Tier } from "./rules.ts";

export type MapKind = "field" | "package" | "local" | "parameter" | "result" | "other";
export type AccessKind = "write" | "read" | "iterate" | "delete" | "clear" | "reassign" | "escape";
export type RelatedRole = "conflicting-access" | "goroutine-start" | "lock" | "declaration" | "escape";

export interface ReportPosition {
  readonly line: number;
  readonly column: number;
}

export interface ReportRange {
  readonly start: ReportPosition;
  readonly end: ReportPosition;
}

export interface ReportFinding {
  readonly rule: RuleId;
  readonly tier: Tier;
  /** As the configuration has it; else the tier. `--fail-on` goes by it. */
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: ReportRange;
  readonly map: {
    /** `Type.field`, the variable's name, or the expression. */
    readonly name: string;
    readonly kind: MapKind;
    readonly declaredAt: { readonly file: string; readonly line: number; readonly column: number } | null;
  };
  readonly access: { readonly kind: AccessKind; readonly function: string };
  readonly related: readonly {
    readonly role: RelatedRole;
    readonly file: string;
    readonly range: ReportRange;
    readonly message: string;
  }[];
  readonly evidence: readonly string[];
  readonly fixes: readonly {
    readonly id: string;
    readonly title: string;
    readonly preferred: boolean;
    readonly disabledReason: string | null;
  }[];
}

/** Something about a comment that suppresses findings, or tries to. */
export interface ReportNotice {
  readonly id: NoticeId;
  readonly tier: Tier;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: ReportRange;
}

/** A finding that does not count, and why. */
export interface ReportSuppressed {
  readonly rule: RuleId;
  readonly tier: Tier;
  readonly message: string;
  readonly file: string;
  readonly range: ReportRange;
  readonly by:
    | {
        readonly kind: "comment";
        readonly file: string;
        readonly line: number;
        /** In the words of the comment; empty for one that gives none. */
        readonly reason: string;
      }
    | { readonly kind: "baseline"; readonly file: string };
}

/** Something wrong in a `.mapvet.json`. */
export interface ReportConfigProblem extends ReportPosition {
  readonly file: string;
  readonly message: string;
}

export interface Report {
  readonly version: 1;
  readonly tool: { readonly name: "mapvet"; readonly version: string };
  readonly summary: {
    readonly packages: number;
    readonly files: number;
    readonly lines: number;
    readonly findings: number;
    readonly notices: number;
    readonly suppressed: number;
    readonly milliseconds: number;
    readonly peakMemoryBytes: number;
    readonly skipped: readonly { readonly path: string; readonly reason: string }[];
    /** What is wrong in the `.mapvet.json` files that were read; the rest of them counts. */
    readonly configuration: readonly ReportConfigProblem[];
  };
  readonly findings: readonly ReportFinding[];
  readonly notices: readonly ReportNotice[];
  readonly suppressed: readonly ReportSuppressed[];
}
