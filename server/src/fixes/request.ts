/** What the fixes are given. */
import type { PackageEffects } from "../effects/analyse.ts";
import type { Contexts } from "../effects/contexts.ts";
import type { Finding } from "../hazards/finding.ts";
import type { FileEdit } from "./fix.ts";

/** A finding to fix, and the package it stands in. */
export interface FixRequest {
  readonly finding: Finding;
  readonly effects: PackageEffects;
  readonly contexts: Contexts;
  /** The text that was analysed; undefined for a file that cannot be read. */
  readonly text: (path: string) => string | undefined;
  /** The class key of the map, as in `MapTarget.key`. */
  readonly mapKey: string;
  /** The class key of the lock that guards it elsewhere. */
  readonly guardKey?: string;
  /** The language version of the module, such as `1.22`. */
  readonly goVersion: string;
  /**
   * Go files of the package's folder that were not analysed: other build configurations, tests. A fix
   * that has to cover every access is refused when one of them names the map.
   */
  readonly otherFiles?: readonly string[];
  /** The findings of the package with the edits applied; undefined when it cannot be analysed then. */
  readonly recheck: (edits: readonly FileEdit[]) => readonly Finding[] | undefined;
}
