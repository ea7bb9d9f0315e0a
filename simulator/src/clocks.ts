/**
 * Happens-before along one schedule, with vector clocks, as the Go memory model defines it (go.dev/ref/mem) and
 * the race detector computes it: what orders what, and which accesses nothing orders.
 */
import type { Step } from "./outcome.ts";
import type { Instruction, Program, SelectCase } from "./program.ts";

/** Two accesses of a schedule that nothing orders, by index of their steps; the earlier first. */
export interface ScheduleRace {
  readonly location: string;
  readonly first: number;
  readonly second: number;
}

/** An edge from a step to a later one that it happens before, between two threads. */
export interface OrderEdge {
  readonly from: number;
  readonly to: number;
}

export interface HappensBefore {
  readonly races: readonly ScheduleRace[];
  /** Only edges between threads; a thread's own steps are ordered anyhow. */
  readonly edges: readonly OrderEdge[];
  /** For each step, for each thread, how many of the thread's events happen before it or are it. */
  readonly clocks: readonly (readonly number[])[];
}

/** The happens-before order of a run of a program. */
export function happensBefore(program: Program, steps: readonly Step[]): HappensBefore {
  return new ClockMachine(program).run(steps);
}

/** What a lock, a channel or an atomic remembers: the clock of a release, and the step that made it. */
interface Released {
  clock: number[];
  step: number;
}

interface Touch {
  readonly step: number;
  readonly thread: number;
  readonly time: number;
  readonly atomic: boolean;
}

class ClockMachine {
  private readonly program: Program;
  private readonly clocks: number[][];
  private readonly released = new Map<string, Released>();
  private readonly writes = new Map<string, Touch[]>();
  private readonly reads = new Map<string, Touch[]>();
  /** For buffered channels, how many values were sent and received. */
  private readonly sent = new Map<string, number>();
  private readonly received = new Map<string, number>();
  /** The step that started a thread, until the thread's first step. */
  private readonly started = new Map<number, number>();
  private readonly races: ScheduleRace[] = [];
  private readonly edges: OrderEdge[] = [];

  constructor(program: Program) {
    this.program = program;
    const count = program.threads.length;
    this.clocks = program.threads.map(() => new Array<number>(count).fill(0));
  }

  run(steps: readonly Step[]): HappensBefore {
    const clocks: number[][] = [];
    for (const [index, step] of steps.entries()) {
      const own = this.clocks[step.thread];
      // A drain is the machine's, not the goroutine's: it orders nothing.
      if (step.action !== "drain") {
        own[step.thread] += 1;
        const starter = this.started.get(step.thread);
        if (starter !== undefined) this.edges.push({ from: starter, to: index });
        this.started.delete(step.thread);
        this.step(index, step);
      }
      clocks.push([...own]);
    }
    return { races: this.races, edges: this.edges, clocks };
  }

  private step(index: number, step: Step): void {
    const instruction = this.program.threads[step.thread].instructions[step.instruction];
    if (instruction === undefined) return;
    if ((step.action === "collide" && step.partner !== null) || instruction.touches !== undefined) {
      this.touch(index, step, instruction);
      return;
    }
    switch (instruction.kind) {
      case "lock":
        this.acquire(index, step.thread, `w:${instruction.sync}`);
        this.acquire(index, step.thread, `r:${instruction.sync}`);
        return;
      case "try-lock":
        if (step.sentence.id !== "step.try-lock.failed") {
          this.acquire(index, step.thread, `w:${instruction.sync}`);
          this.acquire(index, step.thread, `r:${instruction.sync}`);
        }
        return;
      case "try-rlock":
        if (step.sentence.id !== "step.try-lock.failed")
          this.acquire(index, step.thread, `w:${instruction.sync}`);
        return;
      case "cond-signal":
      case "cond-broadcast":
        this.release(index, step.thread, `w:${instruction.sync}`);
        return;
      case "cond-wait":
        this.acquire(index, step.thread, `w:${instruction.sync}`);
        return;
      case "rlock":
        this.acquire(index, step.thread, `w:${instruction.sync}`);
        return;
      case "unlock":
        this.release(index, step.thread, `w:${instruction.sync}`);
        return;
      case "runlock":
        this.release(index, step.thread, `r:${instruction.sync}`);
        return;
      case "wg-add":
      case "wg-done":
        this.release(index, step.thread, `w:${instruction.sync}`);
        return;
      case "wg-wait":
        this.acquire(index, step.thread, `w:${instruction.sync}`);
        return;
      case "once-begin":
        if (step.sentence.id === "step.once.done") this.acquire(index, step.thread, `w:${instruction.sync}`);
        return;
      case "once-end":
        this.release(index, step.thread, `w:${instruction.sync}`);
        return;
      case "go": {
        const child = this.program.threads.findIndex((thread) => thread.name === instruction.thread);
        this.join(child, this.clocks[step.thread]);
        this.started.set(child, index);
        return;
      }
      case "chan-make":
        this.sent.delete(instruction.sync);
        this.received.delete(instruction.sync);
        return;
      case "close":
        this.release(index, step.thread, `close:${instruction.sync}`);
        return;
      case "send":
      case "recv":
      case "select":
        this.communicate(index, step, instruction);
        return;
      case "load":
      case "load-wide":
      case "store":
      case "atomic-load":
      case "atomic-store":
      case "xchg":
      case "xadd":
      case "atomic-update":
      case "cas":
      case "map-read":
      case "map-write":
      case "map-delete":
      case "map-range":
      case "map-len":
      case "map-clear":
        this.touch(index, step, instruction);
        return;
      case "mfence":
      case "assign":
      case "jump":
      case "branch":
      case "exit":
      case "abstract":
      case "panic":
      case "havoc":
      case "choose":
      case "verdict":
      case "result":
        return;
    }
  }

  private communicate(index: number, step: Step, instruction: Instruction): void {
    const own = chosenCase(instruction, step.token);
    if (own === null) return;
    const channel = own.channel;
    if (step.partner !== null) {
      // Unbuffered: the send happens before the end of the receive, and the receive before the end of the send.
      this.clocks[step.partner][step.partner] += 1;
      this.join(step.partner, this.clocks[step.thread]);
      this.join(step.thread, this.clocks[step.partner]);
      return;
    }
    const capacity = this.capacityOf(channel);
    const counter = own.kind === "send" ? this.sent : this.received;
    const turn = counter.get(channel) ?? 0;
    if (own.kind === "recv" && turn >= (this.sent.get(channel) ?? 0)) {
      this.acquire(index, step.thread, `close:${channel}`);
      return;
    }
    counter.set(channel, turn + 1);
    if (own.kind === "send") {
      this.acquire(index, step.thread, `recv:${channel}:${turn - capacity}`);
      this.release(index, step.thread, `send:${channel}:${turn}`);
    } else {
      this.acquire(index, step.thread, `send:${channel}:${turn}`);
      this.release(index, step.thread, `recv:${channel}:${turn}`);
    }
  }

  private capacityOf(channel: string): number {
    const sync = this.program.syncs.find((item) => item.name === channel);
    return sync?.kind === "channel" ? sync.capacity : 0;
  }

  private touch(index: number, step: Step, instruction: Instruction): void {
    const access = accessOf(instruction);
    if (access === null) return;
    const { thread } = step;
    const { write, atomic } = access;
    const found = this.program.locations.find((item) => item.name === access.location);
    if (found !== undefined && found.kind !== "map" && found.internal === true) return;
    // Of an array the step names the element.
    const element = found?.kind === "array" ? step.sentence.args.location : undefined;
    const location = typeof element === "string" ? element : access.location;
    if (atomic) this.acquire(index, thread, `atomic:${location}`);
    const mine: Touch = { step: index, thread, time: this.clocks[thread][thread], atomic };
    const conflicts = [
      ...(this.writes.get(location) ?? []),
      ...(write ? (this.reads.get(location) ?? []) : []),
    ];
    for (const other of conflicts) {
      if (other.thread === thread || (other.atomic && atomic)) continue;
      if (this.clocks[thread][other.thread] >= other.time) continue;
      this.races.push({ location, first: other.step, second: index });
    }
    const log = write ? this.writes : this.reads;
    const touches = log.get(location);
    if (touches === undefined) log.set(location, [mine]);
    else touches.push(mine);
    if (atomic && write) this.release(index, thread, `atomic:${location}`);
  }

  private acquire(index: number, thread: number, key: string): void {
    const released = this.released.get(key);
    if (released === undefined) return;
    this.join(thread, released.clock);
    this.edges.push({ from: released.step, to: index });
  }

  private release(index: number, thread: number, key: string): void {
    const clock = this.clocks[thread];
    const released = this.released.get(key);
    if (released === undefined) this.released.set(key, { clock: [...clock], step: index });
    else {
      released.clock = released.clock.map((time, other) => Math.max(time, clock[other]));
      released.step = index;
    }
  }

  private join(thread: number, clock: readonly number[]): void {
    const own = this.clocks[thread];
    for (let other = 0; other < own.length; other++) own[other] = Math.max(own[other], clock[other]);
  }
}

/** The communication a step made; null for a select's default. */
function chosenCase(
  instruction: Instruction,
  token: string,
): { readonly kind: "send" | "recv"; readonly channel: string } | null {
  if (instruction.kind === "send" || instruction.kind === "recv") {
    return { kind: instruction.kind, channel: instruction.sync };
  }
  if (instruction.kind !== "select") return null;
  const choice = Number(/^\d+:(\d+)/.exec(token)?.[1] ?? 0);
  const item: SelectCase | undefined = instruction.cases[choice];
  return item === undefined ? null : { kind: item.kind, channel: item.channel };
}

function accessOf(
  instruction: Instruction,
): { readonly location: string; readonly write: boolean; readonly atomic: boolean } | null {
  if (instruction.touches !== undefined) {
    const { location, access } = instruction.touches;
    return { location, write: access !== "read" && access !== "iterate", atomic: false };
  }
  if (!("location" in instruction || "map" in instruction)) return null;
  switch (instruction.kind) {
    case "load":
    case "load-wide":
      return { location: instruction.location, write: false, atomic: false };
    case "store":
      return { location: instruction.location, write: true, atomic: false };
    case "atomic-load":
      return { location: instruction.location, write: false, atomic: true };
    case "atomic-store":
    case "xchg":
    case "xadd":
    case "atomic-update":
    case "cas":
      return { location: instruction.location, write: true, atomic: true };
    case "map-read":
    case "map-range":
    case "map-len":
      return { location: instruction.map, write: false, atomic: false };
    case "map-write":
    case "map-delete":
    case "map-clear":
      return { location: instruction.map, write: true, atomic: false };
  }
}
