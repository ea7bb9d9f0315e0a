/** Properties of the engine over random programs. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describe as view } from "./describe.ts";
import { explore } from "./explore.ts";
import type { Exploration } from "./outcome.ts";
import type { Instruction, Model, Program } from "./program.ts";
import { replay } from "./replay.ts";
import { formatSchedule } from "./schedule.ts";
import { apply, enabled, initialState, stepOf } from "./state.ts";
import { goPrograms, litmusPrograms } from "./testing/random.ts";

function run(given: Program, model: Model): Exploration {
  return explore(given, { model, witnesses: false });
}

function keys(exploration: Exploration): string[] {
  return exploration.outcomes.map((outcome) => outcome.key).sort();
}

describe("memory models", () => {
  it("SC's outcomes are among TSO's, TSO's among PSO's", () => {
    fc.assert(
      fc.property(goPrograms(3), (given) => {
        const [sc, tso, pso] = (["sc", "tso", "pso"] as const).map((model) => keys(run(given, model)));
        expect(tso).toEqual(expect.arrayContaining(sc));
        expect(pso).toEqual(expect.arrayContaining(tso));
      }),
      { numRuns: 150 },
    );
  });

  it("a fence after every store makes TSO and PSO equal SC", () => {
    fc.assert(
      fc.property(litmusPrograms(3), (given) => {
        const fenced: Program = {
          ...given,
          threads: given.threads.map((item) => ({
            ...item,
            instructions: item.instructions.flatMap((one): Instruction[] =>
              one.kind === "store" ? [one, { kind: "mfence" }] : [one],
            ),
          })),
        };
        const ends = (model: Model): string[] =>
          keys(explore(fenced, { model, races: false, witnesses: false }));
        expect(ends("tso")).toEqual(ends("sc"));
        expect(ends("pso")).toEqual(ends("sc"));
      }),
      { numRuns: 150 },
    );
  });

  it("permuting the threads permutes the outcomes", () => {
    fc.assert(
      fc.property(litmusPrograms(3), (given) => {
        const reversed: Program = { ...given, threads: given.threads.toReversed() };
        const last = given.threads.length - 1;
        const ends = (exploration: Exploration, flip: boolean): string[] =>
          exploration.outcomes
            .filter((outcome) => outcome.kind !== "data-race")
            .map(({ final, schedules }) => {
              const results = final.results.map((result) => {
                const index = flip ? last - result.thread : result.thread;
                return `${index}:${result.register}=${result.value}`;
              });
              const memory = final.variables.map((item) => `${item.name}=${item.value}`);
              return `${[...memory, ...results.sort()].join()} ${schedules}`;
            })
            .sort();
        expect(ends(run(reversed, "tso"), true)).toEqual(ends(run(given, "tso"), false));
      }),
      { numRuns: 100 },
    );
  });
});

describe("schedules", () => {
  it("sum up over the outcomes to all there are, and a naive walk counts the same", () => {
    fc.assert(
      fc.property(goPrograms(2), (given) => {
        const found = run(given, "tso");
        const ends = found.outcomes.filter((outcome) => outcome.kind !== "data-race");
        const sum = ends.reduce((total, outcome) => total + BigInt(outcome.schedules ?? "0"), 0n);
        expect(String(sum)).toBe(found.schedules);
        if (sum < 20_000n) expect(naiveCount(given)).toBe(Number(sum));
      }),
      { numRuns: 60 },
    );
  });

  it("replay gives the same states as stepping, and its text the same schedule", () => {
    fc.assert(
      fc.property(
        goPrograms(3),
        fc.constantFrom<Model>("sc", "tso", "pso"),
        fc.infiniteStream(fc.nat()),
        (given, model, choices) => {
          let state = initialState(given, { model });
          const ids = [state.id];
          const tokens: string[] = [];
          for (;;) {
            const transitions = enabled(state);
            if (transitions.length === 0) break;
            const before = state.id;
            const chosen = transitions[(choices.next().value ?? 0) % transitions.length];
            tokens.push(stepOf(state, chosen).token);
            const next = apply(state, chosen);
            expect(state.id).toBe(before);
            state = next;
            ids.push(state.id);
            const { cpus, threads } = view(state);
            expect(cpus.flatMap((cpu) => cpu.buffer).every((entry) => entry.instruction >= 0)).toBe(true);
            expect(threads).toHaveLength(given.threads.length);
          }
          const again = replay(given, formatSchedule({ model }, tokens));
          expect(again.states.map((item) => item.id)).toEqual(ids);
          expect(again.steps.map((step) => step.token)).toEqual(tokens);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("of witnesses replay to the same steps", () => {
    fc.assert(
      fc.property(goPrograms(2), fc.constantFrom<Model>("sc", "tso", "pso"), (given, model) => {
        for (const outcome of explore(given, { model }).outcomes) {
          expect(replay(given, outcome.schedule).steps).toEqual(outcome.witness);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** All runs of a program, one by one. */
function naiveCount(given: Program): number {
  const pending = [initialState(given)];
  let ends = 0;
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const transitions = enabled(state);
    if (transitions.length === 0) ends += 1;
    for (const transition of transitions) pending.push(apply(state, transition));
  }
  return ends;
}
