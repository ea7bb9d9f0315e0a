/** Reads one stretch of Go text from a tree: whole clean files and single repaired chunks alike. */
import type { TreeCursor } from "web-tree-sitter";
import type { BlockStmt, Decl, FuncDecl, ImportSpec, PlacedDecl, Range, SyntaxErrorRegion } from "./ast.ts";
import { type FlatTree, flatten } from "./flat.ts";
import { K } from "./kinds.ts";
import type { Context } from "./lower/context.ts";
import { lowerFunc, lowerGen, lowerImports } from "./lower/decl.ts";
import { lowerBlock } from "./lower/stmt.ts";
import { type Parsed, parseAlone, unexpected } from "./repair.ts";
import { runtime } from "./runtime.ts";
import { docBefore, lineCommentAfter } from "./scan.ts";

/** What a stretch of text declares. All offsets count from the start of the stretch. */
export interface Outline {
  packageName?: string;
  packageNameRange?: Range;
  readonly imports: ImportSpec[];
  readonly decls: PlacedDecl[];
  readonly errors: SyntaxErrorRegion[];
}

/** Where already lowered declarations and bodies come from and go to. */
export interface ReadOptions {
  /** An earlier declaration with the same text and comments, if there is one. */
  readonly reuse?: (text: string, doc: string, comment: string) => Decl | undefined;
  /** Filled with the bodies of all functions, when given. */
  readonly bodies?: Map<FuncDecl, BlockStmt>;
  /** Copy the text of new declarations, so that they do not keep the whole file's text alive. */
  readonly detach: boolean;
}

/**
 * Reads the top level of a parsed stretch of text.
 * `context` is the text around it with the stretch's offset in it, for comments before and after.
 */
export function readOutline(
  parsed: Parsed,
  text: string,
  context: { readonly text: string; readonly offset: number },
  options: ReadOptions,
): Outline {
  const outline: Outline = { imports: [], decls: [], errors: [] };
  const reader: Reader = { parsed, text, context, options, outline };
  const cursor = parsed.tree.walk();
  try {
    if (cursor.gotoFirstChild()) readSiblings(reader, cursor);
  } finally {
    cursor.delete();
  }
  outline.errors.push(...parsed.omitted);
  if (parsed.added !== "") {
    const message = `missing ${parsed.added
      .split("")
      .map((closer) => `"${closer}"`)
      .join(" ")}`;
    outline.errors.push({ pos: text.length, end: text.length, message });
  }
  return outline;
}

interface Reader {
  readonly parsed: Parsed;
  readonly text: string;
  readonly context: { readonly text: string; readonly offset: number };
  readonly options: ReadOptions;
  readonly outline: Outline;
}

function readSiblings(reader: Reader, cursor: TreeCursor): void {
  const { kinds } = runtime();
  const { outline } = reader;
  do {
    const kind = kinds[cursor.nodeTypeId];
    switch (kind) {
      case K.functionDeclaration:
      case K.methodDeclaration:
      case K.typeDeclaration:
      case K.varDeclaration:
      case K.constDeclaration:
        readDecl(reader, cursor, kind);
        break;
      case K.packageClause: {
        const c = lowering(reader, cursor, 0, false);
        for (let n = 1; n < c.tree.count; n++) {
          if (c.tree.kind[n] !== K.packageIdentifier) continue;
          const range = { pos: c.tree.start[n], end: c.tree.end[n] };
          outline.packageName ??= c.text.slice(range.pos, range.end);
          outline.packageNameRange ??= range;
        }
        break;
      }
      case K.importDeclaration:
        outline.imports.push(...lowerImports(lowering(reader, cursor, 0, false), 0));
        break;
      case K.error:
        lowering(reader, cursor, 0, false);
        if (cursor.gotoFirstChild()) {
          readInsideError(reader, cursor);
          cursor.gotoParent();
        }
        break;
      case K.comment:
      case K.newline:
      case K.semicolon:
      case K.emptyStatement:
        break;
      default:
        readStray(reader, cursor);
    }
  } while (cursor.gotoNextSibling());
}

/** Whole declarations inside an unreadable stretch are kept. */
function readInsideError(reader: Reader, cursor: TreeCursor): void {
  const { kinds } = runtime();
  do {
    const kind = kinds[cursor.nodeTypeId];
    if (DECLARATIONS.has(kind)) readDecl(reader, cursor, kind);
  } while (cursor.gotoNextSibling());
}

const DECLARATIONS: ReadonlySet<number> = new Set([
  K.functionDeclaration,
  K.methodDeclaration,
  K.typeDeclaration,
  K.varDeclaration,
  K.constDeclaration,
]);

function readStray(reader: Reader, cursor: TreeCursor): void {
  const pos = Math.min(cursor.startIndex, reader.text.length);
  const end = Math.min(cursor.endIndex, reader.text.length);
  if (reader.parsed.hasError) lowering(reader, cursor, 0, false);
  if (pos < end) {
    reader.outline.errors.push({ pos, end, message: "statement outside of a function" });
  }
}

/** Copies the cursor's node into arrays, and notes the errors in it. */
function lowering(
  reader: Reader,
  cursor: TreeCursor,
  base: number,
  skipBody: boolean,
  text = reader.text,
): Context {
  const rt = runtime();
  const careful = reader.parsed.hasError;
  const limit = reader.text.length - base;
  const tree = flatten(rt, cursor, { base, skipBody: skipBody && !careful, careful, limit });
  if (careful) noteErrors(reader, tree, base);
  return { tree, text, names: rt.names, omitted: [], depth: 0 };
}

function noteErrors(reader: Reader, tree: FlatTree, base: number): void {
  const { names } = runtime();
  for (const n of tree.errors) {
    const pos = tree.start[n] + base;
    const end = tree.end[n] + base;
    reader.outline.errors.push({
      pos,
      end,
      message: errorMessage(reader.text, pos, end, tree.missing[n] ? names[tree.id[n]] : ""),
    });
  }
}

function errorMessage(text: string, pos: number, end: number, missing: string): string {
  if (missing !== "")
    return /^\w{2,}$/.test(missing)
      ? `missing ${missing.replaceAll("_", " ")}`
      : `missing "${missing.trim() || "line end"}"`;
  return unexpected(text, pos, end);
}

function readDecl(reader: Reader, cursor: TreeCursor, kind: number): void {
  const { text, context, options, outline, parsed } = reader;
  const start = cursor.startIndex;
  const end = Math.min(cursor.endIndex, text.length);
  const hasError = parsed.hasError && isTouched(parsed, cursor, start, end);
  const slice = text.slice(start, end);
  const doc = docBefore(context.text, context.offset + start);
  const comment = lineCommentAfter(context.text, context.offset + end);
  const known = hasError ? undefined : options.reuse?.(slice, doc, comment);
  if (known) {
    outline.decls.push({ offset: start, decl: known });
    return;
  }
  const own = options.detach ? detached(slice) : slice;
  const wantBody = options.bodies !== undefined && !hasError;
  const c = lowering(reader, cursor, start, !wantBody, own);
  const facts = { doc, comment, text: own, hasError };
  const isFunc = kind === K.functionDeclaration || kind === K.methodDeclaration;
  const decl = isFunc ? lowerFunc(c, 0, facts) : lowerGen(c, 0, facts);
  if (!decl) return;
  outline.decls.push({ offset: start, decl });
  if (options.bodies && decl.kind === "FuncDecl" && decl.bodyRange) {
    options.bodies.set(decl, hasError ? lowerBody(decl) : bodyIn(c));
  }
}

function isTouched(parsed: Parsed, cursor: TreeCursor, start: number, end: number): boolean {
  const omitted = parsed.omitted.some(({ pos }) => pos >= start && pos < end);
  return omitted || parsed.added !== "" || cursor.currentNode.hasError;
}

function bodyIn(c: Context): BlockStmt {
  const { kind, next, count } = c.tree;
  for (let n = 1; n < count; n = next[n]) if (kind[n] === K.block) return lowerBlock(c, n);
  return { kind: "BlockStmt", pos: c.text.length, end: c.text.length, list: [] };
}

/**
 * Parses and lowers the body of a function from the function's own text; an empty block when it has
 * none. The same text gives an equal block each time. Use a BodyCache to keep results.
 */
export function lowerBody(decl: FuncDecl): BlockStmt {
  const parsed = parseAlone(decl.text);
  const cursor = parsed.tree.walk();
  const { kinds, names } = runtime();
  try {
    for (let more = cursor.gotoFirstChild(); more; more = cursor.gotoNextSibling()) {
      const kind = kinds[cursor.nodeTypeId];
      if (kind !== K.functionDeclaration && kind !== K.methodDeclaration) continue;
      const tree = flatten(runtime(), cursor, {
        base: 0,
        skipBody: false,
        careful: parsed.hasError,
        limit: decl.text.length,
      });
      return bodyIn({ tree, text: decl.text, names, omitted: parsed.omitted, depth: 0 });
    }
  } finally {
    cursor.delete();
    parsed.tree.delete();
  }
  return { kind: "BlockStmt", pos: decl.text.length, end: decl.text.length, list: [] };
}

/** A copy that shares no memory with the string it was cut from. */
function detached(slice: string): string {
  const parts: string[] = [];
  for (let at = 0; at < slice.length; at += 8192) {
    const units: number[] = [];
    for (let i = at; i < Math.min(slice.length, at + 8192); i++) units.push(slice.charCodeAt(i));
    parts.push(String.fromCharCode(...units));
  }
  return parts.join("");
}
