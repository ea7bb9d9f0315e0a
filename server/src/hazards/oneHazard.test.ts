import { beforeAll, expect, it } from "vitest";
import { render } from "../../../protocol/src/messages.ts";
import { analyse } from "../testkit/analyse.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import { oneForEachHazard } from "./oneHazard.ts";

beforeAll(loadSyntax);

const lineOf = (text: string, offset: number): string => text.slice(0, offset).split("\n").at(-1) ?? "";

/** The findings at the starts of their statements, each with its related accesses. */
function told(body: string): readonly string[] {
  const text = `package p\n\nimport "sync"\n\nvar mu sync.Mutex\n\n${body}`;
  const found = oneForEachHazard(analyse({ "p.go": text }).result.findings);
  const codeAt = ({ start, end }: { readonly start: number; readonly end: number }): string =>
    `${lineOf(text, start).trim()}${text.slice(start, end)}`;
  return found.map(({ range, related }) =>
    [
      codeAt(range),
      ...related
        .filter(({ role }) => role === "conflicting-access")
        .map((other) => `  ${codeAt(other.range)}: ${render(other.message, "en")}`),
    ].join("\n"),
  );
}

it("the writes of one goroutine are told at the first of them", () => {
  const findings = told(`func f(names []string) {
	m := map[string]int{}
	for _, name := range names {
		go func() {
			if name == "" {
				m["none"] = 1
				return
			}
			m[name] = 2
			delete(m, "none")
		}()
	}
}
`);
  const where = "in goroutines started in a loop in f";
  expect(findings).toEqual([
    `m["none"] = 1\n  m[name] = 2: conflicting write ${where}\n  delete(m, "none"): conflicting delete ${where}`,
  ]);
});

it("other maps and other goroutines are hazards of their own", () => {
  const findings = told(`func f() {
	m := map[string]int{}
	n := map[string]int{}
	go func() {
		m["first"] = 1
		n["first"] = 1
	}()
	go func() {
		m["second"] = 1
		n["second"] = 1
	}()
	m["third"] = 1
}
`);
  expect(findings.map((finding) => finding.split("\n")[0])).toEqual([
    'm["first"] = 1',
    'n["first"] = 1',
    'm["second"] = 1',
  ]);
});

it("findings of other rules stay as they are", () => {
  const findings = told(`type s struct {
	mu sync.Mutex
	m  map[string]int
}

func (s *s) Set(k string) {
	s.mu.Lock()
	s.m[k] = 1
	s.m[k+k] = 1
	s.mu.Unlock()
}

func (s *s) Get(k string) int { return s.m[k] + s.m["a"] }
`);
  expect(findings).toHaveLength(2);
});
