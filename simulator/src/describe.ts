/** A state as a view: everything a panel shows, in the reader's names and with no ids. */
import { bufferStart } from "./buffer.ts";
import { slotName } from "./classify.ts";
import { allTaken, currentCode, enabledTransitions, waitingAt } from "./enabled.ts";
import { isScratch } from "./liveness.ts";
import { LOCKED, Op } from "./machine.ts";
import type { SourceSpan } from "./program.ts";
import { type Sentence, sentence } from "./sentences.ts";
import type { State } from "./state.ts";
import { haltOf, valueText } from "./steps.ts";
import { Kind, TransitionList } from "./transition.ts";
import { ABSENT } from "./values.ts";

export type ThreadStatus = "not-started" | "running" | "blocked" | "finished" | "stopped";

/** A name and the text of its value (a number, or a token of the program). */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface ThreadView {
  readonly index: number;
  readonly name: string;
  /** The CPU it runs on, or null while it runs on none. */
  readonly cpu: number | null;
  readonly status: ThreadStatus;
  /** Index of its next instruction; the length of its instructions when it has finished; -1 before it starts. */
  readonly next: number;
  /** The code of the next instruction. */
  readonly source: SourceSpan | null;
  readonly registers: readonly NamedValue[];
  /** Why it is blocked; null when it is not. */
  readonly blocked: Sentence | null;
}

export interface BufferEntryView extends NamedValue {
  /** Index of the instruction that made the store. */
  readonly instruction: number;
  readonly source: SourceSpan | null;
}

export interface CpuView {
  readonly cpu: number;
  /** The thread that runs on it, or null. */
  readonly thread: number | null;
  /** The store buffer, oldest store first: the next to reach memory. A deleted key has the value `-`. */
  readonly buffer: readonly BufferEntryView[];
}

export interface ArrayView {
  readonly name: string;
  /** True for memory of the Go runtime. */
  readonly internal: boolean;
  readonly elements: readonly NamedValue[];
}

export interface MapView {
  readonly name: string;
  /** All keys in the order of the program; `null` for an absent one. */
  readonly entries: readonly { readonly key: string; readonly value: string | null }[];
}

export interface SyncView {
  readonly name: string;
  readonly kind: "mutex" | "rwmutex" | "waitgroup" | "channel" | "once" | "cond";
  /** Who holds it (a writer; the goroutine inside once.Do). */
  readonly holder: number | null;
  /** Who waits to write and blocks new readers. */
  readonly announced: number | null;
  /** Who holds read locks; a thread stands here as often as it holds one. */
  readonly readers: readonly number[];
  /** A WaitGroup's counter; 0 otherwise. */
  readonly counter: number;
  /** A channel's values, oldest first. */
  readonly values: readonly string[];
  readonly capacity: number;
  readonly closed: boolean;
  /** Whether a once has run. */
  readonly done: boolean;
  /** Who waits at a cond, the first to come first. */
  readonly waiting: readonly number[];
}

export interface StateView {
  readonly threads: readonly ThreadView[];
  readonly cpus: readonly CpuView[];
  readonly variables: readonly NamedValue[];
  readonly arrays: readonly ArrayView[];
  readonly maps: readonly MapView[];
  readonly syncs: readonly SyncView[];
  /** Why the program has stopped, and by which thread; null while it runs. */
  readonly stopped: { readonly thread: number; readonly message: Sentence } | null;
}

/** The view of a state. */
export function describe(state: State): StateView {
  const { machine, words } = state;
  const { program } = machine;
  const stopped = haltOf(machine, { words, offset: 0 });
  const variables: NamedValue[] = [];
  const arrays: ArrayView[] = [];
  const maps: MapView[] = [];
  for (const [index, location] of program.locations.entries()) {
    const first = machine.memory + machine.locations[index].slot;
    if (location.kind === "variable") {
      variables.push({ name: location.name, value: valueText(machine, words[first]) });
    } else if (location.kind === "array") {
      const elements = Array.from({ length: location.length }, (_, place) => ({
        name: slotName(machine, machine.locations[index].slot + place),
        value: valueText(machine, words[first + place]),
      }));
      arrays.push({ name: location.name, internal: location.internal === true, elements });
    } else {
      maps.push({
        name: location.name,
        entries: location.keys.map((key, place) => {
          const id = words[first + place];
          return { key, value: id === ABSENT ? null : valueText(machine, id) };
        }),
      });
    }
  }
  return {
    threads: threadViews(state),
    cpus: state.placement.map((thread, cpu) => ({
      cpu,
      thread: thread < 0 ? null : thread,
      buffer: thread < 0 ? [] : bufferView(state, thread),
    })),
    variables,
    arrays,
    maps,
    syncs: program.syncs.map((_, index) => syncView(state, index)),
    stopped: stopped === null ? null : { thread: stopped.thread, message: stopped.message },
  };
}

function threadViews(state: State): ThreadView[] {
  const { machine, words } = state;
  const active = activeThreads(state);
  return machine.program.threads.map((thread, index) => {
    const layout = machine.threads[index];
    const next = words[layout.pc] - 1;
    const status = statusOf(state, index, active);
    return {
      index,
      name: thread.name,
      cpu: state.placement.includes(index) ? state.placement.indexOf(index) : null,
      status,
      next,
      source: thread.instructions[next]?.source ?? null,
      registers: layout.registers
        .filter(({ name }) => !isScratch(name))
        .map(({ name, offset }) => ({ name, value: valueText(machine, words[offset]) })),
      blocked: status === "blocked" ? blockedReason(state, index) : null,
    };
  });
}

function statusOf(state: State, thread: number, active: ReadonlySet<number>): ThreadStatus {
  const layout = state.machine.threads[thread];
  const pc = state.words[layout.pc];
  if (pc === 0) return "not-started";
  if (pc > layout.end) return "finished";
  if (state.halted) return "stopped";
  return active.has(thread) ? "running" : "blocked";
}

/** The threads that can run an instruction, on their own or as the partner of a send. */
function activeThreads({ machine, words }: State): Set<number> {
  const list = new TransitionList();
  enabledTransitions(machine, words, 0, list);
  const active = new Set<number>();
  // While a thread chooses, nothing else happens; the others only wait for that, which blocks nobody.
  if (list.count > 0 && currentCode(machine, words, 0, list.thread[0])?.op === Op.Choose) {
    return new Set(machine.threads.keys());
  }
  for (let index = 0; index < list.count; index++) {
    if (list.kind[index] !== Kind.Execute) continue;
    active.add(list.thread[index]);
    if (list.partner[index] >= 0) active.add(list.partner[index]);
  }
  return active;
}

function bufferView({ machine, words, origins }: State, thread: number): BufferEntryView[] {
  const instructions = machine.program.threads[thread].instructions;
  const first = bufferStart(machine, words, 0, thread);
  return origins[thread].map((instruction, place) => {
    const entry = first + place * machine.entryWords;
    return {
      name: slotName(machine, words[entry]),
      value: valueText(machine, words[entry + 1]),
      instruction,
      source: instructions[instruction]?.source ?? null,
    };
  });
}

function syncView({ machine, words }: State, index: number): SyncView {
  const { kind, offset, capacity } = machine.syncs[index];
  const view = {
    name: machine.program.syncs[index].name,
    kind,
    holder: null,
    announced: null,
    readers: [],
    counter: 0,
    values: [],
    capacity,
    closed: false,
    done: false,
    waiting: [],
  };
  const first = words[offset];
  switch (kind) {
    case "mutex":
      return { ...view, holder: first === 0 ? null : first - 1 };
    case "rwmutex": {
      const waits = words[offset + 1] === 1;
      const writer = first === 0 ? null : first - 1;
      return {
        ...view,
        holder: waits ? null : writer,
        announced: waits ? writer : null,
        readers: machine.threads.flatMap((_, thread): number[] =>
          new Array(words[offset + 2 + thread]).fill(thread),
        ),
      };
    }
    case "waitgroup":
      return { ...view, counter: machine.values.number(first) };
    case "channel":
      return {
        ...view,
        closed: first === 1,
        values: Array.from({ length: words[offset + 1] }, (_, place) =>
          valueText(machine, words[offset + 2 + place]),
        ),
      };
    case "once":
      return { ...view, holder: first >= 2 ? first - 2 : null, done: first === 1 };
    case "cond":
      return { ...view, waiting: waitingAt(machine, words, offset) };
  }
}

function blockedReason(state: State, thread: number): Sentence {
  const { machine, words } = state;
  const code = currentCode(machine, words, 0, thread);
  const buffered = words[machine.bufferLengths + thread] > 0;
  if (code !== null && !buffered && allTaken(machine, words, 0)) return sentence("blocked.cpu");
  if (code === null || (buffered && (code.op >= LOCKED || code.sync < 0))) return sentence("blocked.buffer");
  const name = (index: number): string => machine.program.threads[index].name;
  if (code.op === Op.Select) {
    if (buffered && code.cases.length > 0) return sentence("blocked.buffer");
    return sentence(code.cases.length === 0 ? "blocked.select.none" : "blocked.select");
  }
  const view = syncView(state, code.sync);
  const sync = view.name;
  switch (code.op) {
    case Op.Lock:
    case Op.RLock: {
      if (view.announced !== null && view.announced !== thread) {
        return sentence("blocked.lock.writer", { sync, holders: name(view.announced) });
      }
      const holders = view.holder === null ? view.readers : [view.holder];
      return sentence("blocked.lock", { sync, holders: [...new Set(holders)].map(name).join(", ") });
    }
    case Op.WaitGroupWait:
      return sentence("blocked.wait", { sync, count: view.counter });
    case Op.Send:
      return sentence(view.capacity === 0 ? "blocked.send" : "blocked.send.full", { sync });
    case Op.Recv:
      return sentence("blocked.recv", { sync });
    case Op.CondWait:
      return sentence("blocked.cond", { sync });
    case Op.OnceBegin:
      if (view.holder === null) return sentence("blocked.buffer");
      return sentence("blocked.once", { sync, holders: name(view.holder) });
    default:
      return sentence("blocked.buffer");
  }
}
