/**
 * A tree-sitter subtree copied into arrays. One walk with a cursor costs about a third of reading
 * the tree through nodes, and afterwards no tree-sitter object is needed any more.
 */
import type { TreeCursor } from "web-tree-sitter";
import { ERROR_ID, K } from "./kinds.ts";
import type { Runtime } from "./runtime.ts";

/** Nodes in pre-order; the children of `n` are `n + 1`, then `next[child]` while below `next[n]`. */
export interface FlatTree {
  /** {@link K} numbers. */
  kind: Uint8Array;
  /** The grammar's node type id. */
  id: Uint16Array;
  /** UTF-16 offsets relative to the base; only set for named nodes unless the tree is `careful`. */
  start: Int32Array;
  end: Int32Array;
  /** The index after the node's subtree. */
  next: Int32Array;
  /** 1 for a node the parser invented. Only filled when `careful`. */
  missing: Uint8Array;
  count: number;
  /** Indices of comments, in source order. */
  comments: number[];
  /** Indices of ERROR nodes not inside another one, and of missing nodes. */
  errors: number[];
}

const FIRST_CAPACITY = 1 << 14;
/** A scratch tree above this many nodes is dropped after use (about 18 bytes a node). */
const KEEP_CAPACITY = 1 << 20;

function allocate(capacity: number): FlatTree {
  return {
    kind: new Uint8Array(capacity),
    id: new Uint16Array(capacity),
    start: new Int32Array(capacity),
    end: new Int32Array(capacity),
    next: new Int32Array(capacity),
    missing: new Uint8Array(capacity),
    count: 0,
    comments: [],
    errors: [],
  };
}

function grow(tree: FlatTree): void {
  const bigger = allocate(tree.kind.length * 2);
  bigger.kind.set(tree.kind);
  bigger.id.set(tree.id);
  bigger.start.set(tree.start);
  bigger.end.set(tree.end);
  bigger.next.set(tree.next);
  bigger.missing.set(tree.missing);
  tree.kind = bigger.kind;
  tree.id = bigger.id;
  tree.start = bigger.start;
  tree.end = bigger.end;
  tree.next = bigger.next;
  tree.missing = bigger.missing;
}

let scratch = allocate(FIRST_CAPACITY);

/** True for a node whose children the lowering never reads. */
const IS_LEAF = new Uint8Array(256);
for (let kind = 0; kind < 256; kind++) if (kind < K.unary && kind !== K.error) IS_LEAF[kind] = 1;

export interface FlattenOptions {
  /** Subtracted from every offset. */
  readonly base: number;
  /** Leave out the inside of blocks that are direct children of the root. */
  readonly skipBody: boolean;
  /** The tree has errors: record them, and the place of every token. */
  readonly careful: boolean;
  /** No offset is set above this one: what lies behind was added to close open brackets. */
  readonly limit: number;
}

/**
 * Copies the cursor's node and everything below it, and leaves the cursor where it was.
 * The result is valid until the next call: lower it at once.
 */
export function flatten(runtime: Runtime, cursor: TreeCursor, options: FlattenOptions): FlatTree {
  if (scratch.kind.length > KEEP_CAPACITY) scratch = allocate(FIRST_CAPACITY);
  const tree = scratch;
  tree.count = 0;
  tree.comments = [];
  tree.errors = [];
  const { kinds } = runtime;
  const { base, skipBody, careful, limit } = options;
  const open: number[] = [];
  let errorEnd = -1;
  for (;;) {
    const n = tree.count++;
    if (n >= tree.kind.length) grow(tree);
    const id = cursor.nodeTypeId;
    const kind = kinds[id];
    tree.id[n] = id;
    tree.kind[n] = kind;
    if (careful || kind >= K.identifier || kind === K.comment) {
      const start = Math.min(cursor.startIndex - base, limit);
      const end = Math.min(cursor.endIndex - base, limit);
      tree.start[n] = start;
      tree.end[n] = end;
      if (kind === K.comment) tree.comments.push(n);
      if (careful) {
        const missing = start === end && cursor.nodeIsMissing;
        tree.missing[n] = missing ? 1 : 0;
        if ((missing || id === ERROR_ID) && start >= errorEnd) {
          tree.errors.push(n);
          if (!missing) errorEnd = end;
        }
      }
    }
    const skipped = skipBody && kind === K.block && open.length === 1;
    if (!IS_LEAF[kind] && !skipped && cursor.gotoFirstChild()) {
      open.push(n);
      continue;
    }
    tree.next[n] = tree.count;
    for (;;) {
      if (open.length === 0) return tree;
      if (cursor.gotoNextSibling()) break;
      cursor.gotoParent();
      tree.next[open.pop() as number] = tree.count;
    }
  }
}
