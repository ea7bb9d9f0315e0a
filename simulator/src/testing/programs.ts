/** Small programs for tests. */
import type { Expression, Instruction, Program, Sync, Thread } from "../program.ts";

/** A constant. */
export function num(value: number): Expression {
  return { op: "const", value };
}

/** A register. */
export function reg(name: string): Expression {
  return { op: "reg", name };
}

/** `register + 1`. */
export function plusOne(name: string): Expression {
  return { op: "add", left: reg(name), right: num(1) };
}

/** A goroutine that runs from the start; its results are the registers given. */
export function thread(
  name: string,
  instructions: readonly Instruction[],
  results: readonly string[] = [],
): Thread {
  return { name, start: "initial", instructions, results };
}

/** A goroutine that a `go` instruction starts. */
export function spawned(
  name: string,
  instructions: readonly Instruction[],
  results: readonly string[] = [],
): Thread {
  return { name, start: "spawned", instructions, results };
}

/** A program over the variables x, y, z (0 at the start) and a map m with the keys a and b, empty. */
export function program(threads: readonly Thread[], syncs: readonly Sync[] = []): Program {
  return {
    name: "test",
    locations: [
      ...["x", "y", "z"].map((name) => ({ kind: "variable", name, initial: 0 }) as const),
      { kind: "map", name: "m", keys: ['"a"', '"b"'] },
    ],
    syncs,
    threads,
  };
}

/** `m[key] = value`. */
export function mapWrite(key: number, value: number): Instruction {
  return { kind: "map-write", map: "m", key: num(key), value: num(value) };
}

/** `m[key]++`, as the compiler makes it: one call of mapassign, then load and store. */
export function mapIncrement(key: number): Instruction[] {
  return [
    { kind: "map-read", map: "m", key: num(key), register: "old", unchecked: true },
    { kind: "map-write", map: "m", key: num(key), value: plusOne("old"), update: "old" },
  ];
}

/** `x++` of a variable. */
export function increment(location: string): Instruction[] {
  return [
    { kind: "load", location, register: "old" },
    { kind: "store", location, value: plusOne("old"), update: "old" },
  ];
}

/** The instructions between a lock and its unlock. */
export function locked(sync: string, instructions: readonly Instruction[]): Instruction[] {
  return [{ kind: "lock", sync }, ...instructions, { kind: "unlock", sync }];
}

/** A plain store of a constant. */
export function store(location: string, value: number): Instruction {
  return { kind: "store", location, value: num(value) };
}

/** A plain load. */
export function load(location: string, register: string): Instruction {
  return { kind: "load", location, register };
}

export const mutex: Sync = { kind: "mutex", name: "mu" };
export const rwmutex: Sync = { kind: "rwmutex", name: "rw" };
