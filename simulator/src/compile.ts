/** Compiles a program for a memory model: checks it, lays out its states, and resolves its names. */
import { CodeCompiler } from "./compile-code.ts";
import { withCompiler } from "./compiler.ts";
import { compileEpilogue } from "./epilogue.ts";
import { settle } from "./fire.ts";
import { forgotten } from "./liveness.ts";
import {
  builtinHalts,
  type Halt,
  type LocationLayout,
  type Machine,
  Op,
  type SyncLayout,
} from "./machine.ts";
import type { Location, MachineOptions, Program } from "./program.ts";
import { registersOf } from "./registers.ts";
import { SimulatorError, sentence } from "./sentences.ts";
import { ABSENT, ValueTable } from "./values.ts";

/** More goroutines than this cannot be explored in any case. */
export const MAX_THREADS = 32;

/** Longer arrays make states that cannot be explored in any case. */
const MAX_LENGTH = 4096;

/** Makes the machine that runs a program. Throws a SimulatorError when the program is not one. */
export function compile(given: Program, options: MachineOptions): Machine {
  checkNames(given);
  const program = options.compiler === true ? withCompiler(given) : given;
  const { model } = options;
  const threadCount = program.threads.length;
  const cpus = options.cpus ?? threadCount;
  if (!Number.isInteger(cpus) || cpus < 1) throw new SimulatorError(sentence("problem.cpus", { cpus }));
  const values = new ValueTable(2 ** 31);
  let offset = 1;

  const locations: LocationLayout[] = [];
  let slots = 0;
  for (const location of program.locations) {
    const size = sizeOf(location);
    locations.push({
      slot: slots,
      slots: size,
      isMap: location.kind === "map",
      internal: location.kind !== "map" && location.internal === true,
      clearSlot: -1,
    });
    slots += size;
  }
  let clearSlot = slots;
  const clearSlots: number[] = new Array(slots).fill(-1);
  for (const [index, layout] of locations.entries()) {
    if (!layout.isMap) continue;
    clearSlots.fill(clearSlot, layout.slot, layout.slot + layout.slots);
    locations[index] = { ...layout, clearSlot };
    clearSlot += 1;
  }

  const lost = lostSlots(program, locations, slots);
  for (let slot = 0; slot < slots; slot++) if (lost[slot] === 0) lost[slot] = offset++;
  const updates = lost.some((word) => word >= 0);

  const registers: { name: string; offset: number }[][] = [];
  const pcs: number[] = [];
  for (const thread of program.threads) {
    pcs.push(offset++);
    const names = new Set([...thread.instructions.flatMap(registersOf), ...(thread.results ?? [])]);
    registers.push([...names].map((name) => ({ name, offset: offset++ })));
  }
  const bufferLengths = offset;
  offset += threadCount;
  const memory = offset;
  offset += slots;
  const syncs: SyncLayout[] = [];
  for (const sync of program.syncs) {
    const capacity = sync.kind === "channel" ? sync.capacity : 0;
    syncs.push({ kind: sync.kind, offset, capacity });
    offset +=
      sync.kind === "cond"
        ? threadCount
        : sync.kind === "rwmutex"
          ? 2 + threadCount
          : sync.kind === "channel"
            ? 2 + capacity
            : 1;
  }

  const halts: Halt[] = [...builtinHalts];
  const threads = program.threads.map((thread, index) => ({
    pc: pcs[index],
    code: new CodeCompiler(program, thread, {
      ...{ locations, values, halts, results: registers },
      registers: registers[index],
      isEpilogue: false,
      pso: model === "pso",
    }).all(),
    end: thread.instructions.length,
    endsProgram: thread.endsProgram === true,
    registers: registers[index],
    forgets: forgotten(program, thread).map((names) => names.map((name) => offsetOf(registers[index], name))),
  }));

  const initial: number[] = new Array(offset).fill(0);
  for (const [index, thread] of program.threads.entries())
    initial[pcs[index]] = thread.start === "initial" ? 1 : 0;
  for (const [index, location] of program.locations.entries()) {
    const first = memory + locations[index].slot;
    for (const [place, value] of initialValues(location).entries()) {
      initial[first + place] = value === null ? ABSENT : values.intern(value);
    }
  }
  for (const [index, sync] of program.syncs.entries()) {
    if (sync.kind === "waitgroup") initial[syncs[index].offset] = values.intern(sync.initial ?? 0);
  }

  const machine: Machine = {
    program,
    model,
    options,
    cpus: Math.min(cpus, threadCount),
    values,
    threads,
    locations,
    syncs,
    halts,
    fixedLength: offset,
    bufferLengths,
    memory,
    slots,
    lost,
    clearSlots,
    entryWords: updates ? 3 : 2,
    buffered: model !== "sc",
    pso: model === "pso",
    clears: threads.some((thread) => thread.code.some((code) => code.op === Op.MapClear)),
    chooses: threads.some((thread) => thread.code.some((code) => code.op === Op.Choose)),
    silences: threads.some((thread) => thread.code.some((code) => code.silent)),
    mapThreads: threads.flatMap((thread, index) => (thread.code.some(isMapOperation) ? [index] : [])),
    epilogue: null,
    initial,
    largest: Math.max(
      1 + halts.length * threadCount,
      ...threads.map((thread) => thread.end + 1),
      ...syncs.map((sync) => sync.capacity),
      clearSlot,
      threadCount + 2,
    ),
  };
  return { ...machine, initial: settled(machine), epilogue: compileEpilogue(machine) };
}

/** The first state, after the silent instructions that threads begin with. */
function settled(machine: Machine): readonly number[] {
  const words = new Uint32Array(machine.initial);
  settle(machine, words, 0);
  return [...words];
}

function offsetOf(
  registers: readonly { readonly name: string; readonly offset: number }[],
  name: string,
): number {
  const found = registers.find((register) => register.name === name);
  if (found === undefined) throw new Error(`no register ${name}`);
  return found.offset;
}

/** How many slots of memory a location takes. */
function sizeOf(location: Location): number {
  if (location.kind === "map") return location.keys.length;
  if (location.kind === "variable") return 1;
  if (Number.isInteger(location.length) && location.length >= 0 && location.length <= MAX_LENGTH) {
    return location.length;
  }
  throw new SimulatorError(
    sentence("problem.length", { name: location.name, length: location.length, limit: MAX_LENGTH }),
  );
}

/** What the slots of a location hold at the start; null for an absent key. */
function initialValues(location: Location): readonly (number | null)[] {
  switch (location.kind) {
    case "variable":
      return [location.initial];
    case "array":
      return Array.from({ length: location.length }, (_, place) => location.initial?.[place] ?? 0);
    case "map":
      return location.keys.map((_, key) => location.initial?.[key] ?? null);
  }
}

function isMapOperation(code: { readonly op: number }): boolean {
  return code.op >= Op.MapRead && code.op <= Op.MapClear;
}

/** 0 for each slot that an update writes, -1 for the others. */
function lostSlots(program: Program, locations: readonly LocationLayout[], slots: number): number[] {
  const lost: number[] = new Array(slots).fill(-1);
  for (const thread of program.threads) {
    for (const instruction of thread.instructions) {
      if (instruction.kind !== "store" && instruction.kind !== "map-write") continue;
      if (instruction.update === undefined) continue;
      const name = instruction.kind === "store" ? instruction.location : instruction.map;
      const layout = locations[program.locations.findIndex((location) => location.name === name)];
      if (layout === undefined) continue;
      const key = instruction.kind === "map-write" ? instruction.key : (instruction.index ?? null);
      if (key?.op === "const" && Number.isInteger(key.value) && key.value >= 0 && key.value < layout.slots)
        lost[layout.slot + key.value] = 0;
      else lost.fill(0, layout.slot, layout.slot + layout.slots);
    }
  }
  return lost;
}

function checkNames(program: Program): void {
  if (!program.threads.some((thread) => thread.start === "initial")) {
    throw new SimulatorError(sentence("problem.no-threads"));
  }
  if (program.threads.length > MAX_THREADS) {
    throw new SimulatorError(
      sentence("problem.threads", { count: program.threads.length, limit: MAX_THREADS }),
    );
  }
  for (const [what, items] of [
    ["location", program.locations],
    ["sync", program.syncs],
    ["thread", program.threads],
  ] as const) {
    const seen = new Set<string>();
    for (const item of items) {
      if (seen.has(item.name))
        throw new SimulatorError(sentence("problem.duplicate", { what, name: item.name }));
      seen.add(item.name);
    }
  }
}
