/** Which access is shown as the other side of a handler's write. */
import { beforeAll, expect, it } from "vitest";
import { analyse } from "../../testkit/analyse.ts";
import { loadSyntax } from "../../testkit/syntax.ts";

beforeAll(loadSyntax);

const server = `package p

import "net/http"

type Server struct {
	seen map[string]int
}

func (s *Server) Setup() {
	s.seen["start"] = 1
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.seen[r.URL.Path] = 2
}
`;

it("is the handler itself rather than what prepared the object", () => {
  const { result } = analyse({ "a.go": server });
  const others = result.findings.flatMap(({ related }) =>
    related
      .filter(({ role }) => role === "conflicting-access")
      .map(({ range }) => server.slice(range.start, range.end)),
  );
  expect(others).toEqual(["s.seen[r.URL.Path] = 2"]);
});
