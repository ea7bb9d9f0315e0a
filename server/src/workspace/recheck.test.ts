import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { PackageEffects } from "../effects/analyse.ts";
import { noOthers } from "../effects/outside.ts";
import { checkPackage } from "../hazards/check.ts";
import { bodyOf } from "../syntax/bodies.ts";
import { packageOf } from "../testkit/analyse.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import { applyEdits, recheckWith } from "./recheck.ts";

beforeAll(loadSyntax);

const text = `package p

import "sync"

type S struct {
	mu    sync.Mutex
	users map[string]int
}

func (s *S) Set(k string) {
	s.lock()
	s.users[k] = 1
	s.mu.Unlock()
}

func (s *S) Drop(k string) {
	s.lock()
	delete(s.users, k)
	s.mu.Unlock()
}

func (s *S) lock() {
	s.mu.Lock()
}

func (s *S) Peek(k string) int {
	return s.users[k]
}
`;

/** Edits that replace the first occurrence of a text. */
function edit(before: string, after: string) {
  const start = text.indexOf(before);
  expect(start).toBeGreaterThan(0);
  return [{ path: "a.go", edits: [{ start, end: start + before.length, text: after }] }];
}

describe("a package with edits", () => {
  const cases: Record<string, readonly [string, string]> = {
    "in a body": ["\treturn s.users[k]", "\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\treturn s.users[k]"],
    "in a body that its callers depend on": ["\ts.mu.Lock()", ""],
    "that make a body longer": ["\tdelete(s.users, k)", "\tdelete(s.users, k)\n\ts.users[k]++"],
    "in a declaration": ["users map[string]int", "users map[string]int // guarded by mu"],
    "that add a function": [
      "func (s *S) lock",
      "func f(m map[int]int) {\n\tgo f(m)\n\tm[1]++\n}\n\nfunc (s *S) lock",
    ],
    "of nothing": ["\treturn", "\treturn"],
  };
  for (const [name, [before, after]] of Object.entries(cases)) {
    it(`${name} has the findings of a fresh analysis, and is as before afterwards`, () => {
      const effects = new PackageEffects(packageOf({ "a.go": text }), bodyOf);
      const found = checkPackage(effects).findings;
      expect(found).toHaveLength(1);
      const edits = edit(before, after);
      const changed = applyEdits(text, edits[0].edits);
      const fresh = checkPackage(new PackageEffects(packageOf({ "a.go": changed }), bodyOf)).findings;
      expect(recheckWith(effects, edits, () => text, noOthers)).toEqual(fresh);
      expect(checkPackage(effects).findings).toEqual(found);
      expect(recheckWith(effects, edits, () => text, noOthers)).toEqual(fresh);
    });
  }

  it("that do not parse has none", () => {
    const effects = new PackageEffects(packageOf({ "a.go": text }), bodyOf);
    expect(recheckWith(effects, edit("\treturn", ")"), () => text, noOthers)).toBeUndefined();
  });
});

describe("functions that call each other", () => {
  const count = 5;
  const statements = [
    "s.mu.Lock()",
    "s.mu.Unlock()",
    "s.users[k]++",
    "if k == 1 {\n\t\treturn\n\t}",
    "go s.f0(k)",
    ...Array.from({ length: count }, (_, i) => `s.f${i}(k)`),
  ];
  const body = fc.array(fc.constantFrom(...statements), { maxLength: 4 });
  const bodies = fc.array(body, { minLength: count, maxLength: count });
  const packageText = (all: readonly (readonly string[])[]): string =>
    [
      'package p\n\nimport "sync"\n\ntype S struct {\n\tmu sync.Mutex\n\tusers map[int]int\n}',
      ...all.map((lines, i) => `func (s *S) f${i}(k int) {\n\t${lines.join("\n\t")}\n}`),
      "func (s *S) Set(k int) {\n\ts.mu.Lock()\n\ts.users[k] = 1\n\ts.mu.Unlock()\n}",
      "func (s *S) Use(k int) {\n\ts.f0(k)\n\ts.users[k] = 2\n\ts.f1(k)\n}",
    ].join("\n\n");

  it("are walked again where one sees a difference, and are as a fresh analysis has them", () => {
    fc.assert(
      fc.property(bodies, bodies, fc.array(fc.nat(count - 1), { maxLength: 2 }), (first, other, which) => {
        const text = packageText(first);
        const changed = packageText(first.map((lines, i) => (which.includes(i) ? other[i] : lines)));
        const effects = new PackageEffects(packageOf({ "a.go": text }), bodyOf);
        const found = checkPackage(effects).findings;
        const fresh = new PackageEffects(packageOf({ "a.go": changed }), bodyOf);
        const wanted = checkPackage(fresh).findings;
        const edits = [{ path: "a.go", edits: [{ start: 0, end: text.length, text: changed }] }];
        expect(recheckWith(effects, edits, () => text, noOthers)).toEqual(wanted);
        expect(checkPackage(effects).findings).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });
});
