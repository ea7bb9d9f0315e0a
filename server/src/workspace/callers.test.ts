/** Who calls exported functions is asked all over the module, whatever a run or a check was asked for. */
import { beforeAll, expect, it } from "vitest";
import { Survey } from "../hazards/survey/survey.ts";
import { stdlibIndex } from "../testkit/analyse.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import type { Engine } from "./api.ts";
import { createEngine } from "./engine.ts";
import { memoryFileSystem } from "./memoryFileSystem.ts";

beforeAll(loadSyntax);

const store = `package store

import "sync"

type Store struct {
	mu sync.Mutex
	m  map[string]int
}

func (s *Store) Put(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k]++
}

func (s *Store) Drop(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.m, k)
}

func (s *Store) Peek(k string) int {
	return s.m[k]
}
`;

/** A program that reads the store in a certain way while goroutines write it. */
function program(reads: string): string {
  return `package main

import "example.com/m/store"

func main() {
	s := &store.Store{}
	for range 4 {
		go use(s)
	}
	select {}
}

func use(s *store.Store) {
	s.Put("a")
	s.Drop("b")
	${reads}
}
`;
}

function engineFor(reads: string): Engine {
  const files = { "/m/go.mod": "module example.com/m\n\ngo 1.25\n", "/m/store/store.go": store };
  return createEngine({
    fileSystem: memoryFileSystem({ ...files, "/m/main.go": program(reads) }),
    stdlib: stdlibIndex(),
    cwd: "/m",
  });
}

const cases = [
  { reads: 'println(s.Peek("a"))', found: ["s.m[k]"] },
  { reads: "", found: [] },
  { reads: 'println((&store.Store{}).Peek("a"))', found: [] },
];

it.each(cases)("a run over the package alone gives what one over the module gives: $reads", async (given) => {
  for (const pattern of ["./...", "./store"]) {
    const { findings, packages } = await engineFor(given.reads).run([pattern], { tests: false });
    const inStore = findings.filter(({ range }) => range.path === "/m/store/store.go");
    expect(inStore.map(({ range }) => store.slice(range.start, range.end))).toEqual(given.found);
    expect(packages).toBe(pattern === "./..." ? 2 : 1);
  }
});

it("what the engine is told of the callers counts in the editor", async () => {
  const engine = engineFor("");
  const count = async (): Promise<number> => (await engine.check("/m/store/store.go")).findings.length;
  // Nothing is known yet.
  expect(await count()).toBe(1);
  const survey = new Survey();
  await engine.run(["./..."], {
    tests: false,
    survey: "left-to-caller",
    onPackage: async ({ links }) => {
      for (const each of links) survey.add(each);
    },
  });
  engine.callersAre(survey);
  expect(await count()).toBe(0);
});
