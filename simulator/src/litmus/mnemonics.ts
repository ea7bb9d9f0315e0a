/** The instructions that are simulated. */
import { LitmusError } from "./problem.ts";
import type { Token } from "./tokens.ts";

const bases = [
  "mov",
  "xchg",
  "add",
  "sub",
  "xor",
  "inc",
  "dec",
  "cmp",
  "test",
  "xadd",
  "cmpxchg",
  "mfence",
  "sfence",
  "lfence",
  "nop",
  "endbr64",
  "ret",
  "jmp",
  "je",
  "jz",
  "jne",
  "jnz",
  "jl",
  "jle",
  "jg",
  "jge",
  "jlt",
  "jgt",
  "js",
  "jns",
] as const;

/** An instruction without the letter of its size; `jlt` and `jgt` are herd7's names of `jl` and `jg`. */
export type Mnemonic = (typeof bases)[number];

/** Instructions that take the LOCK prefix here (Intel SDM volume 2, LOCK). */
export const lockable: readonly Mnemonic[] = ["xchg", "add", "sub", "inc", "dec", "xadd", "cmpxchg"];

/** The instruction a word stands for. Throws for one that is not simulated, or is of 8 or 16 bits. */
export function mnemonicOf(token: Token): Mnemonic {
  const word = token.text.toLowerCase();
  const exact = bases.find((base) => base === word);
  if (exact !== undefined) return exact;
  const base = bases.find((known) => !known.startsWith("j") && word === known + word.slice(-1));
  const size = word.slice(-1);
  if (base !== undefined && (size === "l" || size === "q")) return base;
  if (base !== undefined && (size === "b" || size === "w")) {
    throw new LitmusError("width", token, { what: token.text });
  }
  const known = bases.filter((name) => name !== "jlt" && name !== "jgt").join(", ");
  throw new LitmusError("instruction", token, { found: token.text, known });
}
