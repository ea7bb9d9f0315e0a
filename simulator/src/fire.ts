/** What a transition does to a state. The exploration and the step mode share this one definition. */
import { commit, drain, readSlot, store } from "./buffer.ts";
import { bufferEmpty, canTake, currentCode, mapLength, readers, waitingAt, wideSlot } from "./enabled.ts";
import { applyOperator, evaluate, type Words } from "./expression.ts";
import { Access, type Code, type CodeCase, HALT, HaltCode, type Machine, Op } from "./machine.ts";
import { SimulatorError, sentence } from "./sentences.ts";
import { Kind, TransitionList } from "./transition.ts";
import { ABSENT, type ValueTable, WidthOverflow, ZERO } from "./values.ts";

/** At most this many words longer does one transition make a state. */
export const GROWTH = 3;

/**
 * Makes of the state at `at`, which is `length` words long, the one after transition `index` of the list. Gives its
 * length. There must be room for `length + GROWTH` words. Throws WidthOverflow when a number does not fit in a
 * word; then the state is spoiled.
 */
export function fire(
  machine: Machine,
  list: TransitionList,
  index: number,
  words: Words,
  at: number,
  length: number,
): number {
  const thread = list.thread[index];
  const kind = list.kind[index];
  if (kind === Kind.Drain) return drain(machine, words, at, length, thread, list.choice[index]);
  const code = currentCode(machine, words, at, thread);
  if (code === null) throw new Error("a transition of a thread that does not run");
  if (kind === Kind.Collide) {
    halt(machine, words, at, thread, collision(code));
    return length;
  }
  const grown = execute(machine, words, at, length, thread, code, list, index);
  if (machine.silences) settle(machine, words, at);
  return grown;
}

/** More silent instructions in a row than this are a loop. */
const MAX_SILENT = 100_000;
const nothing = new TransitionList();

/** Runs the silent instructions that threads stand at: they belong to the step that led to them. */
export function settle(machine: Machine, words: Words, at: number): void {
  for (let thread = 0; thread < machine.threads.length; thread++) {
    for (let count = 0; words[at + HALT] === 0; count++) {
      const code = currentCode(machine, words, at, thread);
      if (code === null || !code.silent) break;
      if (count > MAX_SILENT) throw new SimulatorError(sentence("problem.silent"));
      execute(machine, words, at, 0, thread, code, nothing, 0);
    }
  }
}

function collision(code: Code): number {
  if (code.access === Access.Read) return HaltCode.MapReadWrite;
  return code.access === Access.Iterate ? HaltCode.MapIterationWrite : HaltCode.MapWrites;
}

function halt(machine: Machine, words: Words, at: number, thread: number, code: number): void {
  words[at + HALT] = 1 + code * machine.threads.length + thread;
}

function setPc(machine: Machine, words: Words, at: number, thread: number, pc: number): void {
  const layout = machine.threads[thread];
  words[at + layout.pc] = pc + 1;
  const forgets = layout.forgets[pc];
  if (forgets !== undefined) for (const register of forgets) words[at + register] = ZERO;
  if (pc >= layout.end && layout.endsProgram) halt(machine, words, at, thread, HaltCode.Exit);
}

/** Writes a value id to a register; a register offset of -1 drops it. */
function set(words: Words, at: number, register: number, value: number): void {
  if (register >= 0) words[at + register] = value;
}

/** The slot an instruction accesses; -1 when its index is outside the array. */
export function slotOf(machine: Machine, words: Words, at: number, thread: number, code: Code): number {
  if (code.key === null) return code.slot;
  const key = machine.values.number(evaluate(code.key, words, at, machine.values));
  const layout = machine.locations[code.location];
  if (key >= 0 && key < layout.slots) return code.slot + key;
  if (!layout.isMap) return -1;
  throw new SimulatorError(
    sentence("problem.key", {
      where: machine.program.threads[thread].name,
      key,
      count: layout.slots,
      map: machine.program.locations[code.location].name,
    }),
  );
}

function execute(
  machine: Machine,
  words: Words,
  at: number,
  length: number,
  thread: number,
  code: Code,
  list: TransitionList,
  index: number,
): number {
  const values = machine.values;
  const next = code.next;
  switch (code.op) {
    case Op.Load: {
      const slot = slotOf(machine, words, at, thread, code);
      if (slot < 0) return outOfRange(machine, words, at, length, thread);
      set(words, at, code.register, readSlot(machine, words, at, thread, slot));
      break;
    }
    case Op.LoadWide: {
      const slot = wideSlot(machine, words, at, code);
      if (slot < 0) return outOfRange(machine, words, at, length, thread);
      for (let place = 0; place < code.wide.length; place++) {
        set(words, at, code.wide[place], words[at + machine.memory + slot + place]);
      }
      break;
    }
    case Op.Store:
    case Op.MapWrite: {
      const slot = slotOf(machine, words, at, thread, code);
      if (slot < 0) return outOfRange(machine, words, at, length, thread);
      const value = evaluate(code.value!, words, at, values);
      if (code.fresh && !machine.pso) {
        commit(machine, words, at, slot, value, 0);
        break;
      }
      const expected = code.update < 0 ? 0 : 1 + words[at + code.update];
      if (machine.entryWords === 3 && expected >= values.limit) throw new WidthOverflow();
      const grown = store(machine, words, at, length, thread, slot, value, expected);
      setPc(machine, words, at, thread, next);
      return grown;
    }
    case Op.MapDelete: {
      const slot = slotOf(machine, words, at, thread, code);
      const grown = store(machine, words, at, length, thread, slot, ABSENT, 0);
      setPc(machine, words, at, thread, next);
      return grown;
    }
    case Op.MapClear: {
      const clear = machine.locations[code.location].clearSlot;
      const grown = store(machine, words, at, length, thread, clear, ABSENT, 0);
      setPc(machine, words, at, thread, next);
      return grown;
    }
    case Op.MapRead:
    case Op.MapRange: {
      if (code.key === null) {
        set(words, at, code.register, values.intern(mapLength(machine, words, at, thread, code.location)));
        break;
      }
      const value = readSlot(machine, words, at, thread, slotOf(machine, words, at, thread, code));
      set(words, at, code.second, value === ABSENT ? ZERO : values.intern(1));
      set(words, at, code.register, value === ABSENT ? ZERO : value);
      break;
    }
    case Op.MapLen:
      set(words, at, code.register, values.intern(mapLength(machine, words, at, thread, code.location)));
      break;
    case Op.Assign:
      set(words, at, code.register, evaluate(code.value!, words, at, values));
      break;
    case Op.Jump:
      setPc(machine, words, at, thread, code.target);
      return length;
    case Op.Branch:
      setPc(
        machine,
        words,
        at,
        thread,
        evaluate(code.value!, words, at, values) === ZERO ? next : code.target,
      );
      return length;
    case Op.Exit:
      setPc(machine, words, at, thread, machine.threads[thread].end);
      return length;
    case Op.Panic:
      halt(machine, words, at, thread, code.halt);
      return length;
    case Op.Havoc:
      set(words, at, code.register, code.choices[list.choice[index]]);
      break;
    case Op.Choose:
      setPc(machine, words, at, thread, code.choices[list.choice[index]]);
      return length;
    case Op.Verdict:
      if (evaluate(code.value!, words, at, values) === ZERO) break;
      halt(machine, words, at, thread, code.halt);
      return length;
    case Op.Result: {
      const { pc, end } = machine.threads[code.thread];
      set(words, at, code.register, words[at + code.target]);
      set(words, at, code.second, values.intern(words[at + pc] > end ? 1 : 0));
      break;
    }
    case Op.Xchg:
    case Op.Xadd:
    case Op.AtomicUpdate:
    case Op.Cas: {
      const slot = slotOf(machine, words, at, thread, code);
      if (slot < 0) return outOfRange(machine, words, at, length, thread);
      readModifyWrite(machine, words, at, code, slot);
      break;
    }
    case Op.Lock:
      if (!lock(machine, words, at, thread, code)) return length;
      break;
    case Op.Unlock:
    case Op.RUnlock:
    case Op.WaitGroupAdd:
    case Op.Close: {
      const failed = release(machine, words, at, thread, code);
      if (failed >= 0) {
        halt(machine, words, at, thread, failed);
        return length;
      }
      break;
    }
    case Op.RLock: {
      const held = at + machine.syncs[code.sync].offset + 2 + thread;
      words[held] += 1;
      if (words[held] === 0) throw new WidthOverflow();
      break;
    }
    case Op.TryLock:
    case Op.TryRLock: {
      const lock = at + machine.syncs[code.sync].offset;
      const taken = canTake(machine, words, lock, code);
      set(words, at, code.register, taken ? values.intern(1) : ZERO);
      if (taken && code.op === Op.TryLock) words[lock] = thread + 1;
      if (taken && code.op === Op.TryRLock) words[lock + 2 + thread] += 1;
      break;
    }
    case Op.CondEnter:
    case Op.CondSignal:
    case Op.CondBroadcast: {
      const cond = at + machine.syncs[code.sync].offset;
      const waiting = waitingAt(machine, words, cond);
      const places = machine.threads.length;
      if (code.op === Op.CondEnter) words[cond + waiting.length] = thread + 1;
      else if (code.op === Op.CondBroadcast) words.fill(0, cond, cond + places);
      else {
        words.copyWithin(cond, cond + 1, cond + places);
        words[cond + places - 1] = 0;
      }
      break;
    }
    case Op.ChanMake: {
      const layout = machine.syncs[code.sync];
      words.fill(0, at + layout.offset, at + layout.offset + 2 + layout.capacity);
      break;
    }
    case Op.Send:
    case Op.Recv:
    case Op.Select:
      communicate(machine, words, at, thread, code, list, index);
      return length;
    case Op.OnceBegin: {
      const once = at + machine.syncs[code.sync].offset;
      if (words[once] === 1) {
        setPc(machine, words, at, thread, code.target);
        return length;
      }
      words[once] = 2 + thread;
      break;
    }
    case Op.OnceEnd:
      words[at + machine.syncs[code.sync].offset] = 1;
      break;
    case Op.Go: {
      const started = at + machine.threads[code.sync].pc;
      if (words[started] !== 0) {
        throw new SimulatorError(
          sentence("problem.started-twice", {
            where: machine.program.threads[thread].name,
            thread: machine.program.threads[code.sync].name,
          }),
        );
      }
      words[started] = 1;
      break;
    }
    default:
      // Op.Mfence, Op.Abstract, Op.WaitGroupWait: passing is all they do.
      break;
  }
  setPc(machine, words, at, thread, next);
  return length;
}

function outOfRange(machine: Machine, words: Words, at: number, length: number, thread: number): number {
  halt(machine, words, at, thread, HaltCode.IndexOutOfRange);
  return length;
}

function readModifyWrite(machine: Machine, words: Words, at: number, code: Code, slot: number): void {
  const values = machine.values;
  const old = words[at + machine.memory + slot];
  const operand = evaluate(code.value!, words, at, values);
  if (code.op === Op.Cas) {
    const success = old === evaluate(code.expected!, words, at, values);
    if (success) commit(machine, words, at, slot, operand, 0);
    set(words, at, code.register, old);
    set(words, at, code.second, success ? values.intern(1) : ZERO);
    return;
  }
  const value = updated(code, values, old, operand);
  commit(machine, words, at, slot, value, 0);
  set(words, at, code.register, old);
  set(words, at, code.second, value);
}

/** The id of what a read-modify-write that cannot fail leaves. */
function updated(code: Code, values: ValueTable, old: number, operand: number): number {
  if (code.op === Op.Xchg) return operand;
  const operator = code.op === Op.Xadd ? "add" : code.operator;
  return values.intern(applyOperator(operator, values.number(old), values.number(operand)));
}

/** Takes a lock; false when the writer of an RWMutex has only announced itself and waits for readers. */
function lock(machine: Machine, words: Words, at: number, thread: number, code: Code): boolean {
  const layout = machine.syncs[code.sync];
  const sync = at + layout.offset;
  const announced = layout.kind === "rwmutex" && words[sync] === thread + 1;
  words[sync] = thread + 1;
  if (layout.kind === "mutex") return true;
  words[sync + 1] = !announced && readers(machine, words, sync) > 0 ? 1 : 0;
  return words[sync + 1] === 0;
}

/** Unlock, RUnlock, WaitGroup.Add and close. Gives the halt code of the failure, -1 when all is well. */
function release(machine: Machine, words: Words, at: number, thread: number, code: Code): number {
  const layout = machine.syncs[code.sync];
  const sync = at + layout.offset;
  switch (code.op) {
    case Op.Unlock:
      if (layout.kind === "mutex") {
        if (words[sync] === 0) return HaltCode.UnlockMutex;
      } else if (words[sync] === 0 || words[sync + 1] === 1) return HaltCode.UnlockRWMutex;
      words[sync] = 0;
      return -1;
    case Op.RUnlock: {
      // Go does not care who releases a read lock; the own one first keeps the display sensible.
      let holder = thread;
      for (let other = 0; words[sync + 2 + holder] === 0 && other < machine.threads.length; other++)
        holder = other;
      if (words[sync + 2 + holder] === 0) return HaltCode.RUnlock;
      words[sync + 2 + holder] -= 1;
      return -1;
    }
    case Op.WaitGroupAdd: {
      const values = machine.values;
      const delta = values.number(evaluate(code.value!, words, at, values));
      const counter = values.number(words[sync]) + delta;
      if (counter < 0) return HaltCode.NegativeCounter;
      words[sync] = values.intern(counter);
      return -1;
    }
    default:
      if (words[sync] === 1) return HaltCode.CloseClosed;
      words[sync] = 1;
      return -1;
  }
}

/** A send or receive as a case of a select: the plain ones are selects of one case. */
function caseOf(code: Code, choice: number): CodeCase {
  if (code.op === Op.Select) return code.cases[choice];
  return {
    send: code.op === Op.Send,
    sync: code.sync,
    value: code.value,
    register: code.register,
    ok: code.second,
    target: code.next,
  };
}

function communicate(
  machine: Machine,
  words: Words,
  at: number,
  thread: number,
  code: Code,
  list: TransitionList,
  index: number,
): void {
  const choice = list.choice[index];
  if (code.op === Op.Select && choice === code.cases.length) {
    setPc(machine, words, at, thread, code.target);
    return;
  }
  const own = caseOf(code, choice);
  const partner = list.partner[index];
  const values = machine.values;
  if (partner >= 0) {
    const other = currentCode(machine, words, at, partner);
    if (other === null || !bufferEmpty(machine, words, at, partner)) throw new Error("no partner to meet");
    const theirs = caseOf(other, list.partnerChoice[index]);
    const value = evaluate(own.value!, words, at, values);
    set(words, at, theirs.register, value);
    set(words, at, theirs.ok, values.intern(1));
    setPc(machine, words, at, partner, theirs.target);
    setPc(machine, words, at, thread, own.target);
    return;
  }
  const channel = at + machine.syncs[own.sync].offset;
  const waiting = words[channel + 1];
  if (own.send) {
    if (words[channel] === 1) {
      halt(machine, words, at, thread, HaltCode.SendClosed);
      return;
    }
    words[channel + 2 + waiting] = evaluate(own.value!, words, at, values);
    words[channel + 1] = waiting + 1;
  } else {
    set(words, at, own.register, waiting > 0 ? words[channel + 2] : ZERO);
    set(words, at, own.ok, waiting > 0 ? values.intern(1) : ZERO);
    if (waiting > 0) {
      words.copyWithin(channel + 2, channel + 3, channel + 2 + waiting);
      words[channel + 1 + waiting] = 0;
      words[channel + 1] = waiting - 1;
    }
  }
  setPc(machine, words, at, thread, own.target);
}
