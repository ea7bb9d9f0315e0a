/** Which transitions a state has. */
import { mayDrain, newestEntry, readSlot } from "./buffer.ts";
import { evaluate, type Words } from "./expression.ts";
import { Access, type Code, HALT, LOCKED, type Machine, Op } from "./machine.ts";
import { Kind, type TransitionList } from "./transition.ts";
import { ABSENT, ZERO } from "./values.ts";

/**
 * Fills the list with the transitions of the state at `offset`: threads first, in order; then drains, CPU by
 * CPU; then collisions. The order is part of what makes runs repeatable.
 */
export function enabledTransitions(
  machine: Machine,
  words: Words,
  offset: number,
  list: TransitionList,
): void {
  list.count = 0;
  if (words[offset + HALT] !== 0) return;
  const threads = machine.threads.length;
  if (machine.chooses && addChoices(machine, words, offset, list)) return;
  const taken = allTaken(machine, words, offset);
  for (let thread = 0; thread < threads; thread++) {
    const code = currentCode(machine, words, offset, thread);
    if (code === null || (taken && bufferEmpty(machine, words, offset, thread))) continue;
    addThread(machine, words, offset, thread, code, list);
  }
  if (machine.buffered) {
    for (let cpu = 0; cpu < threads; cpu++) {
      const entries = words[offset + machine.bufferLengths + cpu];
      const most = machine.pso ? entries : Math.min(entries, 1);
      for (let place = 0; place < most; place++) {
        if (mayDrain(machine, words, offset, cpu, place)) list.add(Kind.Drain, cpu, place, -1, 0);
      }
    }
  }
  if (machine.mapThreads.length > 1) addCollisions(machine, words, offset, taken, list);
}

/** Whether no CPU can take another thread: the buffer of each one holds stores of the thread that is there. */
export function allTaken(machine: Machine, words: Words, offset: number): boolean {
  const threads = machine.threads.length;
  if (machine.cpus === threads || !machine.buffered) return false;
  let held = 0;
  for (let thread = 0; thread < threads; thread++) {
    if (words[offset + machine.bufferLengths + thread] > 0) held += 1;
  }
  return held >= machine.cpus;
}

/** The possibilities of the first thread that stands at a `choose`: nothing else happens before it. */
function addChoices(machine: Machine, words: Words, offset: number, list: TransitionList): boolean {
  for (let thread = 0; thread < machine.threads.length; thread++) {
    const code = currentCode(machine, words, offset, thread);
    if (code === null || code.op !== Op.Choose) continue;
    for (let choice = 0; choice < code.choices.length; choice++) {
      list.add(Kind.Execute, thread, choice, -1, 0);
    }
    return true;
  }
  return false;
}

/** The instruction a thread stands at; null before it starts and after it ends. */
export function currentCode(machine: Machine, words: Words, offset: number, thread: number): Code | null {
  const layout = machine.threads[thread];
  const pc = words[offset + layout.pc];
  return pc === 0 || pc > layout.end ? null : layout.code[pc - 1];
}

/** Whether the store buffer of the CPU a thread runs on is empty. */
export function bufferEmpty(machine: Machine, words: Words, offset: number, thread: number): boolean {
  return words[offset + machine.bufferLengths + thread] === 0;
}

function addThread(
  machine: Machine,
  words: Words,
  offset: number,
  thread: number,
  code: Code,
  list: TransitionList,
): void {
  if (code.op >= LOCKED && !bufferEmpty(machine, words, offset, thread)) return;
  const sync = code.sync >= 0 && code.op !== Op.Go ? offset + machine.syncs[code.sync].offset : -1;
  switch (code.op) {
    case Op.Lock: {
      const mutex = machine.syncs[code.sync].kind === "mutex";
      if (words[sync] === 0) list.add(Kind.Execute, thread, 0, -1, 0);
      else if (
        !mutex &&
        words[sync] === thread + 1 &&
        words[sync + 1] === 1 &&
        readers(machine, words, sync) === 0
      ) {
        list.add(Kind.Execute, thread, 0, -1, 0);
      }
      return;
    }
    case Op.TryLock:
    case Op.TryRLock:
      if (bufferEmpty(machine, words, offset, thread) || !canTake(machine, words, sync, code)) {
        list.add(Kind.Execute, thread, 0, -1, 0);
      }
      return;
    case Op.CondWait:
      if (!waitingAt(machine, words, sync).includes(thread)) list.add(Kind.Execute, thread, 0, -1, 0);
      return;
    case Op.CondSignal:
    case Op.CondBroadcast:
      if (bufferEmpty(machine, words, offset, thread) || words[sync] === 0) {
        list.add(Kind.Execute, thread, 0, -1, 0);
      }
      return;
    case Op.RLock:
      if (words[sync] === 0) list.add(Kind.Execute, thread, 0, -1, 0);
      return;
    case Op.WaitGroupWait:
      if (words[sync] === ZERO) list.add(Kind.Execute, thread, 0, -1, 0);
      return;
    case Op.OnceBegin:
      // A done once is one atomic load; the first caller takes its mutex (sync/once.go).
      if (words[sync] === 1 || (words[sync] === 0 && bufferEmpty(machine, words, offset, thread))) {
        list.add(Kind.Execute, thread, 0, -1, 0);
      }
      return;
    case Op.LoadWide:
      if (!buffersSome(machine, words, offset, thread, code)) list.add(Kind.Execute, thread, 0, -1, 0);
      return;
    case Op.Havoc:
      for (let choice = 0; choice < code.choices.length; choice++)
        list.add(Kind.Execute, thread, choice, -1, 0);
      return;
    case Op.Send:
      addSend(machine, words, offset, thread, 0, code.sync, false, list);
      return;
    case Op.Recv:
      if (canReceive(machine, words, offset, code.sync)) list.add(Kind.Execute, thread, 0, -1, 0);
      return;
    case Op.Select:
      addSelect(machine, words, offset, thread, code, list);
      return;
    default:
      list.add(Kind.Execute, thread, 0, -1, 0);
  }
}

/** Whether a thread's own store buffer holds a store to a word of its wide load. */
function buffersSome(machine: Machine, words: Words, offset: number, thread: number, code: Code): boolean {
  if (!machine.buffered || bufferEmpty(machine, words, offset, thread)) return false;
  const first = wideSlot(machine, words, offset, code);
  if (first < 0) return false;
  return code.wide.some((_, place) => newestEntry(machine, words, offset, thread, first + place) >= 0);
}

/** The first slot of a wide load; -1 when some of it is outside the array. */
export function wideSlot(machine: Machine, words: Words, offset: number, code: Code): number {
  const place =
    code.key === null ? 0 : machine.values.number(evaluate(code.key, words, offset, machine.values));
  const inside = place >= 0 && place + code.wide.length <= machine.locations[code.location].slots;
  return inside ? code.slot + place : -1;
}

/** Can TryLock or TryRLock take the lock at `sync`? */
export function canTake(machine: Machine, words: Words, sync: number, code: Code): boolean {
  if (words[sync] !== 0) return false;
  const alone = code.op === Op.TryLock && machine.syncs[code.sync].kind === "rwmutex";
  return !alone || readers(machine, words, sync) === 0;
}

/** The threads that wait at the cond at `sync`, the first to come first. */
export function waitingAt(machine: Machine, words: Words, sync: number): number[] {
  const waiting: number[] = [];
  for (let place = 0; place < machine.threads.length && words[sync + place] !== 0; place++) {
    waiting.push(words[sync + place] - 1);
  }
  return waiting;
}

/** How many read locks of the rwmutex at `sync` are held. */
export function readers(machine: Machine, words: Words, sync: number): number {
  let held = 0;
  for (let thread = 0; thread < machine.threads.length; thread++) held += words[sync + 2 + thread];
  return held;
}

function addSelect(
  machine: Machine,
  words: Words,
  offset: number,
  thread: number,
  code: Code,
  list: TransitionList,
): void {
  const withDefault = code.target >= 0;
  let certain = false;
  const empty = bufferEmpty(machine, words, offset, thread);
  for (let index = 0; index < code.cases.length; index++) {
    const item = code.cases[index];
    const ready = item.send
      ? canSend(machine, words, offset, item.sync)
      : canReceive(machine, words, offset, item.sync);
    if (ready) certain = true;
    if (!empty) continue;
    if (item.send) addSend(machine, words, offset, thread, index, item.sync, withDefault, list);
    else if (ready) list.add(Kind.Execute, thread, index, -1, 0);
  }
  // A partner of an unbuffered channel that has come may not be parked yet, so default stays possible.
  // Default only looks (the fast paths of runtime/chan.go), so stores may still be in the buffer.
  if (withDefault && !certain) list.add(Kind.Execute, thread, code.cases.length, -1, 0);
}

/** Whether a send needs no partner: there is room, or the channel is closed and the send panics. */
function canSend(machine: Machine, words: Words, offset: number, channel: number): boolean {
  const { offset: at, capacity } = machine.syncs[channel];
  return words[offset + at] === 1 || words[offset + at + 1] < capacity;
}

/** Whether a receive needs no partner: a value waits, or the channel is closed. */
function canReceive(machine: Machine, words: Words, offset: number, channel: number): boolean {
  const { offset: at } = machine.syncs[channel];
  return words[offset + at] === 1 || words[offset + at + 1] > 0;
}

function addSend(
  machine: Machine,
  words: Words,
  offset: number,
  thread: number,
  choice: number,
  channel: number,
  withDefault: boolean,
  list: TransitionList,
): void {
  if (canSend(machine, words, offset, channel)) {
    list.add(Kind.Execute, thread, choice, -1, 0);
    return;
  }
  if (machine.syncs[channel].capacity > 0) return;
  for (let other = 0; other < machine.threads.length; other++) {
    if (other === thread || !bufferEmpty(machine, words, offset, other)) continue;
    const code = currentCode(machine, words, offset, other);
    if (code === null) continue;
    if (code.op === Op.Recv && code.sync === channel) list.add(Kind.Execute, thread, choice, other, 0);
    // Two selects with default never meet: neither of them parks.
    if (code.op !== Op.Select || (withDefault && code.target >= 0)) continue;
    for (let index = 0; index < code.cases.length; index++) {
      const item = code.cases[index];
      if (!item.send && item.sync === channel) list.add(Kind.Execute, thread, choice, other, index);
    }
  }
}

/**
 * Collisions: at this depth a map operation is one step, so two of them that are next at the same time stand
 * for two that overlap. The runtime may notice (this transition) or not (the plain steps). A writer sets a
 * flag for as long as it is inside; everybody checks it when coming in, an iterator at every step.
 * That loses nothing: whatever the others do while an operation is inside, they could do before it enters,
 * since its effect comes at its end.
 */
function addCollisions(
  machine: Machine,
  words: Words,
  offset: number,
  taken: boolean,
  list: TransitionList,
): void {
  for (const victim of machine.mapThreads) {
    const code = currentCode(machine, words, offset, victim);
    if (code === null || !isChecked(code)) continue;
    if (taken && bufferEmpty(machine, words, offset, victim)) continue;
    for (const writer of machine.mapThreads) {
      if (writer === victim) continue;
      // It came in on a CPU too, so whatever its CPU's buffer held of another goroutine is gone.
      if (taken && bufferEmpty(machine, words, offset, writer)) continue;
      const other = currentCode(machine, words, offset, writer);
      if (other === null || other.location !== code.location || !isMapWriter(other)) continue;
      // A delete or clear of an empty map returns before it sets the flag.
      if (other.access !== Access.Write && mapLength(machine, words, offset, writer, other.location) === 0)
        continue;
      list.add(Kind.Collide, victim, 0, writer, 0);
    }
  }
}

function isMapWriter(code: Code): boolean {
  return code.op === Op.MapWrite || code.op === Op.MapDelete || code.op === Op.MapClear;
}

/** Whether the runtime checks for writers when this operation begins: len never, an inlined read never. */
function isChecked(code: Code): boolean {
  return (isMapWriter(code) || code.op === Op.MapRead || code.op === Op.MapRange) && !code.unchecked;
}

/** How many entries a thread sees in a map. */
export function mapLength(
  machine: Machine,
  words: Words,
  offset: number,
  thread: number,
  location: number,
): number {
  const layout = machine.locations[location];
  let entries = 0;
  for (let key = 0; key < layout.slots; key++) {
    if (readSlot(machine, words, offset, thread, layout.slot + key) !== ABSENT) entries++;
  }
  return entries;
}
