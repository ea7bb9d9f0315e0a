/** The settings, read from whatever the editor sends: what cannot be understood counts as not set. */
import { DiagnosticSeverity } from "vscode-languageserver";
import { type CheckId, notices, rules, type Severity, type Tier } from "../../../protocol/src/rules.ts";

/** How a rule's findings are shown; `off` hides them. */
export type SeveritySetting = Severity | "default" | "off";

/** The settings of one folder. */
export interface Settings {
  readonly enable: boolean;
  readonly run: "onType" | "onSave";
  /** Show findings in `_test.go` files too. */
  readonly tests: boolean;
  readonly codeLens: boolean;
  /** Show the findings of files that are not open too. */
  readonly workspace: boolean;
  readonly severities: Readonly<Partial<Record<CheckId, SeveritySetting>>>;
}

/** What holds where nothing is set: the defaults of the manifest. */
export const defaultSettings: Settings = {
  enable: true,
  run: "onType",
  tests: true,
  codeLens: true,
  workspace: true,
  severities: {},
};

/** Reads what stands below `mapvet` in the editor's settings. */
export function readSettings(value: unknown): Settings {
  const section = record(value);
  const ruleSection = record(section.rules);
  const severities: Partial<Record<CheckId, SeveritySetting>> = {};
  for (const { id } of [...rules, ...notices]) {
    const severity = record(ruleSection[id]).severity;
    if (isSeverity(severity)) severities[id] = severity;
  }
  return {
    enable: flag(section.enable, defaultSettings.enable),
    run: section.run === "onSave" ? "onSave" : "onType",
    tests: flag(section.tests, defaultSettings.tests),
    codeLens: flag(section.codeLens, defaultSettings.codeLens),
    workspace: flag(section.workspace, defaultSettings.workspace),
    severities,
  };
}

/**
 * How a finding or notice is shown; undefined when it is hidden. The configuration of the module goes before
 * the settings of the editor: the editor shows what the command reports.
 */
export function severityOf(
  check: CheckId,
  { tier, severity }: { readonly tier: Tier; readonly severity?: Severity },
  settings: Settings,
): DiagnosticSeverity | undefined {
  const set = severity ?? settings.severities[check] ?? "default";
  switch (set) {
    case "default":
      return bySeverity[tier];
    case "off":
      return undefined;
    default:
      return bySeverity[set];
  }
}

const bySeverity = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

function isSeverity(value: unknown): value is SeveritySetting {
  return value === "default" || value === "off" || (typeof value === "string" && value in bySeverity);
}

function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === "boolean" ? value : otherwise;
}

/** A value as an object with any members; an empty one when it is something else. */
export function record(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
