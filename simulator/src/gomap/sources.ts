/** Lines of Go's runtime that steps stand for. Each was read in the release it names. */
import type { Note } from "./assembler.ts";

/** The releases whose sources were read, by the name that lines carry. */
export const runtimeReleases = { "1.23": "1.23.5", "1.24": "1.24.4" } as const;

/** A line of a file of a release: `1.24:src/internal/runtime/maps/map.go:479`. */
function file(release: keyof typeof runtimeReleases, path: string) {
  return (line: number, purpose?: Note["purpose"]): Note => ({
    runtime: `${release}:${path}:${line}`,
    ...(purpose === undefined ? {} : { purpose }),
  });
}

/** hmap: maps with keys of 8 bytes, and what all kinds of keys share. */
export const hmapFast = file("1.23", "src/runtime/map_fast64.go");
export const hmapGo = file("1.23", "src/runtime/map.go");
/** Swiss. */
export const swissFast = file("1.24", "src/internal/runtime/maps/runtime_fast64_swiss.go");
export const swissGo = file("1.24", "src/internal/runtime/maps/map.go");
export const swissTable = file("1.24", "src/internal/runtime/maps/table.go");
