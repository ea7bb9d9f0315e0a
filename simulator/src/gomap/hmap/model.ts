/** An hmap (Go up to 1.23) down to its buckets. */
import type { Location } from "../../program.ts";
import { type Sentence, sentence } from "../../sentences.ts";
import type { Assembler } from "../assembler.ts";
import type { Flag } from "../flag.ts";
import type { MapModel, MapUse } from "../model.ts";
import { GO_SLOTS, type MapOptions } from "../options.ts";
import { accessHmap } from "./access.ts";
import { assignHmap } from "./assign.ts";
import { countHmap } from "./count.ts";
import { iterateHmap } from "./iterate.ts";
import type { Hmap } from "./map.ts";
import { HmapMemory, WRITING } from "./memory.ts";
import { clearHmap, removeHmap } from "./remove.ts";

/** The model of a map at structure depth. */
export function hmapModel(use: MapUse, options: MapOptions): MapModel {
  return new HmapModel(use, options);
}

class HmapModel implements MapModel, Hmap {
  readonly memory: HmapMemory;
  readonly keys: readonly string[];
  readonly locations: readonly Location[];
  readonly elements: string;
  readonly flag: Flag;
  readonly count: string;
  readonly abstractions: readonly Sentence[];

  constructor(use: MapUse, options: MapOptions) {
    const memory = new HmapMemory(use, options);
    this.memory = memory;
    this.keys = use.location.keys;
    this.locations = memory.locations();
    this.elements = memory.elems;
    this.flag = { runtime: "hmap", location: memory.flags, bit: WRITING };
    this.count = memory.count;
    const map = memory.name;
    this.abstractions = [
      sentence("map.abstract.hash", { map }),
      sentence("map.abstract.memory", { map }),
      sentence("map.abstract.iteration", { map }),
    ];
    if (memory.grows && memory.slots !== GO_SLOTS) {
      const slots = { map, slots: memory.slots, go: GO_SLOTS };
      this.abstractions = [sentence("map.abstract.slots.hmap", slots), ...this.abstractions];
    }
  }

  assign(code: Assembler, key: number): void {
    assignHmap(code, this, key);
  }

  access(code: Assembler, key: number, checks: "read" | "iterate" | "none"): void {
    accessHmap(code, this, key, checks);
  }

  remove(code: Assembler, key: number): void {
    removeHmap(code, this, key);
  }

  clear(code: Assembler): void {
    clearHmap(code, this);
  }

  iterate(code: Assembler): void {
    iterateHmap(code, this);
  }

  occurrences(code: Assembler, key: number): void {
    countHmap(code, this, key);
  }
}
