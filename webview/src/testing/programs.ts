/** The programs that the panel's tests load, with the Go code they stand for. */
import type { Program, SourceSpan } from "../../../simulator/src/index.ts";

/** A place on a line of a file whose code is `text`. */
function at(file: string, line: number, column: number, text: string): SourceSpan {
  return { file, line, column, endLine: line, endColumn: column + text.length, text };
}

const writers = "writers.go";

/** Two goroutines write one map; main waits for both and reads the length. */
export const mapWriters: Program = {
  name: "countWords",
  locations: [{ kind: "map", name: "counts", keys: ['"go"', '"map"'], owner: "local" }],
  syncs: [{ kind: "waitgroup", name: "wg" }],
  threads: [
    {
      name: "main",
      start: "initial",
      endsProgram: true,
      results: ["n"],
      instructions: [
        {
          kind: "wg-add",
          sync: "wg",
          delta: { op: "const", value: 2 },
          source: at(writers, 10, 2, "wg.Add(2)"),
        },
        { kind: "go", thread: "goroutine 1", source: at(writers, 11, 2, "go func() {") },
        { kind: "go", thread: "goroutine 2", source: at(writers, 15, 2, "go func() {") },
        { kind: "wg-wait", sync: "wg", source: at(writers, 19, 2, "wg.Wait()") },
        {
          kind: "map-len",
          map: "counts",
          register: "n",
          source: at(writers, 20, 2, "fmt.Println(len(counts))"),
        },
      ],
    },
    {
      name: "goroutine 1",
      start: "spawned",
      instructions: [
        {
          kind: "map-write",
          map: "counts",
          key: { op: "const", value: 0 },
          value: { op: "const", value: 1 },
          source: at(writers, 12, 3, 'counts["go"] = 1'),
        },
        { kind: "wg-done", sync: "wg", source: at(writers, 13, 3, "wg.Done()") },
      ],
    },
    {
      name: "goroutine 2",
      start: "spawned",
      instructions: [
        {
          kind: "map-write",
          map: "counts",
          key: { op: "const", value: 1 },
          value: { op: "const", value: 1 },
          source: at(writers, 16, 3, 'counts["map"] = 1'),
        },
        { kind: "wg-done", sync: "wg", source: at(writers, 17, 3, "wg.Done()") },
      ],
    },
  ],
};

const buffering = "dekker.go";

function side(
  name: string,
  mine: string,
  other: string,
  register: string,
  line: number,
): Program["threads"][number] {
  return {
    name,
    start: "initial",
    results: [register],
    instructions: [
      {
        kind: "store",
        location: mine,
        value: { op: "const", value: 1 },
        source: at(buffering, line, 3, `${mine} = 1`),
      },
      {
        kind: "load",
        location: other,
        register,
        source: at(buffering, line + 1, 3, `${register} = ${other}`),
      },
    ],
  };
}

/** Store buffering: both goroutines may read 0, but only with store buffers. */
export const storeBuffering: Program = {
  name: "storeBuffering",
  locations: [
    { kind: "variable", name: "x", initial: 0, owner: "package" },
    { kind: "variable", name: "y", initial: 0, owner: "package" },
  ],
  syncs: [],
  threads: [side("left", "x", "y", "r1", 8), side("right", "y", "x", "r2", 13)],
};

/** Message passing: x86 keeps the order of both loads, Go's compiler does not. */
export const messagePassing: Program = {
  name: "messagePassing",
  locations: [
    { kind: "variable", name: "data", initial: 0, owner: "package" },
    { kind: "variable", name: "flag", initial: 0, owner: "package" },
  ],
  syncs: [],
  threads: [
    {
      name: "sender",
      start: "initial",
      instructions: (["data", "flag"] as const).map((location, index) => ({
        kind: "store",
        location,
        value: { op: "const", value: 1 },
        source: at("message.go", 8 + index, 3, `${location} = 1`),
      })),
    },
    {
      name: "receiver",
      start: "initial",
      results: ["f", "d"],
      instructions: (["flag", "data"] as const).map((location, index) => ({
        kind: "load",
        location,
        register: location[0],
        source: at("message.go", 13 + index, 3, `${location[0]} = ${location}`),
      })),
    },
  ],
};

/** Two goroutines add one to a variable, one of them under a lock that the other does not take. */
export const lostUpdate: Program = {
  name: "increment",
  locations: [{ kind: "variable", name: "hits", initial: 0, owner: "package" }],
  syncs: [{ kind: "mutex", name: "mu" }],
  threads: [
    {
      name: "careful",
      start: "initial",
      instructions: [
        { kind: "lock", sync: "mu", source: at("hits.go", 9, 2, "mu.Lock()") },
        { kind: "load", location: "hits", register: "old", source: at("hits.go", 10, 2, "hits++") },
        {
          kind: "store",
          location: "hits",
          value: { op: "add", left: { op: "reg", name: "old" }, right: { op: "const", value: 1 } },
          update: "old",
          source: at("hits.go", 10, 2, "hits++"),
        },
        { kind: "unlock", sync: "mu", source: at("hits.go", 11, 2, "mu.Unlock()") },
      ],
    },
    {
      name: "careless",
      start: "initial",
      instructions: [
        { kind: "load", location: "hits", register: "old", source: at("hits.go", 15, 2, "hits++") },
        {
          kind: "store",
          location: "hits",
          value: { op: "add", left: { op: "reg", name: "old" }, right: { op: "const", value: 1 } },
          update: "old",
          source: at("hits.go", 15, 2, "hits++"),
        },
      ],
    },
  ],
};

/** Two goroutines lock two mutexes in opposite order. */
export const lockOrder: Program = {
  name: "transfer",
  locations: [],
  syncs: [
    { kind: "mutex", name: "a" },
    { kind: "mutex", name: "b" },
  ],
  threads: [
    {
      name: "first",
      start: "initial",
      instructions: [
        { kind: "lock", sync: "a", source: at("locks.go", 5, 2, "a.Lock()") },
        { kind: "lock", sync: "b", source: at("locks.go", 6, 2, "b.Lock()") },
      ],
    },
    {
      name: "second",
      start: "initial",
      instructions: [
        { kind: "lock", sync: "b", source: at("locks.go", 10, 2, "b.Lock()") },
        { kind: "lock", sync: "a", source: at("locks.go", 11, 2, "a.Lock()") },
      ],
    },
  ],
};

/** Four goroutines that store and load so much that an exploration takes long. */
export const large: Program = {
  name: "large",
  locations: ["a", "b", "c", "d"].map((name) => ({ kind: "variable", name, initial: 0 })),
  syncs: [],
  threads: [0, 1, 2, 3].map((thread) => ({
    name: `worker ${thread}`,
    start: "initial",
    instructions: ["a", "b", "c", "d"].flatMap((location, place) => [
      {
        kind: "store",
        location,
        value: { op: "const", value: thread * 4 + place + 1 },
        source: at("large.go", 10 * thread + place + 1, 2, `${location} = ${thread * 4 + place + 1}`),
      } as const,
      { kind: "load", location, register: `r${place}` } as const,
    ]),
  })),
};

/** One goroutine that adds to a variable `rounds` times: a schedule of two steps a round. */
export function looping(rounds: number): Program {
  return {
    name: "looping",
    locations: [{ kind: "variable", name: "n", initial: 0 }],
    syncs: [],
    threads: [
      {
        name: "main",
        start: "initial",
        instructions: Array.from({ length: rounds }, (_, round) => [
          { kind: "load", location: "n", register: "r", source: at("loop.go", 5, 3, "n++") } as const,
          {
            kind: "xchg",
            location: "n",
            value: { op: "const", value: round + 1 },
            source: at("loop.go", 5, 3, "n++"),
          } as const,
        ]).flat(),
      },
    ],
  };
}
