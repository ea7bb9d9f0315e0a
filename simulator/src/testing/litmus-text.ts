/** Writes the operations of the ground truth as `.litmus` files, to be read again. */

import type { Architecture } from "../litmus/registers.ts";
import type { LitmusOp, LitmusTest } from "../litmus.ts";

/** The accumulator is kept free for CMPXCHG. */
const names: Readonly<Record<Architecture, readonly string[]>> = {
  X86: ["EBX", "ECX", "EDX", "ESI", "EDI", "EBP"],
  X86_64: ["rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8", "r9", "r10", "r11", "r12", "r13"],
};

/** A test as text, and the name in it of each register: `0:r1` is `0:ECX`. */
export interface LitmusText {
  readonly text: string;
  readonly registers: ReadonlyMap<string, string>;
}

/** Writes a test; undefined when it has more registers than fit. */
export function litmusText(test: LitmusTest, architecture: Architecture): LitmusText | undefined {
  const registers = new Map<string, string>();
  const columns: string[][] = [];
  for (const [index, ops] of test.threads.entries()) {
    const used = [...new Set(ops.flatMap(({ reg }) => (reg === undefined ? [] : [reg])))];
    // One more for the new value of CMPXCHG.
    if (used.length >= names[architecture].length) return undefined;
    for (const [place, reg] of used.entries())
      registers.set(`${index}:${reg}`, `${index}:${names[architecture][place]}`);
    const local = new Map(used.map((reg, place) => [reg, names[architecture][place]]));
    const writer = new Writer(architecture, local, names[architecture][used.length]);
    columns.push(ops.flatMap((op) => writer.lines(op)));
  }
  const rows = Math.max(...columns.map((column) => column.length));
  const body = Array.from({ length: rows }, (_, row) =>
    columns.map((column) => column[row] ?? "").join(" | "),
  );
  const head = columns.map((_, index) => `P${index}`).join(" | ");
  const init = Object.entries(test.init).map(([name, value]) => `${name}=${value};`);
  const text = `${architecture} ${test.name}\n{ ${init.join(" ")} }\n${[head, ...body].join(" ;\n")} ;\n`;
  return { text, registers };
}

class Writer {
  private readonly intel: boolean;
  private readonly registers: ReadonlyMap<string, string>;
  private readonly spare: string;

  constructor(architecture: Architecture, registers: ReadonlyMap<string, string>, spare: string) {
    this.intel = architecture === "X86";
    this.registers = registers;
    this.spare = spare;
  }

  lines(op: LitmusOp): string[] {
    const { loc = "", val = 0, label = "" } = op;
    const memory = this.intel ? `[${loc}]` : `(${loc})`;
    const register = this.registers.get(op.reg ?? "") ?? "";
    const reg = this.reg(register);
    const accumulator = this.intel ? "EAX" : "%rax";
    switch (op.op) {
      case "W":
        return [this.two("mov", memory, `$${val}`)];
      case "WR":
        return [this.two("mov", memory, reg)];
      case "R":
        return [this.two("mov", reg, memory)];
      case "MFENCE":
        return [this.intel ? "MFENCE" : "mfence"];
      case "XCHG":
        return [this.two("mov", reg, `$${val}`), this.two("xchg", reg, memory)];
      case "CAS":
        return [
          this.two("mov", accumulator, `$${op.old ?? 0}`),
          this.two("mov", this.reg(this.spare), `$${op.new ?? 0}`),
          `lock ${this.two("cmpxchg", memory, this.reg(this.spare))}`,
          this.two("mov", reg, accumulator),
        ];
      case "LOCKADD":
        return [`LOCK ${this.two("add", memory, `$${val}`)}`];
      case "XADD":
        return [this.two("mov", reg, `$${val}`), `lock ${this.two("xadd", memory, reg)}`];
      case "MOV":
      case "ADD":
      case "XOR":
        return [this.two(op.op, reg, `$${val}`)];
      case "JZ":
      case "JNZ":
        return [this.two("cmp", reg, "$0"), `${op.op === "JZ" ? "JE" : "JNE"} ${label}`];
      default:
        return [`${label}:`];
    }
  }

  private reg(name: string): string {
    return this.intel ? name : `%${name}`;
  }

  private two(mnemonic: string, destination: string, source: string): string {
    return this.intel
      ? `${mnemonic.toUpperCase()} ${destination},${source}`
      : `${mnemonic.toLowerCase()}q ${source},${destination}`;
  }
}
