/**
 * Build constraints: the expressions of `//go:build` lines and of the older `// +build` lines. The grammar
 * and its limits are those of Go's package go/build/constraint.
 */

export type BuildExpr =
  | { readonly op: "tag"; readonly tag: string }
  | { readonly op: "not"; readonly x: BuildExpr }
  | { readonly op: "and" | "or"; readonly x: BuildExpr; readonly y: BuildExpr };

/** Limits on operands (Go's own) and on open parentheses: they bound the recursion here. */
const maxSize = 1000;
const maxDepth = 100;
/** The most operators in a `// +build` line. */
const maxOldSize = 100;

/** The expression after `//go:build` in a line; undefined when the line is something else. */
export function goBuildText(line: string): string | undefined {
  return /^\/\/go:build(?:\s+(.*))?$/
    .exec(line.trim())
    ?.slice(1)
    .map((text) => text ?? "")[0];
}

/** The expression after `// +build` in a line; undefined when the line is something else. */
export function plusBuildText(line: string): string | undefined {
  return /^\/\/\s*\+build(?:\s+(.*))?$/
    .exec(line.trim())
    ?.slice(1)
    .map((text) => text ?? "")[0];
}

/** Parses the expression of a `//go:build` line; undefined when it is not one. */
export function parseGoBuild(text: string): BuildExpr | undefined {
  const tokens = text.match(/&&|\|\||[()!]|[\p{L}\p{Nd}_.]+|[^ \t]/gu) ?? [];
  let at = 0;
  let size = 0;
  let depth = 0;

  const chain = (operator: "&&" | "||", operand: () => BuildExpr | undefined): BuildExpr | undefined => {
    let x = operand();
    while (x !== undefined && tokens[at] === operator) {
      at++;
      const y = operand();
      x = y && { op: operator === "&&" ? "and" : "or", x, y };
    }
    return x;
  };
  const or = (): BuildExpr | undefined => chain("||", () => chain("&&", not));
  const not = (): BuildExpr | undefined => {
    if (++size > maxSize) return undefined;
    if (tokens[at] !== "!") return atom();
    at++;
    const x = atom();
    return x && { op: "not", x };
  };
  const atom = (): BuildExpr | undefined => {
    const token = tokens[at++];
    if (token === "(") {
      if (++depth > maxDepth) return undefined;
      const x = or();
      depth--;
      return tokens[at++] === ")" ? x : undefined;
    }
    return token !== undefined && isTag(token) ? { op: "tag", tag: token } : undefined;
  };

  const result = or();
  return at === tokens.length ? result : undefined;
}

/**
 * Parses the words of a `// +build` line: spaces mean or, commas mean and. Undefined when there are too many
 * of them: Go passes over such a line.
 */
export function parsePlusBuild(text: string): BuildExpr | undefined {
  const clauses = text
    .split(/\s+/)
    .filter((clause) => clause !== "")
    .map((clause) => clause.split(",").map(plusBuildLiteral));
  const operands = clauses.reduce((sum, clause) => sum + clause.length, 0);
  if (operands > maxOldSize + 1) return undefined;
  if (operands === 0) return never;
  return clauses
    .map((clause) => clause.reduce((x, y) => ({ op: "and", x, y })))
    .reduce((x, y) => ({ op: "or", x, y }));
}

/** What Go makes of a word that is no tag: one that never holds. */
const never: BuildExpr = { op: "tag", tag: "ignore" };

function plusBuildLiteral(word: string): BuildExpr {
  if (word.startsWith("!!") || word === "!") return never;
  const name = word.startsWith("!") ? word.slice(1) : word;
  const x: BuildExpr = isTag(name) ? { op: "tag", tag: name } : never;
  return word.startsWith("!") ? { op: "not", x } : x;
}

/** Evaluates an expression, given which tags hold. */
export function evaluate(expr: BuildExpr, holds: (tag: string) => boolean): boolean {
  switch (expr.op) {
    case "tag":
      return holds(expr.tag);
    case "not":
      return !evaluate(expr.x, holds);
    case "and":
      return evaluate(expr.x, holds) && evaluate(expr.y, holds);
    case "or":
      return evaluate(expr.x, holds) || evaluate(expr.y, holds);
  }
}

/**
 * The lowest minor Go version (22 for go1.22) without which an expression cannot hold; undefined when it
 * can hold under any version. Every tag is taken to be free, as go/build/constraint's GoVersion does.
 */
export function minGoVersion(expr: BuildExpr): number | undefined {
  const minor = minVersion(expr, true);
  return minor < 0 ? undefined : minor;
}

function minVersion(expr: BuildExpr, positive: boolean): number {
  switch (expr.op) {
    case "tag": {
      if (!positive) return -1;
      if (expr.tag === "go1") return 0;
      const minor = /^go1\.(\d{1,6})$/.exec(expr.tag);
      return minor ? Number(minor[1]) : -1;
    }
    case "not":
      return minVersion(expr.x, !positive);
    case "and":
    case "or": {
      const x = minVersion(expr.x, positive);
      const y = minVersion(expr.y, positive);
      return (expr.op === "and") === positive ? Math.max(x, y) : Math.min(x, y);
    }
  }
}

/** Letters, digits, underscores and dots; "386" is a tag too. */
function isTag(word: string): boolean {
  return /^[\p{L}\p{Nd}_.]+$/u.test(word);
}
