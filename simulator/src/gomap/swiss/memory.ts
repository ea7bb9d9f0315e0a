/**
 * The memory of a Swiss map: the header, and pools from which each goroutine takes groups, tables and directories
 * of its own. A pointer is a number: 0 is nil, then come the groups, then the directories.
 */
import type { Expression, Location } from "../../program.ts";
import { TOP_BITS } from "../hash.ts";
import type { MapUse } from "../model.ts";
import { GO_SLOTS, type MapOptions } from "../options.ts";
import { minus, plus, type Term, times } from "../terms.ts";

/** A control byte of a slot (group.go:22-23). */
export const EMPTY = 0x80;
export const DELETED = 0xfe;

/** Words of a table. Its groups lie side by side from `group` on; `index` is 1 + the place in the directory. */
export const Field = { used: 0, growthLeft: 1, localDepth: 2, index: 3, group: 4, mask: 5 } as const;
const FIELDS = Object.keys(Field);

/** Groups of the largest table in Go (maxTableCapacity, table.go:20). */
const GO_TABLE_GROUPS = 128;
/** Writes of a goroutine whose loops hide their number. */
const UNKNOWN_WRITES = 4;
/** Deeper directories than this are not modelled. */
const DEEPEST = TOP_BITS - 1;

/** What a goroutine's pool holds, and where it begins. */
export interface Pool {
  readonly groups: { readonly first: number; readonly count: number };
  readonly tables: { readonly first: number; readonly count: number };
  readonly directory: { readonly first: number; readonly count: number };
}

/** The layout of a map's memory. */
export class SwissMemory {
  readonly name: string;
  /** Slots of a group. */
  readonly slots: number;
  /** Groups of the largest table. */
  readonly tableGroups: number;
  /** Whether the map can outgrow its one group, and whether a table can outgrow the largest one. */
  readonly grows: boolean;
  readonly splits: boolean;
  readonly pools: readonly Pool[];
  readonly groups: number;
  private readonly tables: number;
  private readonly directory: number;

  constructor({ location, claims, writes }: MapUse, options: MapOptions) {
    this.name = location.name;
    const slots = options.slots ?? GO_SLOTS;
    this.grows = claims > slots;
    // A map that never fills its group behaves alike with the slots that it can fill.
    this.slots = this.grows ? slots : Math.max(1, claims);
    this.tableGroups = options.tableSlots === undefined ? GO_TABLE_GROUPS : options.tableSlots / slots;
    this.splits = this.grows && capacityFor(this.tableGroups * slots) < claims;
    const present = (location.initial ?? []).filter((value) => value !== null).length;
    let [groups, tables, directory] = [0, 0, 0];
    this.pools = [present, ...writes].map((count): Pool => {
      const need = this.need(Number.isFinite(count) ? count : UNKNOWN_WRITES, claims);
      const pool = {
        groups: { first: groups, count: need.groups },
        tables: { first: tables, count: need.tables },
        directory: { first: directory, count: need.directory },
      };
      groups += need.groups;
      tables += need.tables;
      directory += need.directory;
      return pool;
    });
    this.groups = Math.max(1, groups);
    this.tables = Math.max(1, tables);
    this.directory = Math.max(1, directory);
  }

  /** What a goroutine with so many writes may take at most. */
  private need(writes: number, claims: number): { groups: number; tables: number; directory: number } {
    if (writes === 0) return { groups: 0, tables: 0, directory: 0 };
    if (!this.grows) return { groups: 1, tables: 0, directory: 0 };
    let largest = 2;
    while (largest < this.tableGroups && capacityFor(largest * this.slots) < claims) largest *= 2;
    const rehashes = capacityFor(2 * this.slots) >= claims ? 0 : writes + (this.splits ? DEEPEST : 0);
    const each = this.splits ? 2 : 1;
    return {
      groups: 1 + 2 + rehashes * largest * each,
      tables: 1 + rehashes * each,
      directory: 2 + (this.splits ? rehashes * (1 + 2 ** DEEPEST) : 0),
    };
  }

  get used(): string {
    return `${this.name}.used`;
  }

  get writing(): string {
    return `${this.name}.writing`;
  }

  get dirPtr(): string {
    return `${this.name}.dirPtr`;
  }

  get dirLen(): string {
    return `${this.name}.dirLen`;
  }

  get globalDepth(): string {
    return `${this.name}.globalDepth`;
  }

  get globalShift(): string {
    return `${this.name}.globalShift`;
  }

  get ctrl(): string {
    return `${this.name}.ctrl`;
  }

  /**
   * For each group whether its control word is set. Go puts the first group of a map into the header while all its
   * bytes are still 0, which mean full (map.go:592-597), and clears a group by making them 0 again (map.go:767-768);
   * one store sets them.
   */
  get ready(): string {
    return `${this.name}.ready`;
  }

  get keys(): string {
    return `${this.name}.keys`;
  }

  get elems(): string {
    return `${this.name}.elems`;
  }

  get table(): string {
    return `${this.name}.tables`;
  }

  get dirs(): string {
    return `${this.name}.directory`;
  }

  /** The word of a table. */
  field(table: Term, field: keyof typeof Field): Expression {
    return plus(times(table, FIELDS.length), Field[field]);
  }

  /** The pointer to a group, and to a directory. A directory begins with its length, for the model's own use. */
  groupPointer(group: Term): Expression {
    return plus(group, 1);
  }

  directoryPointer(place: Term): Expression {
    return plus(place, this.groups + 1);
  }

  /** The first slot of the group, and the place of the directory, that a pointer names. */
  slotsOf(pointer: Term): Expression {
    return times(minus(pointer, 1), this.slots);
  }

  placeOf(pointer: Term): Expression {
    return minus(pointer, this.groups + 1);
  }

  locations(): Location[] {
    const word = (name: string): Location => ({ kind: "variable", name, initial: 0, internal: true });
    const row = (name: string, what: string, initial: number): Location => ({
      kind: "array",
      name,
      length: this.groups * this.slots,
      initial: new Array<number>(this.groups * this.slots).fill(initial),
      elements: Array.from(
        { length: this.groups * this.slots },
        (_, at) => `${this.name}.group${Math.floor(at / this.slots)}.${what}[${at % this.slots}]`,
      ),
      of: this.name,
      internal: true,
    });
    const small: Location[] = [
      ...[this.writing, this.used, this.dirPtr, this.dirLen].map(word),
      {
        kind: "array",
        name: this.ready,
        length: this.groups,
        initial: new Array<number>(this.groups).fill(1),
        elements: Array.from({ length: this.groups }, (_, group) => `${this.name}.group${group}.ready`),
        internal: true,
      },
      row(this.ctrl, "ctrl", EMPTY),
      row(this.keys, "key", 0),
      row(this.elems, "elem", 0),
    ];
    if (!this.grows) return small;
    return [
      ...small,
      ...[this.globalDepth, this.globalShift].map(word),
      {
        kind: "array",
        name: this.table,
        length: this.tables * FIELDS.length,
        elements: Array.from(
          { length: this.tables * FIELDS.length },
          (_, at) => `${this.name}.table${Math.floor(at / FIELDS.length)}.${FIELDS[at % FIELDS.length]}`,
        ),
        internal: true,
      },
      { kind: "array", name: this.dirs, length: this.directory, internal: true },
    ];
  }
}

/** How many slots of a table of more than one group may be filled: 7 of 8 (group.go:20, table.go:134). */
export function capacityFor(slots: number): number {
  return Math.floor((slots * 7) / 8);
}
