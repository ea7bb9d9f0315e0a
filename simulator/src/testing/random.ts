/** Random programs for property tests. */
import fc from "fast-check";
import type { Instruction, Program } from "../program.ts";
import {
  increment,
  load,
  locked,
  mapIncrement,
  mapWrite,
  mutex,
  num,
  program,
  reg,
  store,
  thread,
} from "./programs.ts";

const place = fc.constantFrom("x", "y");
const register = fc.constantFrom("a", "b");
const value = fc.integer({ min: 1, max: 2 });
const key = fc.integer({ min: 0, max: 1 });

const plain: fc.Arbitrary<Instruction> = fc.oneof(
  fc.record({ location: place, value }).map((given) => store(given.location, given.value)),
  fc.record({ location: place, register }).map((given) => load(given.location, given.register)),
  fc.record({ location: place, register }).map(
    (given): Instruction => ({
      kind: "store",
      location: given.location,
      value: reg(given.register),
    }),
  ),
  fc.constant<Instruction>({ kind: "mfence" }),
  fc.record({ location: place, value, register }).map(
    (given): Instruction => ({
      kind: "xchg",
      location: given.location,
      value: num(given.value),
      register: given.register,
    }),
  ),
  fc.record({ location: place, value, old: register }).map(
    (given): Instruction => ({
      kind: "xadd",
      location: given.location,
      value: num(given.value),
      old: given.old,
    }),
  ),
  fc.record({ location: place, value, register }).map(
    (given): Instruction => ({
      kind: "cas",
      location: given.location,
      expected: num(0),
      value: num(given.value),
      success: given.register,
    }),
  ),
);

const goInstructions: fc.Arbitrary<Instruction[]> = fc.oneof(
  plain.map((instruction) => [instruction]),
  fc.record({ key, value }).map((given) => [mapWrite(given.key, given.value)]),
  key.map((given): Instruction[] => [
    { kind: "map-read", map: "m", key: num(given), register: "a", ok: "b" },
  ]),
  key.map((given): Instruction[] => [{ kind: "map-delete", map: "m", key: num(given) }]),
  fc.constant<Instruction[]>([{ kind: "map-clear", map: "m" }]),
  fc.constant<Instruction[]>([{ kind: "map-len", map: "m", register: "a" }]),
  key.map(mapIncrement),
  fc.constant(increment("x")),
  key.map((given) => locked("mu", mapIncrement(given))),
);

function programs(instructions: fc.Arbitrary<Instruction[]>, threads: number): fc.Arbitrary<Program> {
  return fc
    .array(fc.array(instructions, { maxLength: 3 }), { minLength: 1, maxLength: threads })
    .map((bodies) =>
      program(
        bodies.map((body, index) => thread(`G${index}`, body.flat(), ["a", "b"])),
        [mutex],
      ),
    );
}

/** Programs of loads, stores, fences and atomics. */
export function litmusPrograms(threads: number): fc.Arbitrary<Program> {
  return programs(
    plain.map((instruction) => [instruction]),
    threads,
  );
}

/** Programs with maps and locks too. */
export function goPrograms(threads: number): fc.Arbitrary<Program> {
  return programs(goInstructions, threads);
}
