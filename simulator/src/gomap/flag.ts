/**
 * The runtime's check for concurrent writers: a word that a writer marks on its way in and unmarks on its way out,
 * with plain loads and stores. hmap sets a bit of `flags` by XOR and clears it by AND NOT; Swiss toggles the byte
 * `writing` both times.
 */
import type { Assembler, Note } from "./assembler.ts";
import type { MapRuntime } from "./options.ts";
import { bits, equal, not, withoutBits, xor } from "./terms.ts";

const FLAG = "$flag";

/** Where the four steps of a writer stand. */
export interface FlagNotes {
  readonly check: Note;
  readonly set: Note;
  readonly recheck: Note;
  readonly clear: Note;
}

/** The word and the bit (see `MapModel.flag`). */
export interface Flag {
  readonly runtime: MapRuntime;
  readonly location: string;
  readonly bit: number;
}

/** What Go prints, by what comes in. */
export const messages = {
  write: "concurrent map writes",
  read: "concurrent map read and map write",
  iterate: "concurrent map iteration and map write",
} as const;

/** Somebody comes in: fatal when a writer is inside. */
export function check(code: Assembler, flag: Flag, access: keyof typeof messages, note: Note): void {
  code.load(FLAG, flag.location, null, note);
  code.verdict("fatal", messages[access], marked(flag), note);
}

/** A writer marks the map: an XOR that is a load and a store. */
export function setFlag(code: Assembler, flag: Flag, note: Note): void {
  code.load(FLAG, flag.location, null, note);
  code.store(flag.location, null, xor(FLAG, flag.bit), note);
}

/** A writer leaves: fatal when its mark is gone, else it takes the mark back. */
export function clearFlag(code: Assembler, flag: Flag, notes: FlagNotes): void {
  code.load(FLAG, flag.location, null, notes.recheck);
  code.verdict("fatal", messages.write, not(marked(flag)), notes.recheck);
  code.load(FLAG, flag.location, null, notes.clear);
  const cleared = flag.runtime === "hmap" ? withoutBits(FLAG, flag.bit) : xor(FLAG, flag.bit);
  code.store(flag.location, null, cleared, notes.clear);
}

function marked(flag: Flag) {
  return flag.runtime === "hmap" ? equal(bits(FLAG, flag.bit), flag.bit) : not(equal(FLAG, 0));
}
