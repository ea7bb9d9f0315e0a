/**
 * What goroutines remember for the epilogue, in registers of their own: whether they stored a value under a key,
 * and which one last; whether they deleted it; whether they read it and did not find it as it should have been.
 * Not memory, so nothing else changes.
 */
import type { Program, Register } from "../program.ts";
import { isOnlyUpdated, isWritten, mayGo, touches } from "./usage.ts";

/** What one goroutine remembers about one key. */
export interface Ghost {
  readonly thread: string;
  readonly map: string;
  readonly key: number;
  /** The registers that hold 1 when a value was stored, and the value stored last; null when it never stores. */
  readonly put: { readonly done: Register; readonly value: Register } | null;
  /**
   * The register that holds by how much its updates (`m[k]++`) changed the value; null when the key may be written
   * or deleted in another way. Updates that follow one another add up to the change of the value.
   */
  readonly moved: Register | null;
  /** The register that holds 1 when the key was deleted; null when it never deletes. */
  readonly deleted: Register | null;
  /**
   * The register that holds 1 when a read did not find the key, or not the value, that was there all the time;
   * null when it never reads it or the key may go. The value is null when it may change.
   */
  readonly missed: { readonly seen: Register; readonly value: number | null } | null;
}

export type GhostBook = readonly Ghost[];

/** The ghosts of a program: one for each goroutine and key that it touches. */
export function ghosts(program: Program): GhostBook {
  return program.threads.flatMap((thread) => {
    // The read of `m[k]++` is part of its write.
    const instructions = thread.instructions.filter(
      (item) => item.kind !== "map-read" || item.unchecked !== true,
    );
    return program.locations.flatMap((location) => {
      if (location.kind !== "map") return [];
      const { name } = location;
      return location.keys.flatMap((_, key): Ghost[] => {
        const of = `${name}[${key}]`;
        const does = (
          ...kinds: readonly ("map-write" | "map-delete" | "map-read" | "map-range")[]
        ): boolean => touches(instructions, kinds, name, key);
        const value = location.initial?.[key] ?? null;
        const stays = value !== null && !mayGo(program, name, key);
        const updated = does("map-write") && isOnlyUpdated(program, name, key);
        const ghost: Ghost = {
          thread: thread.name,
          map: name,
          key,
          put: does("map-write") ? { done: `$put ${of}`, value: `$value ${of}` } : null,
          moved: updated ? `$moved ${of}` : null,
          deleted: does("map-delete") ? `$deleted ${of}` : null,
          missed:
            stays && does("map-read", "map-range")
              ? { seen: `$missed ${of}`, value: isWritten(program, name, key) ? null : value }
              : null,
        };
        return ghost.put === null && ghost.deleted === null && ghost.missed === null ? [] : [ghost];
      });
    });
  });
}

/** The ghost of a goroutine and key. */
export function ghostOf(book: GhostBook, thread: string, map: string, key: number): Ghost | undefined {
  return book.find((item) => item.thread === thread && item.map === map && item.key === key);
}
