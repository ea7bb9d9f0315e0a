/**
 * A quick look at the top of a Go file: its package's name and its imports. It needs no parser, so that the
 * packages of thousands of files can be put in order before the first of them is parsed.
 */

/** An import as the file spells it. */
export interface ScannedImport {
  readonly path: string;
  /** The local name: an identifier, "_" or "."; undefined when there is none. */
  readonly name: string | undefined;
}

/** What stands at the top of a file. */
export interface FileTop {
  /** Undefined when the file does not start with a package clause. */
  readonly packageName: string | undefined;
  readonly imports: readonly ScannedImport[];
  /** The offset of the package clause, or where the scan gave up looking for it. */
  readonly headerEnd: number;
  /** The offset of the first declaration that is no import, or where the scan gave up. */
  readonly importsEnd: number;
  /** True when the scan ran into the end of the text: with a longer piece of the file it may see more. */
  readonly reachedEnd: boolean;
}

/**
 * Scans the text of a file, or its first part. Broken text ends the scan where it breaks; never throws.
 * A byte order mark, CRLF and comments may stand anywhere Go allows them.
 */
export function scanTop(text: string): FileTop {
  const scanner = new Scanner(text);
  const imports: ScannedImport[] = [];
  scanner.skipBlank();
  const headerEnd = scanner.at;
  let importsEnd = headerEnd;
  const packageName = scanner.word() === "package" ? scanner.nextWord() : undefined;
  if (packageName !== undefined) {
    scanner.skipBlank();
    for (let before = -1; before !== scanner.at; ) {
      before = scanner.at;
      importsEnd = before;
      if (scanner.word() !== "import") break;
      scanner.skipBlank();
      if (scanner.take("(")) readBlock(scanner, imports);
      else readSpec(scanner, imports);
      scanner.skipBlank();
    }
  }
  // One character short of the end counts too: half of a comment's first two may stand there.
  return { packageName, imports, headerEnd, importsEnd, reachedEnd: scanner.at >= text.length - 1 };
}

function readBlock(scanner: Scanner, imports: ScannedImport[]): void {
  for (;;) {
    scanner.skipBlank();
    if (scanner.take(")") || !readSpec(scanner, imports)) return;
  }
}

/** Reads one import; false when there is none. */
function readSpec(scanner: Scanner, imports: ScannedImport[]): boolean {
  const name = scanner.take(".") ? "." : scanner.word();
  scanner.skipBlank();
  const path = scanner.string();
  if (path === undefined) return false;
  imports.push({ path, name });
  return true;
}

const wordPattern = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
/** White space and separators of statements. */
const spacePattern = /[\s;\uFEFF]*/y;

class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Moves past white space, semicolons and comments; an open comment reaches to the end. */
  skipBlank(): void {
    for (;;) {
      spacePattern.lastIndex = this.at;
      this.at += spacePattern.exec(this.text)?.[0].length ?? 0;
      if (this.text.startsWith("//", this.at)) this.skipTo("\n", this.at + 2);
      else if (this.text.startsWith("/*", this.at)) this.skipTo("*/", this.at + 2);
      else return;
    }
  }

  /** The identifier here, if any. */
  word(): string | undefined {
    wordPattern.lastIndex = this.at;
    const word = wordPattern.exec(this.text)?.[0];
    this.at += word?.length ?? 0;
    return word;
  }

  /** The identifier after white space and comments, if any. */
  nextWord(): string | undefined {
    this.skipBlank();
    return this.word();
  }

  /** Moves past one character if it stands here. */
  take(char: string): boolean {
    const found = this.text[this.at] === char;
    if (found) this.at++;
    return found;
  }

  /** The text of the string literal here, if any; an open one reaches to the end. Escapes stay as they are. */
  string(): string | undefined {
    const start = this.at + 1;
    const quote = this.text[this.at];
    if (quote !== '"' && quote !== "`") return undefined;
    const closed = this.skipTo(quote, start);
    const value = this.text.slice(start, closed ? this.at - 1 : this.at);
    if (!closed || (quote === '"' && value.includes("\n"))) return undefined;
    return value.replaceAll("\r", "");
  }

  /** Moves after the next place of a text, or to the end when there is none. */
  private skipTo(text: string, from: number): boolean {
    const found = this.text.indexOf(text, from);
    this.at = found < 0 ? this.text.length : found + text.length;
    return found >= 0;
  }
}
