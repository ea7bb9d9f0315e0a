import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { LitmusTest } from "../litmus.ts";
import type { Model } from "../program.ts";
import { litmusText } from "../testing/litmus-text.ts";
import { type FinalState, formatCondition } from "./condition.ts";
import { exploreLitmus, type LitmusResult, satisfied } from "./final.ts";
import { readLitmus } from "./read.ts";
import type { Litmus } from "./test.ts";

function only(text: string): Litmus {
  const { tests, problems } = readLitmus("t.litmus", text);
  expect(problems).toEqual([]);
  expect(tests).toHaveLength(1);
  return tests[0];
}

function run(text: string, model: Model = "tso"): LitmusResult {
  return exploreLitmus(only(text), { model });
}

/** The final states of one thread in each of both syntaxes, which must be the same. */
function values(intel: readonly string[], att: readonly string[], init = ""): readonly FinalState[] {
  const one = run(`X86 t\n{ ${init} }\n P0 ;\n${intel.map((line) => ` ${line} ;`).join("\n")}\n`);
  const other = run(`X86_64 t\n{ ${init} }\n P0 ;\n${att.map((line) => ` ${line} ;`).join("\n")}\n`);
  const renamed = other.states.map((state) =>
    Object.fromEntries(
      Object.entries(state).map(([key, value]) => [
        key.replace(/:r(\w+)/, (_, r: string) => `:E${r.toUpperCase()}`),
        value,
      ]),
    ),
  );
  expect(renamed).toEqual(one.states);
  return one.states;
}

const storeBuffering = `X86 SB
"PodWR Fre PodWR Fre"
Cycle=Fre PodWR Fre PodWR
(* Comments (* inside comments *) may stand anywhere *)
{ x=0; y=0; }
 P0          | P1          ; # and at the end of a line
 MOV [x],$1  | MOV [y],$1  ;
 MOV EAX,[y] | MOV EAX,[x] ;
exists (0:EAX=0 /\\ 1:EAX=0)
`;

describe("a test", () => {
  it("has its name, its threads with their places, and its condition", () => {
    const { name, program, condition, observed } = only(storeBuffering);
    expect(name).toBe("SB");
    expect(program.threads.map((thread) => thread.name)).toEqual(["P0", "P1"]);
    expect(
      program.threads[1].instructions.map(({ kind, source }) => [
        kind,
        source?.line,
        source?.column,
        source?.text,
      ]),
    ).toEqual([
      ["store", 7, 16, "MOV [y],$1"],
      ["load", 8, 16, "MOV EAX,[x]"],
    ]);
    expect(condition === null ? "" : formatCondition(condition)).toBe("exists (0:EAX=0 /\\ 1:EAX=0)");
    expect(observed).toEqual(["0:EAX", "1:EAX"]);
  });

  it("is allowed under TSO and forbidden under SC", () => {
    expect(run(storeBuffering)).toMatchObject({ verdict: "allowed", matching: 1 });
    expect(run(storeBuffering, "sc")).toMatchObject({ verdict: "forbidden", matching: 0 });
  });

  it("may have registers with addresses, types, and columns of different lengths", () => {
    const text = `X86_64 MP+addr
{ uint64_t x; int *p; 0:rax=x; 1:rbx=y; uint64_t 1:rcx; P1:rdx=7; [z]=3; }
 P0               | P1               ;
 movq $1,(%rax)   | movl (y),%ecx    ;
 movq $1,0(%rax)  | movl (%rbx),%edi ;
 movq $1,(y)      ;
locations [x; z int; 1:rdx;]
exists ([x]=1 /\\ 1:rcx=1)
`;
    const test = only(text);
    expect(test.observed).toEqual(["x", "1:rcx", "z", "1:rdx"]);
    expect(exploreLitmus(test, { model: "tso" }).states).toContainEqual({
      "1:rcx": 1,
      "1:rdi": 1,
      "1:rdx": 7,
      x: 1,
      p: 0,
      z: 3,
      y: 1,
    });
  });
});

describe("instructions", () => {
  const cases: readonly [string, string[], string[], string, FinalState[]][] = [
    [
      "MOV of numbers and registers",
      ["MOV EAX,$-0x10", "mov EBX,EAX", "MOV [x],EBX"],
      ["movl $-16,%eax", "mov %rax,%rbx", "movq %rbx,(x)"],
      "",
      [{ "0:EAX": -16, "0:EBX": -16, x: -16 }],
    ],
    [
      "ADD, SUB, XOR of registers",
      ["MOV EAX,$6", "ADD EAX,$3", "MOV EBX,EAX", "XOR EBX,EAX", "SUB EAX,$1"],
      ["movl $6,%eax", "addl $3,%eax", "movl %eax,%ebx", "xorl %eax,%ebx", "subl $1,%eax"],
      "",
      [{ "0:EAX": 8, "0:EBX": 0 }],
    ],
    ["ADD from memory", ["ADD EAX,[x]"], ["add (x),%eax"], "x=4;", [{ "0:EAX": 4, x: 4 }]],
    ["INC and DEC", ["INC [x]", "DEC EAX"], ["incl (x)", "decq %rax"], "x=4;", [{ "0:EAX": -1, x: 5 }]],
    [
      "XCHG",
      ["MOV EAX,$1", "XCHG [x],EAX", "XCHG EAX,EBX"],
      ["movl $1,%eax", "xchg %eax,(x)", "xchg %rbx,%rax"],
      "x=9;",
      [{ "0:EAX": 0, "0:EBX": 9, x: 1 }],
    ],
    [
      "LOCK ADD, SUB, INC, DEC",
      ["LOCK ADD [x],$5", "LOCK SUB [x],$2", "LOCK INC [x]", "lock DEC [y]"],
      ["lock addl $5,(x)", "lock subl $2,(x)", "lock incl (x)", "lock decl (y)"],
      "",
      [{ x: 4, y: -1 }],
    ],
    [
      "XADD with LOCK and without",
      ["MOV EAX,$2", "LOCK XADD [x],EAX", "XADD [x],EAX"],
      ["movl $2,%eax", "lock xaddl %eax,(x)", "xadd %eax,(x)"],
      "x=1;",
      [{ "0:EAX": 3, x: 4 }],
    ],
    [
      "CMPXCHG that succeeds",
      ["MOV EBX,$7", "LOCK CMPXCHG [x],EBX"],
      ["movl $7,%ebx", "lock cmpxchgl %ebx,(x)"],
      "",
      [{ "0:EAX": 0, "0:EBX": 7, x: 7 }],
    ],
    [
      "CMPXCHG that fails",
      ["MOV EBX,$7", "LOCK CMPXCHG [x],EBX"],
      ["movl $7,%ebx", "lock cmpxchg (x),%ebx"],
      "x=3;",
      [{ "0:EAX": 3, "0:EBX": 7, x: 3 }],
    ],
    [
      "fences and NOP",
      ["MFENCE", "SFENCE", "LFENCE", "NOP", "MOV [x],$1"],
      ["mfence", "sfence", "lfence", "nop", "movl $1,(x)"],
      "",
      [{ x: 1 }],
    ],
    [
      "RET ends the thread",
      ["MOV [x],$1", "RET", "MOV [x],$2"],
      ["movl $1,(x)", "ret", "movl $2,(x)"],
      "",
      [{ x: 1 }],
    ],
  ];
  test.each(cases)("%s", (_, intel, att, init, expected) => {
    expect(values(intel, att, init)).toEqual(expected);
  });

  test.each([
    ["JE", "JNE", 5, 5],
    ["JL", "JGE", 4, 5],
    ["JLE", "JG", 5, 5],
    ["JS", "JNS", 4, 5],
  ])("%s and %s after CMP", (jump, other, left, right) => {
    const intel = (name: string): string[] => [
      `MOV EAX,$${left}`,
      `CMP EAX,$${right}`,
      `${name} yes`,
      "MOV [x],$1",
      "yes:",
    ];
    const att = (name: string): string[] => [
      `movl $${left},%eax`,
      `cmpl $${right},%eax`,
      `${name} yes`,
      "movl $1,(x)",
      "yes: nop",
    ];
    expect(values(intel(jump), att(jump))).toEqual([{ "0:EAX": left, x: 0 }]);
    expect(values(intel(other), att(other))).toEqual([{ "0:EAX": left, x: 1 }]);
  });

  it("INC without LOCK is a load and a store, with LOCK it is one step", () => {
    const inc = (lock: string): string =>
      `X86 t\n{}\n P0 | P1 ;\n ${lock} INC [x] | ${lock} INC [x] ;\nexists x=1\n`;
    expect(run(inc("")).verdict).toBe("allowed");
    expect(run(inc("LOCK")).verdict).toBe("forbidden");
  });

  it("a jump after LOCK INC looks at its result", () => {
    const text = "X86 t\n{x=-1}\n P0 ;\n LOCK INC [x] ;\n JE L0 ;\n MOV [y],$1 ;\n L0: ;\nforall y=0\n";
    expect(run(text).verdict).toBe("allowed");
  });

  it("a loop waits for a value, for as long as it takes", () => {
    const text = `X86 wait
{}
 P0         | P1            ;
 MOV [x],$1 | L0:           ;
 MOV [f],$1 |   MOV EAX,[f] ;
            |   TEST EAX,EAX ;
            |   JE L0       ;
            |   MOV EBX,[x] ;
exists 1:EBX=0`;
    const result = run(text);
    expect(result.verdict).toBe("forbidden");
    expect(result.exploration.complete).toBe(true);
  });

  it("a loop without end is stopped, and says so", () => {
    const { exploration } = run("X86 t\n{}\n P0 ;\n L: INC EAX ;\n JMP L ;\n");
    expect(exploration).toMatchObject({ complete: false, stopped: "max-steps" });
  });
});

describe("conditions", () => {
  const test = (condition: string): Litmus =>
    only(`X86 t\n{}\n P0 | P1 ;\n MOV [x],$1 | MOV EAX,[x] ;\n${condition}\n`);
  it.each([
    ["exists 1:EAX=0", "exists (1:EAX=0)", 1, true],
    ["exists [x]=1 /\\ (1:EAX=0 \\/ 1:EAX=1)", "exists (x=1 /\\ (1:EAX=0 \\/ 1:EAX=1))", 2, true],
    ["~exists 1:EAX=2", "~exists (1:EAX=2)", 0, true],
    ["~ exists (1:eax==1)", "~exists (1:EAX=1)", 1, false],
    ["forall x=1", "forall (x=1)", 2, true],
    ["forall (1:EAX=0 => x=2)", "forall (not (1:EAX=0) \\/ x=2)", 1, false],
    ["exists not (1:EAX != 1) /\\ true", "exists (not (not (1:EAX=1)) /\\ true)", 1, true],
    ["filter 1:EAX=1 forall P1:EAX=1", "forall (1:EAX=1)", 1, true],
    ["exists false", "exists (false)", 0, false],
  ])("%s", (text, written, matching, holding) => {
    const read = test(text);
    const { condition } = read;
    const result = exploreLitmus(read, { model: "sc" });
    expect(condition === null ? "" : formatCondition(condition)).toBe(written);
    expect(result.matching).toBe(matching);
    expect(condition !== null && satisfied(condition, result.states.length, matching)).toBe(holding);
  });
});

describe("problems name their place", () => {
  const code = (row: string, rest = "", init = ""): string => `X86 t\n{${init}}\n P0 ;\n ${row} ;\n${rest}`;
  const cases: readonly [string, string, string][] = [
    ["empty", "", ""],
    ["not-a-test", "//", "// hello\n{}"],
    ["architecture", "PPC", "PPC SB\n{}\n P0 ;\n sync ;"],
    ["no-init", "", "X86 t\n P0 ;\n"],
    ["init-end", "{", "X86 t\n{ x=0;\n P0 ;"],
    ["comment", "(*", "X86 t (* no end\n{}\n P0 ;"],
    ["string", '"', 'X86 t\n"no end\n{}\n P0 ;'],
    ["init-item", "7", code("NOP", "", "x=1 7;")],
    ["init-value", "]", code("NOP", "", "x=];")],
    ["init-pointer", "y", code("NOP", "", "x=y;")],
    ["init-array", "[", code("NOP", "", "int t[2]={1,2};")],
    ["number", "99999999999999999999", code("NOP", "", "x=99999999999999999999;")],
    ["no-threads", "", "X86 t\n{}\n"],
    ["thread-name", "T1", "X86 t\n{}\n P0 | T1 ;\n NOP | NOP ;"],
    ["thread-name", "P2", "X86 t\n{}\n P0 | P2 ;\n NOP | NOP ;"],
    ["columns", "MOV [y],$1", "X86 t\n{}\n P0 ;\n MOV [x],$1 | MOV [y],$1 ;"],
    ["character", "!", code("MOV [x],!1")],
    ["instruction", "SHL", code("SHL EAX,$1")],
    ["instruction-word", "$1", code("$1")],
    ["operand", "", code("MOV EAX,")],
    ["operand-name", "x", code("MOV x,$1")],
    ["operands", "MOV EAX", code("MOV EAX")],
    ["operands", "MFENCE EAX", code("MFENCE EAX")],
    ["rest", "MOV", code("MOV EAX,$1 MOV EBX,$1")],
    ["two-memory", "MOV [x],[y]", code("MOV [x],[y]")],
    ["memory-and-register", "LOCK XADD EBX,EAX", code("LOCK XADD EBX,EAX")],
    ["width", "AL", code("MOV AL,$1")],
    ["width", "MOVB", code("MOVB [x],$1")],
    ["immediate", "$1", code("MOV $1,[x]")],
    ["lock", "LOCK", code("LOCK MOV [x],$1")],
    ["lock-memory", "LOCK INC EAX", code("LOCK INC EAX")],
    ["cmpxchg-lock", "CMPXCHG", code("CMPXCHG [x],EBX")],
    ["test", "TEST EAX,EBX", code("TEST EAX,EBX")],
    ["address", "4", code("MOV EAX,4[EBX]", "", "0:EBX=x;")],
    ["address-unknown", "[EBX]", code("MOV EAX,[EBX]")],
    ["address-value", "EBX", code("MOV EBX,$1", "", "0:EBX=x;")],
    ["label", "L1", code("JMP L1")],
    ["label-twice", "L1", "X86 t\n{}\n P0 ;\n L1: ;\n L1: ;\n"],
    ["condition", "maybe", code("NOP", "exists x=1 maybe")],
    ["condition", "", code("NOP", "exists (x=1")],
    ["condition-value", "y", code("NOP", "exists x=y")],
    ["condition-register", "=", code("NOP", "exists 0:foo=1")],
    ["condition-thread", "3", code("NOP", "exists 3:EAX=1")],
    ["condition-deep", "(", code("NOP", `exists ${"(".repeat(200)}x=1${")".repeat(200)}`)],
  ];
  test.each(cases)("%s at %j", (id, at, text) => {
    const { tests, problems } = readLitmus("t.litmus", text);
    expect(tests).toEqual([]);
    expect(problems.map((problem) => [problem.id, text.slice(problem.start, problem.end)])).toEqual([
      [id, at],
    ]);
  });

  it("tells all problems of a file, from the top", () => {
    const text = "X86 t\n{x=y;}\n P0 ;\n FOO ;\n BAR ;\nexists";
    expect(readLitmus("t.litmus", text).problems.map(({ id }) => id)).toEqual([
      "init-pointer",
      "instruction",
      "instruction",
      "condition",
    ]);
  });
});

describe("the ground truth as text", () => {
  const ground = ["named", "random"].flatMap((name): readonly LitmusTest[] => {
    const file = new URL(`../../testdata/litmus/${name}.json`, import.meta.url);
    const data: { readonly tests: readonly LitmusTest[] } = JSON.parse(readFileSync(file, "utf8"));
    return data.tests;
  });

  /** States by some keys, under other names, each once. */
  const project = (states: readonly FinalState[], keys: ReadonlyMap<string, string>): string[] => {
    const texts = states.map((state) => [...keys].map(([key, name]) => `${name}=${state[key]}`).join(";"));
    return [...new Set(texts)].sort();
  };

  test.each(["X86", "X86_64"] as const)(
    "in the syntax of %s gives the same final states as JSON",
    (architecture) => {
      let compared = 0;
      for (const data of ground) {
        const written = litmusText(data, architecture);
        if (written === undefined) continue;
        const fromText = only(written.text);
        const [fromJson] = readLitmus("t.json", JSON.stringify(data)).tests;
        for (const model of ["sc", "tso"] as const) {
          const wanted = exploreLitmus(fromJson, { model }).states;
          const names = new Map(Object.keys(wanted[0]).map((key) => [key, key]));
          const read = new Map([...names.keys()].map((key) => [written.registers.get(key) ?? key, key]));
          expect(project(exploreLitmus(fromText, { model }).states, read), data.name).toEqual(
            project(wanted, names),
          );
        }
        compared += 1;
      }
      expect(compared).toBeGreaterThan(195);
    },
  );
});

describe("any text", () => {
  it("is a test or has problems inside the text, and reading never throws", () => {
    const pieces = [
      "X86",
      " SB\n",
      "{",
      "}",
      "x=1;",
      "0:EAX=x;",
      "P0",
      " | ",
      ";\n",
      "MOV",
      " [x]",
      ",",
      "$1",
      "LOCK ",
      "exists",
      "(",
      "/\\",
      "~",
      '"',
      "(*",
      "*)",
      "#",
      "L:",
      "é",
      "[",
      "\u{1F600}",
    ];
    const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const source = parts.join("");
        const { tests, problems } = readLitmus("t.litmus", source);
        expect(tests.length + problems.length > 0 || /^\s*\[/.test(source)).toBe(true);
        for (const { start, end } of problems) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(source.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("cut off anywhere, a test still has its problem or is one", () => {
    for (let length = 0; length < storeBuffering.length; length++) {
      const { tests, problems } = readLitmus("t.litmus", storeBuffering.slice(0, length));
      expect(tests.length + problems.length).toBeGreaterThan(0);
    }
  });
});
