/** The registers of x86 by the names that tests give them (Intel SDM volume 1, section 3.4.1). */
import { LitmusError, type TextRange } from "./problem.ts";

/** The two kinds of test: Intel's order of operands and 32 bits, AT&T's order and 64 bits. */
export type Architecture = "X86" | "X86_64";

const wide = /^(?:([re])([abcd]x|[sd]i|[bs]p)|r([89]|1[0-5])d?)$/;
const narrow = /^(?:[abcd][lhx]|[sd]il?|[bs]pl?|r(?:[89]|1[0-5])[wb])$/;

/**
 * The name under which a test's states list a register: `EAX` in an X86 test, `rax` in an X86_64 test,
 * whichever of its names the text uses. Names behind `%` that are no register's stand for one of the test's
 * own. Undefined for any other word; throws for the parts of registers, which are not simulated.
 */
export function registerOf(architecture: Architecture, word: string, range: TextRange): string | undefined {
  const name = word.replace("%", "").toLowerCase();
  const found = wide.exec(name);
  if (found !== null) {
    const [, , legacy, numbered] = found;
    if (numbered !== undefined) return `r${numbered}`;
    return architecture === "X86" ? `E${legacy.toUpperCase()}` : `r${legacy}`;
  }
  if (narrow.test(name)) throw new LitmusError("width", range, { what: word });
  return word.startsWith("%") ? word : undefined;
}

/** The register that CMPXCHG compares with. */
export function accumulator(architecture: Architecture): string {
  return architecture === "X86" ? "EAX" : "rax";
}
