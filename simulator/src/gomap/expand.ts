/**
 * Turns the map operations of a program into what Go's runtime does: loads, stores and branches over ordinary
 * memory, each with the line of the runtime it stands for. The engine knows nothing of it.
 */
import type { Location, MapLocation, Program, Thread } from "../program.ts";
import type { Sentence } from "../sentences.ts";
import { Assembler, type Label } from "./assembler.ts";
import { epilogueOf } from "./epilogue.ts";
import { type GhostBook, ghosts } from "./ghosts.ts";
import { hmapModel } from "./hmap/model.ts";
import { filled } from "./maker.ts";
import type { MapModel, MapUse } from "./model.ts";
import { OperationWriter } from "./operations.ts";
import type { Expansion, MapOptions } from "./options.ts";
import { protocolModel } from "./protocol.ts";
import { retarget } from "./retarget.ts";
import { swissModel } from "./swiss/model.ts";
import { useOf } from "./usage.ts";

/** The program with its maps looked into. A program without maps, or at operation depth, stays as it is. */
export function expandMaps(program: Program, options: MapOptions): Expansion {
  const maps = program.locations.filter((location): location is MapLocation => location.kind === "map");
  if (options.depth === "operation" || maps.length === 0) return { program, abstractions: [] };
  const models = new Map(
    maps.map((location) => [location.name, modelOf(useOf(program, location), options)] as const),
  );
  const book = ghosts(program);
  const locations = program.locations.flatMap((location): Location[] => {
    const model = models.get(location.name);
    if (location.kind !== "map" || model === undefined) return [location];
    // The map itself stays, empty, for the epilogue to write down what the memory holds.
    return [{ ...location, initial: undefined }, ...filled(model, location)];
  });
  const threads = program.threads.map((thread, index) => expandThread(thread, index, models, book));
  const abstractions: Sentence[] = [...models.values()].flatMap((model) => model.abstractions);
  return {
    program: { ...program, locations, threads, epilogue: epilogueOf(program, models, book) },
    abstractions,
  };
}

function modelOf(use: MapUse, options: MapOptions): MapModel {
  if (options.depth === "protocol") return protocolModel(use, options.runtime);
  return options.runtime === "swiss" ? swissModel(use, options) : hmapModel(use, options);
}

function expandThread(
  thread: Thread,
  index: number,
  models: ReadonlyMap<string, MapModel>,
  book: GhostBook,
): Thread {
  const code = new Assembler(index + 1);
  const labels: Label[] = [...thread.instructions, null].map(() => code.label());
  const writer = new OperationWriter(code, thread, models, book);
  for (const [index, instruction] of thread.instructions.entries()) {
    code.place(labels[index]);
    const next = instruction.next === undefined ? undefined : labels[instruction.next];
    if (!writer.write(instruction, index)) {
      code.copy((at) => retarget(instruction, (target) => at(labels[target])));
    } else if (next !== undefined) code.jump(next);
  }
  code.place(labels[thread.instructions.length]);
  return { ...thread, instructions: code.finish() };
}
