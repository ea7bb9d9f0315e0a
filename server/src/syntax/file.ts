/** From text to {@link File}: the clean way over one tree, the other way chunk by chunk. */
import type { Tree } from "web-tree-sitter";
import type { BlockStmt, Comment, Decl, File, FuncDecl, ImportSpec, PlacedDecl } from "./ast.ts";
import { type Outline, readOutline } from "./chunk.ts";
import { parseAlone } from "./repair.ts";
import { docBefore, lineCommentAfter, scanComments, splitChunks } from "./scan.ts";
import { parseIfClean, parserText, valueCalls } from "./source.ts";

/** A lowered file, with what the next version of it can take over. */
export interface Model {
  readonly file: File;
  /** Outlines of unclean chunks by their text and comments. */
  readonly chunks: ReadonlyMap<string, Outline>;
}

/** Lowers a whole file; bodies are read later, one by one, by {@link bodyOf}. Never fails. */
export function lowerFile(text: string): File {
  return lowerOnce(text, undefined);
}

/** Lowers a whole file with all its bodies from one parse. */
export function lowerFileWithBodies(text: string): { file: File; bodies: Map<FuncDecl, BlockStmt> } {
  const bodies = new Map<FuncDecl, BlockStmt>();
  return { file: lowerOnce(text, bodies), bodies };
}

function lowerOnce(text: string, bodies: Map<FuncDecl, BlockStmt> | undefined): File {
  const tree = parseIfClean(parserText(text, valueCalls(text)), null);
  try {
    return buildModel(text, tree, { ...(bodies && { bodies }) }).file;
  } finally {
    tree?.delete();
  }
}

/**
 * The model of a text: from its tree when that is free of errors, else from its chunks, each
 * parsed alone. So the result depends on the text only, never on the edits that led to it.
 * `previous` only saves work: its equal declarations are taken over as they are.
 */
export function buildModel(
  text: string,
  tree: Tree | undefined,
  options: { readonly previous?: Model; readonly bodies?: Map<FuncDecl, BlockStmt> },
): Model {
  const pool = options.previous && new Pool(options.previous.file.decls);
  const detach = options.previous !== undefined;
  const bodies = options.bodies;
  const reuse = pool && ((slice: string, doc: string, comment: string) => pool.take(slice, doc, comment));
  const reading = { detach, ...(reuse && { reuse }), ...(bodies && { bodies }) };
  if (tree) {
    const parsed = { tree, hasError: false, added: "", omitted: [] };
    const outline = readOutline(parsed, text, { text, offset: 0 }, reading);
    return { file: assemble(text, [{ offset: 0, outline }]), chunks: new Map() };
  }
  const chunks = new Map<string, Outline>();
  const earlier = new Map(options.previous?.chunks);
  const parts = splitChunks(text).map(({ start, end }): Part => {
    const slice = text.slice(start, end);
    const doc = docBefore(text, start);
    const comment = lineCommentAfter(text, end);
    const key = `${doc}\0${comment}\0${slice}`;
    const known = earlier.get(key);
    if (known) {
      earlier.delete(key);
      chunks.set(key, known);
      return { offset: start, outline: known };
    }
    const decl = pool?.take(slice, doc, comment);
    if (decl) return { offset: start, outline: { imports: [], decls: [{ offset: 0, decl }], errors: [] } };
    const outline = readChunk(slice, { text, offset: start }, reading);
    if (outline.errors.length > 0 || outline.decls.length !== 1) chunks.set(key, outline);
    return { offset: start, outline };
  });
  return { file: assemble(text, parts), chunks };
}

function readChunk(
  slice: string,
  context: { text: string; offset: number },
  reading: Parameters<typeof readOutline>[3],
): Outline {
  const parsed = parseAlone(slice);
  try {
    return readOutline(parsed, slice, context, reading);
  } finally {
    parsed.tree.delete();
  }
}

interface Part {
  readonly offset: number;
  readonly outline: Outline;
}

function assemble(text: string, parts: readonly Part[]): File {
  const clause = parts.find(({ outline }) => outline.packageNameRange);
  const range = clause?.outline.packageNameRange;
  let comments: Comment[] | undefined;
  return {
    kind: "File",
    packageName: clause?.outline.packageName ?? "",
    packageNameRange: range && clause ? shift(range, clause.offset) : { pos: 0, end: 0 },
    imports: parts.flatMap(({ offset, outline }): ImportSpec[] =>
      outline.imports.map((spec) => (offset === 0 ? spec : shift(spec, offset))),
    ),
    decls: parts.flatMap(({ offset, outline }): PlacedDecl[] =>
      outline.decls.map((placed) => ({ offset: placed.offset + offset, decl: placed.decl })),
    ),
    /** Read on first use: most runs never ask. */
    get comments() {
      comments ??= scanComments(text);
      return comments;
    },
    errors: parts
      .flatMap(({ offset, outline }) => outline.errors.map((error) => shift(error, offset)))
      .sort((a, b) => a.pos - b.pos),
  };
}

function shift<T extends { pos: number; end: number }>(range: T, by: number): T {
  return { ...range, pos: range.pos + by, end: range.end + by };
}

/** The declarations of the last version, each to be taken once. */
class Pool {
  readonly #byText = new Map<string, Decl[]>();

  constructor(decls: readonly PlacedDecl[]) {
    for (const { decl } of decls) {
      if (decl.hasError) continue;
      const same = this.#byText.get(decl.text);
      if (same) same.push(decl);
      else this.#byText.set(decl.text, [decl]);
    }
  }

  take(text: string, doc: string, comment: string): Decl | undefined {
    const same = this.#byText.get(text);
    if (!same) return undefined;
    const index = same.findIndex((decl) => decl.doc === doc && commentOf(decl, comment) === comment);
    return index < 0 ? undefined : same.splice(index, 1)[0];
  }
}

/** The comment behind a declaration, as far as the declaration keeps it. */
function commentOf(decl: Decl, otherwise: string): string {
  if (decl.kind === "FuncDecl") return otherwise;
  const last = decl.specs.at(-1);
  return last && last.end === decl.end ? last.comment : otherwise;
}
