/** Code that is deep, long or circular ends in time and without a failure. */
import { beforeAll, describe, expect, it } from "vitest";
import { analyse } from "../testkit/analyse.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import { componentsBottomUp } from "./callgraph.ts";
import { Composer, ownStrands } from "./compose.ts";

beforeAll(loadSyntax);

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** The effects of one file; fails when the analysis of some function failed. */
function effectsOf(text: string) {
  const { effects, result } = analyse({ "a.go": `package p\n\n${text}` });
  effects.all();
  expect(effects.failures).toEqual([]);
  expect(result.failures).toEqual([]);
  return { effects, result };
}

describe("the call graph", () => {
  it("of a chain of 5,000 functions is one component for each, callees first", () => {
    const text = numbers(5000).map((i) => `func f${i}() { f${i + 1}() }`);
    const { effects } = effectsOf(`${text.join("\n")}\nvar m = map[int]int{}\nfunc f5000() { m[1] = 1 }`);
    const names = componentsBottomUp(effects).map((component) => component.map(({ func }) => func.name));
    expect(names.length).toBe(5001);
    expect(names[0]).toEqual(["f5000"]);
    expect(names.at(-1)).toEqual(["f0"]);
  });

  it("of functions that call each other in a circle is one component", () => {
    const { effects } = effectsOf(`
      func a(n int) { b(n) }
      func b(n int) { c(n) }
      func c(n int) { if n > 0 { a(n - 1) }; d() }
      func d() { d() }
      func e() { a(1) }`);
    const names = componentsBottomUp(effects).map((component) =>
      component.map(({ func }) => func.name).sort(),
    );
    expect(names).toEqual([["d"], ["a", "b", "c"], ["e"]]);
  });
});

describe("composition", () => {
  it("puts the caller's expressions for the callee's parameters", () => {
    const { effects } = effectsOf(`
      type box struct { inner struct { m map[string]int } }
      func (b *box) put(k string) { store(b.inner.m, k) }
      func store(m map[string]int, k string) { m[k] = 1 }
      func use(x struct { b *box }) { x.b.put("a") }`);
    const composer = new Composer(effects);
    const use = effects.all().find(({ func }) => func.name === "use");
    const [access] = use === undefined ? [] : composer.strandAccesses(use, ownStrands(use.effects));
    expect(access.kind).toBe("write");
    expect(access.path.root.name).toBe("x");
    expect(access.path.steps.map((step) => (step === "[]" ? step : step.name))).toEqual(["b", "inner", "m"]);
    expect(access.calls.map((call) => call.callee.name)).toEqual(["put", "store"]);
  });

  it("adds the caller's locks to the callee's", () => {
    const { effects } = effectsOf(`
      import "sync"
      type t struct { a, b sync.Mutex; m map[string]int }
      func (x *t) inner() { x.b.Lock(); defer x.b.Unlock(); x.m["k"] = 1 }
      func (x *t) outer() { x.a.Lock(); defer x.a.Unlock(); x.inner() }`);
    const outer = effects.all().find(({ func }) => func.name === "outer");
    const seen = outer === undefined ? [] : new Composer(effects).strandAccesses(outer, new Set([0]));
    expect(seen.map(({ locks }) => [...locks.values()].map(({ lock }) => lock.text))).toEqual([
      ["x.a", "x.b"],
    ]);
  });
});

// Work that grew without bound would not end before the time-out of a test; how fast it is, the benchmarks tell.
describe("size", () => {
  const guarded = (body: string): string => `
    import "sync"
    var mu sync.Mutex
    var m = map[int]int{}
    func F(xs []int, c chan bool) {
      ${body}
    }`;

  it("loops nested 12 deep with goroutines and locks end", () => {
    const open = numbers(12).map(
      (i) => `for i${i} := range xs { mu.Lock(); m[i${i}]++; mu.Unlock(); go func() { <-c }()`,
    );
    effectsOf(guarded(`${open.join("\n")}\n${"}\n".repeat(12)}`));
  });

  it("literals that call each other twice, 24 deep, end", () => {
    const literals = numbers(24).map((i) => `f${i + 1} := func() { f${i}(); f${i}() }`);
    effectsOf(guarded(`f0 := func() { m[1]++ }\n${literals.join("\n")}\nf24()`));
  });

  it("functions that hand a guarded map to each other, 60 to 60, end", () => {
    const calls = numbers(60).map((i) => `f${i}(x)`);
    const functions = numbers(60).map((i) => `func f${i}(x map[int]int) { ${calls.join("; ")} }`);
    effectsOf(`${guarded("mu.Lock(); defer mu.Unlock(); m[1]++; f0(m)")}\n${functions.join("\n")}`);
  });

  it("a function of 20,000 lines ends", () => {
    const lines = numbers(5000).map((i) => `mu.Lock()\nm[${i}] = ${i}\nmu.Unlock()\ngo func() { <-c }()`);
    const { effects } = effectsOf(guarded(lines.join("\n")));
    expect(effects.all()[0].effects.accesses.length).toBe(5000);
  });

  it("blocks and branches nested 300 deep do no harm", () => {
    effectsOf(guarded(`${"if len(xs) > 0 { ".repeat(300)} m[1]++ ${"}".repeat(300)}`));
    effectsOf(guarded(`m[1] = ${"(".repeat(300)}len(m)${")".repeat(300)}`));
  });
});

describe("code that does not make sense", () => {
  it("types and functions in circles", () => {
    effectsOf(`
      type a struct { b *b; m map[string]*a }
      type b struct { a; c []c }
      type c map[string]c
      type d d
      type e struct { e }
      type f = g
      type g = f
      func (x *a) use() { x.b.a.b.c[0]["k"]["k"] = nil; x.m["a"].m["b"].use() }
      func loop(x d, y e, z f) { x.y.z["k"] = 1; y.e.e["k"] = 1; z["k"] = 1; loop(x, y, z) }`);
  });

  it("what is not known is never taken for a map", () => {
    const { effects, result } = effectsOf(`
      import "example.com/unknown"
      type t struct { x unknown.Thing; y missing }
      func (v *t) Use(list unknown.List) {
        v.x["k"] = 1
        v.y["k"]++
        list[0] = 2
        unknown.Table["k"] = 3
        undeclared["k"] = 4
        for range v.x { delete(v.x, "k") }
        go func() { v.x["k"] = 5; clear(v.y) }()
      }`);
    expect(effects.all().flatMap((owner) => owner.effects.accesses)).toEqual([]);
    expect(result.findings).toEqual([]);
  });

  it("a function with a syntax error keeps the accesses around it", () => {
    const { effects } = analyse({
      "a.go": 'package p\n\nvar m map[string]int\n\nfunc F() {\n\tm["a"] = 1\n\tx := )\n\tm["b"] = 2\n}\n',
    });
    expect(effects.all()[0].effects.accesses.length).toBeGreaterThan(0);
    expect(effects.failures).toEqual([]);
  });
});
