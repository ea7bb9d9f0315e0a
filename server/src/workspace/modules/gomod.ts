/** go.mod files: what of them decides how imports resolve and which language version holds. */
import { type ModError, parseModLines, parseReplace, type Replace } from "./modlines.ts";

export interface Require {
  readonly path: string;
  readonly version: string;
}

/** The text of a go.mod file, read. */
export interface GoMod {
  /** The module's path; undefined when the file does not name it. */
  readonly module: string | undefined;
  /** The language version, such as "1.22" or "1.22.3"; undefined when the file does not say. */
  readonly go: string | undefined;
  readonly toolchain: string | undefined;
  readonly requires: readonly Require[];
  readonly replaces: readonly Replace[];
  /**
   * Directories that patterns with "..." pass over (Go 1.25): one that starts with "./" names a directory
   * below the module's, any other matches wherever a path ends with it.
   */
  readonly ignores: readonly string[];
  readonly errors: readonly ModError[];
}

/** The form of a language version in go.mod and go.work. */
export const versionPattern = /^[1-9]\d*\.(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)|(?:rc|beta)[1-9]\d*)?$/;

/** Directives that do not matter here. */
const unused = new Set(["exclude", "retract", "tool", "godebug"]);

/** Reads go.mod. Never throws: a line that is broken becomes an error and the others count. */
export function parseGoMod(text: string): GoMod {
  const { directives, errors: lineErrors } = parseModLines(text);
  const errors: ModError[] = [...lineErrors];
  const requires: Require[] = [];
  const replaces: Replace[] = [];
  const ignores: string[] = [];
  let module: string | undefined;
  let go: string | undefined;
  let toolchain: string | undefined;
  for (const { verb, args, line } of directives) {
    const fail = (message: string): unknown => errors.push({ line, message });
    if (verb === "replace") {
      const replace = parseReplace(args);
      if (typeof replace === "string") fail(replace);
      else replaces.push(replace);
    } else if (verb === "require") {
      if (args.length === 2) requires.push({ path: args[0], version: args[1] });
      else fail("a requirement reads: module version");
    } else if (verb === "module" || verb === "go" || verb === "toolchain" || verb === "ignore") {
      const value = args[0];
      if (args.length !== 1 || value === "") fail(`"${verb}" takes one word`);
      else if (verb === "ignore") ignores.push(value);
      else if (verb === "toolchain") toolchain = value;
      else if (verb === "go" && !versionPattern.test(value)) fail(`${value} is not a Go version`);
      else if ((verb === "go" ? go : module) !== undefined) fail(`"${verb}" stands here a second time`);
      else if (verb === "go") go = value;
      else module = value;
    } else if (!unused.has(verb)) {
      fail(`unknown directive "${verb}"`);
    }
  }
  errors.sort((a, b) => a.line - b.line);
  return { module, go, toolchain, requires, replaces, ignores, errors };
}
