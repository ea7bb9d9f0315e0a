/** The tests that ship with the extension: what their own words say about them must hold. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Model } from "../program.ts";
import { exploreLitmus } from "./final.ts";
import { readLitmus } from "./read.ts";

const folder = new URL("../../classics/", import.meta.url);

/** The models under which the condition can hold. */
const allowed: Readonly<Record<string, readonly Model[]>> = {
  SB: ["tso", "pso"],
  "SB+mfences": [],
  "SB+xchg+po": ["tso", "pso"],
  "SB+rfi-pos": ["tso", "pso"],
  MP: ["pso"],
  LB: [],
  IRIW: [],
  "2+2W": ["pso"],
  R: ["tso", "pso"],
  S: ["pso"],
  n6: ["tso", "pso"],
  Dekker: ["tso", "pso"],
  "Dekker+mfences": [],
  "lost-update": ["sc", "tso", "pso"],
  "lock-inc": [],
  spinlock: ["pso"],
};

test("every classic is in the table, and in the list of the command that opens them", () => {
  const files = readdirSync(folder).map((file) => file.replace(".litmus", ""));
  expect(files.toSorted()).toEqual(Object.keys(allowed).toSorted());
  const listed = readFileSync(new URL("../../../client/src/classics.ts", import.meta.url), "utf8");
  const names = [...listed.matchAll(/\{ name: "([^"]+)"/g)].map(([, name]) => name);
  expect(names.toSorted()).toEqual(files.toSorted());
});

test.each(Object.entries(allowed))("%s", (name, models) => {
  const { tests, problems } = readLitmus(name, readFileSync(new URL(`${name}.litmus`, folder), "utf8"));
  expect(problems).toEqual([]);
  const [classic] = tests;
  expect(classic.name).toBe(name);
  const found = (["sc", "tso", "pso"] as const).filter((model) => {
    const { verdict, exploration } = exploreLitmus(classic, { model });
    expect(exploration.complete).toBe(true);
    return verdict === "allowed";
  });
  expect(found).toEqual(models);
});
