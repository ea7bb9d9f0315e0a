/** Which files of a directory belong to a build: file names, build constraints and the build's context. */
import {
  type BuildExpr,
  evaluate,
  goBuildText,
  minGoVersion,
  parseGoBuild,
  parsePlusBuild,
  plusBuildText,
} from "./buildexpr.ts";

/** The build that is analysed. */
export interface BuildContext {
  /** A GOOS value. */
  readonly os: string;
  /** A GOARCH value. */
  readonly arch: string;
  /** Further tags that hold, as of `go build -tags`. */
  readonly tags: ReadonlySet<string>;
  /** The minor version of the newest Go: 26 lets go1.1 to go1.26 hold. */
  readonly goVersion: number;
  readonly cgo: boolean;
}

/** Tags that Go 1.26 sets by itself on linux/amd64: the lowest processor and the experiments that are on. */
const toolTags = [
  "goexperiment.regabiwrappers",
  "goexperiment.regabiargs",
  "goexperiment.dwarf5",
  "goexperiment.greenteagc",
  "goexperiment.randomizedheapbase64",
  "amd64.v1",
];

/** The build that is analysed unless someone says otherwise; it does not depend on the machine. */
export const defaultContext: BuildContext = {
  os: "linux",
  arch: "amd64",
  tags: new Set(toolTags),
  goVersion: 26,
  cgo: true,
};

// The lists of Go 1.26's internal/syslist: past, present and future values, for they decide about names.
const knownOS = new Set(
  "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos".split(
    " ",
  ),
);
const unixOS = new Set(
  "aix android darwin dragonfly freebsd hurd illumos ios linux netbsd openbsd solaris".split(" "),
);
const knownArch = new Set(
  (
    "386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le " +
    "ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm"
  ).split(" "),
);

/** Whether a tag holds in a build; the rules of go/build. */
export function tagHolds(tag: string, context: BuildContext): boolean {
  const { os } = context;
  switch (tag) {
    case os:
    case context.arch:
    case "gc":
      return true;
    case "cgo":
      return context.cgo;
    case "unix":
      return unixOS.has(os);
    case "linux":
      return os === "android" || context.tags.has(tag);
    case "solaris":
      return os === "illumos" || context.tags.has(tag);
    case "darwin":
      return os === "ios" || context.tags.has(tag);
  }
  const release = /^go1\.([1-9]\d{0,5})$/.exec(tag);
  if (release) return Number(release[1]) <= context.goVersion;
  return context.tags.has(tag);
}

/** True for names that no build looks at: those that start with "_" or ".". */
export function isHiddenName(name: string): boolean {
  return name.startsWith("_") || name.startsWith(".");
}

/** True for the name of a test file. */
export function isTestFile(name: string): boolean {
  return name.endsWith("_test.go");
}

/** Whether the name of a file (foo_linux_arm64_test.go) lets it into a build. */
export function nameMatches(name: string, context: BuildContext): boolean {
  const dot = name.indexOf(".");
  const stem = dot < 0 ? name : name.slice(0, dot);
  // What stands before the first "_" is no suffix: linux.go belongs to every build.
  const parts = stem.split("_").slice(1);
  if (parts.at(-1) === "test") parts.pop();
  const last = parts.at(-1) ?? "";
  const before = parts.at(-2) ?? "";
  if (knownOS.has(before) && knownArch.has(last)) return tagHolds(before, context) && tagHolds(last, context);
  return !(knownOS.has(last) || knownArch.has(last)) || tagHolds(last, context);
}

/** The constraint that the top of a file states. */
export interface FileConstraint {
  /** All of these must hold. */
  readonly exprs: readonly BuildExpr[];
  /** The lowest minor Go version that a `//go:build` line asks for, if it does. */
  readonly goVersion: number | undefined;
  /** Why the constraint cannot be read; such a file belongs to no build. */
  readonly problem: string | undefined;
}

/**
 * Reads the constraint of a file from its text, up to the package clause. A `//go:build` line counts
 * anywhere before the first line of code; `// +build` lines count when there is none, and only in the
 * leading run of // comments that ends with an empty line.
 */
export function fileConstraint(text: string): FileConstraint {
  const { goBuild, plusBuild } = constraintLines(text);
  if (goBuild.length > 1) {
    return { exprs: [], goVersion: undefined, problem: "several //go:build lines" };
  }
  if (goBuild.length === 1) {
    const expr = parseGoBuild(goBuild[0]);
    return expr === undefined
      ? { exprs: [], goVersion: undefined, problem: `the line "//go:build ${goBuild[0]}" cannot be read` }
      : { exprs: [expr], goVersion: minGoVersion(expr), problem: undefined };
  }
  const exprs = plusBuild.map(parsePlusBuild).filter((expr) => expr !== undefined);
  return { exprs, goVersion: undefined, problem: undefined };
}

/** Whether a constraint lets its file into a build. */
export function constraintHolds(constraint: FileConstraint, context: BuildContext): boolean {
  if (constraint.problem !== undefined) return false;
  return constraint.exprs.every((expr) => evaluate(expr, (tag) => tagHolds(tag, context)));
}

/**
 * A build that a file belongs to, as near as possible to the given one: another system, another processor,
 * or with the tags that its constraint mentions. Undefined when there is none.
 */
export function contextFor(
  name: string,
  constraint: FileConstraint,
  base: BuildContext,
): BuildContext | undefined {
  const fits = (context: BuildContext): boolean =>
    nameMatches(name, context) && constraintHolds(constraint, context);
  const mentioned = new Set([...base.tags, ...constraint.exprs.flatMap(tagsOf)]);
  for (const tags of [base.tags, mentioned]) {
    for (const os of [base.os, ...knownOS]) {
      for (const arch of [base.arch, ...knownArch]) {
        for (const cgo of [base.cgo, !base.cgo]) {
          const context = { ...base, os, arch, tags, cgo };
          if (fits(context)) return context;
        }
      }
    }
  }
  return undefined;
}

/** The tags of an expression that name neither a system, a processor nor a release. */
function tagsOf(expr: BuildExpr): string[] {
  if (expr.op === "not") return tagsOf(expr.x);
  if (expr.op !== "tag") return [...tagsOf(expr.x), ...tagsOf(expr.y)];
  return knownOS.has(expr.tag) || knownArch.has(expr.tag) || /^go1\./.test(expr.tag) ? [] : [expr.tag];
}

/**
 * The minor language version that holds in a file, from its `//go:build` line and its module's version
 * ("1.21.3"); undefined when neither says. A file can raise and lower the version, but not below 1.21.
 */
export function fileGoVersion(
  constraint: FileConstraint,
  moduleVersion: string | undefined,
): number | undefined {
  if (constraint.goVersion !== undefined) return Math.max(constraint.goVersion, 21);
  const minor = /^1\.(\d{1,6})/.exec(moduleVersion ?? "");
  return minor ? Number(minor[1]) : undefined;
}

/**
 * True when the text above a file's first declaration says "Code generated ... DO NOT EDIT." Go wants it above
 * the package clause; until Go 1.16 it could stand anywhere (go.dev/issue/13560, go.dev/issue/41196), and
 * generators of that time still write it below the clause.
 */
export function isGenerated(top: string): boolean {
  return top.includes("// Code generated ") && /^\/\/ Code generated .* DO NOT EDIT\.\r?$/m.test(top);
}

/** The constraint lines above the code; a port of go/build's parseFileHeader. */
function constraintLines(text: string): { goBuild: string[]; plusBuild: string[] } {
  const goBuild: string[] = [];
  const plusBuild: string[] = [];
  let pending: string[] = [];
  let inRun = true;
  let inBlockComment = false;
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    let line = text.slice(start, end).trim();
    start = end + 1;
    if (line === "" && inRun) {
      plusBuild.push(...pending);
      pending = [];
      continue;
    }
    if (!line.startsWith("//")) inRun = false;
    if (!inBlockComment && line.startsWith("//")) {
      const expr = goBuildText(line);
      if (expr !== undefined) goBuild.push(expr);
      const old = inRun ? plusBuildText(line) : undefined;
      if (old !== undefined) pending.push(old);
    }
    while (line !== "") {
      if (inBlockComment) {
        const close = line.indexOf("*/");
        if (close < 0) break;
        inBlockComment = false;
        line = line.slice(close + 2).trim();
      } else if (line.startsWith("//")) {
        break;
      } else if (line.startsWith("/*")) {
        inBlockComment = true;
        line = line.slice(2).trim();
      } else {
        return { goBuild, plusBuild };
      }
    }
  }
  return { goBuild, plusBuild };
}
