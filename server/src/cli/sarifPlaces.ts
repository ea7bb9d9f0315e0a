/** Places in files, as SARIF writes them. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ArtifactLocation, PhysicalLocation, Region } from "sarif";
import type { SourceRange } from "../hazards/finding.ts";
import { relativePath } from "./paths.ts";
import type { Outcome } from "./report.ts";

/** A range of text in its file. */
export function physical(range: SourceRange, outcome: Outcome): PhysicalLocation {
  return {
    artifactLocation: artifact(outcome, relativePath(outcome.cwd, range.path)),
    region: region(range, outcome),
  };
}

/** A range of text: lines and UTF-16 columns from 1. */
export function region(range: SourceRange, outcome: Outcome): Region {
  const { startLine, startColumn, endLine, endColumn } = outcome.sources.place(range);
  return {
    startLine: startLine + 1,
    startColumn: startColumn + 1,
    endLine: endLine + 1,
    endColumn: endColumn + 1,
  };
}

/** A file below the working folder as a relative URI; one outside it as an absolute one. */
export function artifact(outcome: Outcome, file: string): ArtifactLocation {
  if (!file.startsWith("../") && !/^([a-z]:)?\//i.test(file)) {
    return { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
  }
  return { uri: pathToFileURL(path.resolve(outcome.cwd, file)).href };
}
