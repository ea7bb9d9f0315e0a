/** What a later reader finds in the maps of a program that has ended, and what is wrong with it. */
import type { Instruction, MapLocation, Program } from "../program.ts";
import { sentence } from "../sentences.ts";
import { Assembler } from "./assembler.ts";
import type { GhostBook } from "./ghosts.ts";
import { COUNT, FOUND, type MapModel, POINTER } from "./model.ts";
import { retarget } from "./retarget.ts";
import { above, bits, both, differs, either, equal, not, plus } from "./terms.ts";
import { isWritten, mayGo } from "./usage.ts";

const [VALUE, LENGTH, TOTAL, PUT, KNOWN, DELETED, CHANGE] = [
  "$found",
  "$length",
  "$total",
  "$put",
  "$known",
  "$deleted",
  "$change",
];

/** The epilogue of a program with maps: writes their contents down and judges them. */
export function epilogueOf(
  program: Program,
  models: ReadonlyMap<string, MapModel>,
  book: GhostBook,
): Instruction[] {
  const code = new Assembler(0);
  for (const location of program.locations) {
    const model = models.get(location.name);
    if (location.kind === "map" && model !== undefined) judge(code, program, location, model, book);
  }
  append(code, program.epilogue ?? []);
  return code.finish();
}

/** The program's own epilogue comes afterwards: it finds the maps written down. */
function append(code: Assembler, instructions: readonly Instruction[]): void {
  const labels = [...instructions, null].map(() => code.label());
  for (const [index, instruction] of instructions.entries()) {
    code.place(labels[index]);
    code.copy((at) => retarget(instruction, (target) => at(labels[target])));
  }
  code.place(labels[instructions.length]);
}

function judge(code: Assembler, program: Program, map: MapLocation, model: MapModel, book: GhostBook): void {
  const { name } = map;
  code.load("$flag", model.flag.location, null, {});
  code.verdict("stuck-flag", name, equal(bits("$flag", model.flag.bit), model.flag.bit));
  // A lookup and an iteration look at the count first, in both runtimes: where it is 0 they find nothing.
  code.load(LENGTH, model.count, null, {});
  code.set(TOTAL, 0);
  for (const [key, text] of map.keys.entries()) {
    const where = `${name}[${text}]`;
    const absent = code.label();
    model.access(code, key, "none");
    code.set(TOTAL, plus(TOTAL, FOUND));
    code.set(FOUND, both(FOUND, above(LENGTH, 0)));
    code.set(VALUE, 0);
    code.branch(equal(FOUND, 0), absent);
    code.load(VALUE, model.elements, POINTER, {});
    code.writeDown(name, key, VALUE);
    code.place(absent);
    const ghosts = book.filter((ghost) => ghost.map === name && ghost.key === key);
    remembered(code, ghosts, map.initial?.[key] ?? null);
    for (const { thread, missed } of ghosts) {
      if (missed === null) continue;
      code.result("$one", thread, missed.seen);
      code.verdict("corruption", name, "$one", {}, sentence("map.because.missed", { thread, where }));
    }
    const moved = ghosts.flatMap(({ thread, moved: register }) =>
      register === null ? [] : [{ thread, register }],
    );
    if (moved.length > 0) {
      code.set(CHANGE, map.initial?.[key] ?? 0);
      for (const { thread, register } of moved) {
        code.result("$one", thread, register);
        code.set(CHANGE, plus(CHANGE, "$one"));
      }
      code.verdict("lost-update", where, both(FOUND, differs(VALUE, CHANGE)));
    }
    const removable = mayGo(program, name, key);
    if (!removable) code.verdict("lost-insert", where, both(PUT, not(FOUND)));
    if (moved.length === 0) {
      code.verdict("lost-update", where, both(FOUND, both(PUT, not(KNOWN))));
    }
    if (!isWritten(program, name, key)) {
      code.verdict(
        "corruption",
        name,
        both(FOUND, DELETED),
        {},
        sentence("map.because.undeleted", { where }),
      );
    }
    model.occurrences(code, key);
    code.verdict("duplicate-key", where, both(above(LENGTH, 0), above(COUNT, 1)));
  }
  code.verdict("corruption", name, differs(LENGTH, TOTAL), {}, sentence("map.because.len", { map: name }));
}

/** Whether a key should be there (`PUT`), whether its value is one that was stored last, whether it was deleted. */
function remembered(code: Assembler, ghosts: GhostBook, initial: number | null): void {
  code.set(PUT, 0);
  code.set(KNOWN, 0);
  code.set(DELETED, 0);
  for (const ghost of ghosts) {
    if (ghost.put !== null) {
      code.result("$one", ghost.thread, ghost.put.done);
      code.result("$last", ghost.thread, ghost.put.value);
      code.set(KNOWN, either(KNOWN, both("$one", equal(VALUE, "$last"))));
      code.set(PUT, either(PUT, "$one"));
    }
    if (ghost.deleted !== null) {
      code.result("$one", ghost.thread, ghost.deleted);
      code.set(DELETED, either(DELETED, "$one"));
    }
  }
  if (initial === null) return;
  // Nobody has stored anything: the value of the start is the one to find.
  code.set(KNOWN, either(KNOWN, both(not(PUT), equal(VALUE, initial))));
  code.set(PUT, 1);
}
