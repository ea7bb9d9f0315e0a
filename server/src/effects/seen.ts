/** What a package saw of other packages' functions, to find out whether that is still true. */
import type { Func } from "../types/types.ts";
import type { PackageEffects } from "./analyse.ts";
import { faceKey } from "./face.ts";
import type { Face } from "./model.ts";
import { type OutsideSummary, summaryKey } from "./outside.ts";

interface Seen {
  face?: string;
  summary?: string;
}

/** Remembers by function what was seen, and by package the version it was seen at. */
export class SeenOutside {
  readonly #functions = new Map<PackageEffects, Map<Func, Seen>>();
  readonly #versions = new Map<PackageEffects, number>();
  #tick = 0;

  /** The face of a function of another package. */
  face(func: Func, effects: PackageEffects): Face | undefined {
    const face = effects.faceOf(func);
    this.#of(func, effects).face ??= faceKey(face);
    return face;
  }

  /** The summary of a function of another package. */
  summary(func: Func, effects: PackageEffects): OutsideSummary | undefined {
    const summary = effects.summaryOf(func);
    this.#of(func, effects).summary ??= summary === undefined ? "" : summaryKey(summary);
    return summary;
  }

  /** What changed since it was seen, the most that did; the packages are brought up to date first. */
  changes(tick: number): "faces" | "summaries" | undefined {
    if (this.#tick === tick) return undefined;
    this.#tick = tick;
    let changed: "faces" | "summaries" | undefined;
    for (const [effects, functions] of this.#functions) {
      effects.refresh(tick);
      if (effects.version === this.#versions.get(effects)) continue;
      this.#versions.set(effects, effects.version);
      for (const [func, seen] of functions) {
        if (seen.face !== undefined && seen.face !== faceKey(effects.faceOf(func))) return "faces";
        if (seen.summary === undefined) continue;
        const summary = effects.summaryOf(func);
        const key = summary === undefined ? "" : summaryKey(summary);
        if (key !== seen.summary) changed = "summaries";
        seen.summary = key;
      }
    }
    return changed;
  }

  /** Adds the functions that were looked at, by package. */
  addTo(asked: Map<PackageEffects, Set<Func>>): void {
    for (const [effects, functions] of this.#functions) {
      const known = asked.get(effects) ?? new Set<Func>();
      for (const func of functions.keys()) known.add(func);
      asked.set(effects, known);
    }
  }

  /** The same, to go on from. */
  copy(): SeenOutside {
    const copy = new SeenOutside();
    for (const [effects, functions] of this.#functions) {
      const seen = [...functions].map(([func, keys]): [Func, Seen] => [func, { ...keys }]);
      copy.#functions.set(effects, new Map(seen));
    }
    for (const [effects, version] of this.#versions) copy.#versions.set(effects, version);
    copy.#tick = this.#tick;
    return copy;
  }

  clear(): void {
    this.#functions.clear();
    this.#versions.clear();
  }

  #of(func: Func, effects: PackageEffects): Seen {
    const functions = this.#functions.get(effects) ?? new Map<Func, Seen>();
    if (functions.size === 0) {
      this.#functions.set(effects, functions);
      this.#versions.set(effects, effects.version);
    }
    const seen = functions.get(func) ?? {};
    functions.set(func, seen);
    return seen;
  }
}
