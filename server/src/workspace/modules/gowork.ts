/** go.work files: which modules belong to one workspace. */
import { versionPattern } from "./gomod.ts";
import { type ModError, parseModLines, parseReplace, type Replace } from "./modlines.ts";

/** The text of a go.work file, read. */
export interface GoWork {
  /** The language version of the workspace; undefined when the file does not say. */
  readonly go: string | undefined;
  /** Directories of the modules, as the file spells them. */
  readonly uses: readonly string[];
  readonly replaces: readonly Replace[];
  readonly errors: readonly ModError[];
}

/** Directives that do not matter here. */
const unused = new Set(["toolchain", "godebug"]);

/** Reads go.work. Never throws: a line that is broken becomes an error and the others count. */
export function parseGoWork(text: string): GoWork {
  const { directives, errors: lineErrors } = parseModLines(text);
  const errors: ModError[] = [...lineErrors];
  const uses: string[] = [];
  const replaces: Replace[] = [];
  let go: string | undefined;
  for (const { verb, args, line } of directives) {
    const fail = (message: string): unknown => errors.push({ line, message });
    if (verb === "replace") {
      const replace = parseReplace(args);
      if (typeof replace === "string") fail(replace);
      else replaces.push(replace);
    } else if (verb === "use") {
      if (args.length === 1 && args[0] !== "") uses.push(args[0]);
      else fail('"use" takes one directory');
    } else if (verb === "go") {
      if (args.length !== 1 || !versionPattern.test(args[0])) fail('"go" takes a Go version');
      else if (go !== undefined) fail('"go" stands here a second time');
      else go = args[0];
    } else if (!unused.has(verb)) {
      fail(`unknown directive "${verb}"`);
    }
  }
  errors.sort((a, b) => a.line - b.line);
  return { go, uses, replaces, errors };
}
