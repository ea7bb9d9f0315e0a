/** A Swiss map (Go since 1.24) down to its groups, tables and directory. */
import type { Location } from "../../program.ts";
import { type Sentence, sentence } from "../../sentences.ts";
import type { Assembler } from "../assembler.ts";
import type { Flag } from "../flag.ts";
import type { MapModel, MapUse } from "../model.ts";
import { GO_SLOTS, type MapOptions } from "../options.ts";
import { accessSwiss } from "./access.ts";
import { assignSwiss } from "./assign.ts";
import { iterateSwiss } from "./iterate.ts";
import { countSwiss, type SwissMap } from "./map.ts";
import { SwissMemory } from "./memory.ts";
import { clearSwiss, removeSwiss } from "./remove.ts";

/** The model of a map at structure depth. */
export function swissModel(use: MapUse, options: MapOptions): MapModel {
  return new SwissModel(use, options);
}

class SwissModel implements MapModel, SwissMap {
  readonly memory: SwissMemory;
  readonly rounds: number;
  readonly keys: readonly string[];
  readonly locations: readonly Location[];
  readonly elements: string;
  readonly flag: Flag;
  readonly count: string;
  readonly abstractions: readonly Sentence[];

  constructor(use: MapUse, options: MapOptions) {
    const memory = new SwissMemory(use, options);
    this.memory = memory;
    this.keys = use.location.keys;
    this.locations = memory.locations();
    this.elements = memory.elems;
    this.flag = { runtime: "swiss", location: memory.writing, bit: 1 };
    this.count = memory.used;
    // Groups that have filled up get room only by a delete or a clear that is under way.
    this.rounds = use.shrinks ? 2 : 1;
    const map = memory.name;
    this.abstractions = [
      sentence("map.abstract.hash", { map }),
      sentence("map.abstract.memory", { map }),
      sentence("map.abstract.iteration", { map }),
    ];
    if (memory.grows && memory.slots !== GO_SLOTS) {
      const slots = { map, slots: memory.slots, go: GO_SLOTS };
      this.abstractions = [sentence("map.abstract.slots.swiss", slots), ...this.abstractions];
    }
  }

  assign(code: Assembler, key: number): void {
    assignSwiss(code, this, key);
  }

  access(code: Assembler, key: number, checks: "read" | "iterate" | "none"): void {
    accessSwiss(code, this, key, checks);
  }

  remove(code: Assembler, key: number): void {
    removeSwiss(code, this, key);
  }

  clear(code: Assembler): void {
    clearSwiss(code, this);
  }

  iterate(code: Assembler): void {
    iterateSwiss(code, this);
  }

  occurrences(code: Assembler, key: number): void {
    countSwiss(code, this, key);
  }
}
