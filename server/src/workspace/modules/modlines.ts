/** The common grammar of go.mod and go.work: lines of words, some of them in blocks. */

/** A line that could not be read. */
export interface ModError {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** One directive, with the words after its verb; lines of a block each count as one. */
export interface Directive {
  readonly verb: string;
  readonly args: readonly string[];
  /** From 1. */
  readonly line: number;
}

/** The directives that could be read, and the lines that could not. */
export interface ModLines {
  readonly directives: readonly Directive[];
  readonly errors: readonly ModError[];
}

/** Splits the text of a go.mod or go.work file into directives. Never throws. */
export function parseModLines(text: string): ModLines {
  const directives: Directive[] = [];
  const errors: ModError[] = [];
  let block: { verb: string; line: number } | undefined;
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  for (const [index, source] of lines.entries()) {
    const line = index + 1;
    const words = splitWords(source);
    if (typeof words === "string") {
      errors.push({ line, message: words });
    } else if (block !== undefined && words.length === 1 && words[0] === ")") {
      block = undefined;
    } else if (block !== undefined && words.length > 0) {
      directives.push({ verb: block.verb, args: words, line });
    } else if (words.length > 0) {
      const [verb, ...args] = words;
      if (args.length === 1 && args[0] === "(") block = { verb, line };
      else if (args.length !== 2 || args[0] !== "(" || args[1] !== ")") directives.push({ verb, args, line });
    }
  }
  if (block !== undefined)
    errors.push({ line: block.line, message: `the block of "${block.verb}" is not closed` });
  return { directives, errors };
}

/** A directive that replaces a module by another, or by a directory. */
export interface Replace {
  readonly oldPath: string;
  /** Undefined when every version is replaced. */
  readonly oldVersion: string | undefined;
  /** A module path, or a directory as the file spells it when {@link local}. */
  readonly newPath: string;
  readonly newVersion: string | undefined;
  /** True when {@link newPath} is a directory. */
  readonly local: boolean;
}

/** Reads the words of a `replace` directive; a text says what is wrong with them. */
export function parseReplace(args: readonly string[]): Replace | string {
  const arrow = args.indexOf("=>");
  const from = args.slice(0, Math.max(arrow, 0));
  const to = args.slice(arrow + 1);
  if (arrow < 0 || from.length < 1 || from.length > 2 || to.length < 1 || to.length > 2) {
    return "a replacement reads: old/module [version] => new/module version, or => directory";
  }
  const local = isDirectoryPath(to[0]);
  if (local && to.length === 2) return `the directory ${to[0]} takes no version`;
  if (!local && to.length === 1)
    return `the module ${to[0]} needs a version, a directory must start with ./ or ../`;
  return { oldPath: from[0], oldVersion: from[1], newPath: to[0], newVersion: to[1], local };
}

/** Whether go.mod means a directory, not a module; the rule of golang.org/x/mod/modfile. */
function isDirectoryPath(path: string): boolean {
  return path === "." || path === ".." || /^(?:\.{0,2}[\\/]|[A-Za-z]:)/.test(path);
}

/** The words of one line without its comment; a text says why the line cannot be read. */
function splitWords(line: string): string[] | string {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    const c = line[at];
    if (c === " " || c === "\t" || c === "\r") {
      at++;
    } else if (line.startsWith("//", at)) {
      break;
    } else if (line.startsWith("/*", at)) {
      return "comments start with //, not with /*";
    } else if ("()[]{},".includes(c)) {
      words.push(c);
      at++;
    } else if (c === '"' || c === "`") {
      const end = stringEnd(line, at);
      const value = end < 0 ? undefined : unquote(line.slice(at, end));
      if (value === undefined) return "a quoted text is not closed or has an unknown escape";
      words.push(value);
      at = end;
    } else {
      const start = at;
      while (at < line.length && !/[\s()[\]{},]/.test(line[at]) && !/^\/[/*]/.test(line.slice(at, at + 2)))
        at++;
      // White space that Go does not accept between words.
      if (at === start)
        return `unexpected character U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
      words.push(line.slice(start, at));
    }
  }
  return words;
}

/** The offset after the quoted text that starts at an offset; -1 when it does not end on the line. */
function stringEnd(line: string, start: number): number {
  const quote = line[start];
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === quote) return at + 1;
    if (line[at] === "\\" && quote === '"') at++;
  }
  return -1;
}

const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
};

/** The value of a Go string literal; undefined when an escape is wrong. Octal escapes are not accepted. */
function unquote(literal: string): string | undefined {
  const inner = literal.slice(1, -1);
  if (literal.startsWith("`")) return inner;
  let broken = false;
  const pattern = /\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|([\s\S]))/g;
  const value = inner.replace(pattern, (_escape, x?: string, u?: string, c = "") => {
    const code = x ?? u;
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    broken ||= escapes[c] === undefined;
    return escapes[c] ?? "";
  });
  return broken ? undefined : value;
}
