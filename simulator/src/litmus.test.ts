/** The engine against the ground truth: 804 litmus tests, complete sets of final states under SC and TSO. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { explore } from "./explore.ts";
import { type LitmusTest, litmusProgram } from "./litmus.ts";
import type { Exploration } from "./outcome.ts";

type Finals = Readonly<Record<string, number>>;

interface Entry extends LitmusTest {
  readonly condition?: Finals;
  readonly verdict_sc?: string;
  readonly verdict_tso?: string;
  readonly herd_states_sc?: readonly Finals[];
  readonly herd_states_tso?: readonly Finals[];
  readonly op_states_sc?: readonly Finals[];
  readonly op_states_tso?: readonly Finals[];
  readonly op_reachable_states_sc?: number;
  readonly op_reachable_states_tso?: number;
  readonly sha1_16_sc?: string;
  readonly sha1_16_tso?: string;
}

function read(name: string): readonly Entry[] {
  const file = new URL(`../testdata/litmus/${name}.json`, import.meta.url);
  const data: { readonly tests: readonly Entry[] } = JSON.parse(readFileSync(file, "utf8"));
  return data.tests;
}

/** The final states as the ground truth writes them: `0:r0=1;x=1`, keys and states sorted. */
function finals(exploration: Exploration): string[] {
  return exploration.outcomes
    .map(({ final }) =>
      text(
        Object.fromEntries([
          ...final.variables.map(({ name, value }) => [name, value] as const),
          ...final.results.map(({ thread, register, value }) => [`${thread}:${register}`, value] as const),
        ]),
      ),
    )
    .sort();
}

function text(state: Finals): string {
  return Object.keys(state)
    .sort()
    .map((key) => `${key}=${state[key]}`)
    .join(";");
}

/** The outcomes with how many schedules lead to each. */
function schedules(found: Exploration): string[] {
  return found.outcomes.map((outcome) => `${outcome.key} ${outcome.schedules}`).sort();
}

/** Only the keys of the expected states: herd does not print registers that only compute. */
function project(states: readonly string[], keys: ReadonlySet<string>): string[] {
  const projected = states.map((state) =>
    state
      .split(";")
      .filter((part) => keys.has(part.slice(0, part.indexOf("="))))
      .join(";"),
  );
  return [...new Set(projected)].sort();
}

for (const model of ["sc", "tso"] as const) {
  const run = (test: Entry, reduce = true): Exploration =>
    explore(litmusProgram(test), { model, reduce, races: false, witnesses: false });

  describe(`${model}`, () => {
    for (const file of ["named", "random"]) {
      it(`${file}.json: the same final states, states and verdicts`, () => {
        for (const test of read(file)) {
          const expected = (model === "sc" ? test.herd_states_sc : test.herd_states_tso) ?? [];
          const own = (model === "sc" ? test.op_states_sc : test.op_states_tso) ?? [];
          const states = expected.length > 0 ? expected : own;
          expect(states.length, test.name).toBeGreaterThan(0);
          const found = run(test);
          expect(found.complete).toBe(true);
          const keys = new Set(Object.keys(states[0]));
          expect(project(finals(found), keys), test.name).toEqual(states.map(text).sort());
          const count = model === "sc" ? test.op_reachable_states_sc : test.op_reachable_states_tso;
          const unreduced = run(test, false);
          if (count !== undefined) expect(unreduced.states, test.name).toBe(count);
          expect(schedules(found), test.name).toEqual(schedules(unreduced));
          const verdict = model === "sc" ? test.verdict_sc : test.verdict_tso;
          if (verdict !== undefined && test.condition !== undefined) {
            const wanted = text(test.condition);
            const met = project(finals(found), new Set(Object.keys(test.condition))).includes(wanted);
            expect(met ? "allowed" : "forbidden", test.name).toBe(verdict);
          }
        }
      });
    }

    it("suite.json: the same hashes of the complete sets", () => {
      for (const test of read("suite")) {
        const sum = createHash("sha1")
          .update(finals(run(test)).join("\n"))
          .digest("hex")
          .slice(0, 16);
        expect(sum, test.name).toBe(model === "sc" ? test.sha1_16_sc : test.sha1_16_tso);
      }
    });
  });
}

it("three threads of three stores and three loads have the states and schedules known from elsewhere", () => {
  const locations = ["x", "y", "z"];
  const threads = [0, 1, 2].map((first) => [
    ...[0, 1, 2].map((i) => ({ op: "W", loc: locations[(first + i) % 3], val: first + 1 })),
    ...[0, 1, 2].map((i) => ({ op: "R", loc: locations[(first + i) % 3], reg: `r${i}` })),
  ]);
  const program = litmusProgram({ name: "3x(3W+3R)", init: {}, threads });
  const sc = explore(program, { model: "sc", races: false, witnesses: false });
  expect([sc.states, sc.transitions, sc.outcomes.length]).toEqual([32_071, 60_765, 1357]);
  // 18 steps, 6 of each thread: 18! / (6!)^3.
  expect(sc.schedules).toBe("17153136");
  const tso = explore(program, { model: "tso", races: false, witnesses: false });
  expect([tso.states, tso.transitions, tso.outcomes.length]).toEqual([204_794, 614_901, 3125]);
});
