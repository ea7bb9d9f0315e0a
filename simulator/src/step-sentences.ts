/** The sentence of an executed instruction, out of the instruction and the states around it. */
import { losesUpdate, newestEntry, readSlot } from "./buffer.ts";
import { slotName } from "./classify.ts";
import { canTake, currentCode, mapLength, waitingAt, wideSlot } from "./enabled.ts";
import { evaluate, type Operand } from "./expression.ts";
import { Access, type Code, type CodeCase, type Machine, Op } from "./machine.ts";
import type { At } from "./origins.ts";
import type { Instruction } from "./program.ts";
import { type Sentence, sentence } from "./sentences.ts";
import { bufferedElsewhere, haltOf, valueText } from "./steps.ts";
import type { TransitionList } from "./transition.ts";
import { ABSENT } from "./values.ts";

/** Says what transition `index` of `list`, an instruction that did not stop the program, does. */
export function executeSentence(
  machine: Machine,
  before: At,
  after: At,
  list: TransitionList,
  index: number,
): Sentence {
  const thread = list.thread[index];
  const { words, offset } = before;
  const code = currentCode(machine, words, offset, thread);
  const pc = words[offset + machine.threads[thread].pc] - 1;
  const instruction = machine.program.threads[thread].instructions[pc];
  if (code === null || instruction === undefined) throw new Error("a step of a thread that does not run");
  return new Speaker(machine, before, after, thread, code, instruction).say(list, index);
}

class Speaker {
  private readonly machine: Machine;
  private readonly before: At;
  private readonly after: At;
  private readonly thread: number;
  private readonly code: Code;
  private readonly instruction: Instruction;

  constructor(machine: Machine, before: At, after: At, thread: number, code: Code, instruction: Instruction) {
    this.machine = machine;
    this.before = before;
    this.after = after;
    this.thread = thread;
    this.code = code;
    this.instruction = instruction;
  }

  say(list: TransitionList, index: number): Sentence {
    const { code, instruction } = this;
    const thread = this.name(this.thread);
    switch (code.op) {
      case Op.Load:
        return this.load();
      case Op.LoadWide:
        return this.loadWide();
      case Op.Store:
      case Op.MapWrite:
        return this.store();
      case Op.Xchg:
      case Op.Xadd:
      case Op.AtomicUpdate:
      case Op.Cas:
        return this.swap();
      case Op.MapRead:
      case Op.MapRange:
      case Op.MapDelete:
      case Op.MapLen:
      case Op.MapClear:
        return this.mapOperation();
      case Op.Assign: {
        const register = instruction.kind === "assign" ? instruction.register : "";
        return sentence("step.assign", { thread, register, value: this.value(code.value) });
      }
      case Op.Branch:
        return sentence(this.value(code.value) === "0" ? "step.branch.passed" : "step.branch.taken", {
          thread,
        });
      case Op.Havoc: {
        const register = instruction.kind === "havoc" ? instruction.register : "";
        const value = valueText(this.machine, code.choices[list.choice[index]]);
        return sentence("step.havoc", { thread, register, value });
      }
      case Op.Choose: {
        const choices = instruction.kind === "choose" ? instruction.choices : [];
        return sentence("step.choose", { thread, what: choices[list.choice[index]].sentence });
      }
      case Op.Verdict:
        return sentence("step.verdict", { thread });
      case Op.Send:
      case Op.Recv:
      case Op.Select:
        return this.communication(list, index);
      case Op.Go:
        return sentence("step.go", { thread, other: this.name(code.sync) });
      case Op.Exit:
        return sentence(haltOf(this.machine, this.after) === null ? "step.exit" : "step.exit.program", {
          thread,
        });
      case Op.Abstract:
        return sentence("step.abstract", {
          thread,
          what: instruction.kind === "abstract" ? instruction.text : instruction.kind,
        });
      case Op.Mfence:
        return sentence("step.mfence", { thread });
      case Op.Jump:
        return sentence("step.jump", { thread });
      default:
        return this.synchronisation();
    }
  }

  private load(): Sentence {
    const { machine, before, code } = this;
    const { words, offset } = before;
    const slot = this.slot();
    const args = {
      thread: this.name(this.thread),
      location: slotName(machine, slot),
      value: valueText(machine, readSlot(machine, words, offset, this.thread, slot)),
    };
    if (newestEntry(machine, words, offset, this.thread, slot) >= 0) {
      return sentence("step.load.forward", args);
    }
    const other = bufferedElsewhere(machine, before, this.thread, slot);
    if (other >= 0) return sentence("step.load.stale", { ...args, other: this.name(other) });
    return sentence(code.access === Access.AtomicRead ? "step.atomic-load" : "step.load", args);
  }

  private loadWide(): Sentence {
    const { machine, before, code } = this;
    const { words, offset } = before;
    const first = wideSlot(machine, words, offset, code);
    const values = code.wide.map((_, place) =>
      valueText(machine, words[offset + machine.memory + first + place]),
    );
    return sentence("step.load-wide", {
      thread: this.name(this.thread),
      first: slotName(machine, first),
      last: slotName(machine, first + code.wide.length - 1),
      values: values.join(", "),
    });
  }

  private store(): Sentence {
    const { machine, before, code } = this;
    const slot = this.slot();
    const args = {
      thread: this.name(this.thread),
      location: slotName(machine, slot),
      value: this.value(code.value),
    };
    if (machine.buffered) {
      return sentence(code.op === Op.MapWrite ? "step.map-write.buffer" : "step.store.buffer", args);
    }
    const expected = code.update < 0 ? 0 : 1 + before.words[before.offset + code.update];
    if (losesUpdate(machine, before.words, before.offset, slot, expected)) {
      const lost = valueText(machine, before.words[before.offset + machine.memory + slot]);
      return sentence("step.store.lost", { ...args, lost });
    }
    return sentence(code.op === Op.MapWrite ? "step.map-write.memory" : "step.store.memory", args);
  }

  private swap(): Sentence {
    const { machine, before, after, code } = this;
    const slot = this.slot();
    const word = machine.memory + slot;
    const old = valueText(machine, before.words[before.offset + word]);
    const value = valueText(machine, after.words[after.offset + word]);
    const args = { thread: this.name(this.thread), location: slotName(machine, slot), old, value };
    if (code.op === Op.Xadd) return sentence("step.xadd", args);
    if (code.op === Op.AtomicUpdate) return sentence("step.atomic-update", args);
    if (code.op === Op.Xchg) {
      return sentence(this.instruction.kind === "atomic-store" ? "step.atomic-store" : "step.xchg", args);
    }
    const expected = this.value(code.expected);
    return sentence(old === expected ? "step.cas.done" : "step.cas.failed", { ...args, expected });
  }

  private mapOperation(): Sentence {
    const { machine, before, code } = this;
    const thread = this.name(this.thread);
    const map = machine.program.locations[code.location].name;
    if (code.op === Op.MapClear) return sentence("step.map-clear", { thread, map });
    if (code.key === null) {
      const count = mapLength(machine, before.words, before.offset, this.thread, code.location);
      return sentence(code.op === Op.MapLen ? "step.map-len" : "step.map-range.all", { thread, map, count });
    }
    const slot = this.slot();
    const location = slotName(machine, slot);
    if (code.op === Op.MapDelete) return sentence("step.map-delete", { thread, location });
    const id = readSlot(machine, before.words, before.offset, this.thread, slot);
    const args = { thread, map, location, value: valueText(machine, id) };
    if (code.op === Op.MapRange) {
      return sentence(id === ABSENT ? "step.map-range.absent" : "step.map-range.key", args);
    }
    if (id === ABSENT) return sentence("step.map-read.absent", args);
    const own = newestEntry(machine, before.words, before.offset, this.thread, slot) >= 0;
    const other = own ? -1 : bufferedElsewhere(machine, before, this.thread, slot);
    if (other >= 0) return sentence("step.load.stale", { ...args, other: this.name(other) });
    return sentence("step.map-read", args);
  }

  private communication(list: TransitionList, index: number): Sentence {
    const { machine, before, code } = this;
    const thread = this.name(this.thread);
    const choice = list.choice[index];
    if (code.op === Op.Select && choice === code.cases.length)
      return sentence("step.select.default", { thread });
    const item: Pick<CodeCase, "send" | "sync" | "value"> =
      code.op === Op.Select ? code.cases[choice] : { ...code, send: code.op === Op.Send };
    const sync = machine.program.syncs[item.sync].name;
    if (item.send) {
      const args = { thread, sync, value: this.value(item.value) };
      const partner = list.partner[index];
      if (partner < 0) return sentence("step.send", args);
      return sentence("step.rendezvous", { ...args, other: this.name(partner) });
    }
    const channel = before.offset + machine.syncs[item.sync].offset;
    if (before.words[channel + 1] === 0) return sentence("step.recv.closed", { thread, sync });
    return sentence("step.recv", { thread, sync, value: valueText(machine, before.words[channel + 2]) });
  }

  private synchronisation(): Sentence {
    const { machine, before, after, code } = this;
    const thread = this.name(this.thread);
    const sync = machine.program.syncs[code.sync].name;
    const at = machine.syncs[code.sync].offset;
    const args = { thread, sync };
    switch (code.op) {
      case Op.Lock: {
        const waits = machine.syncs[code.sync].kind === "rwmutex" && after.words[after.offset + at + 1] === 1;
        return sentence(waits ? "step.lock.announce" : "step.lock", args);
      }
      case Op.Unlock:
        return sentence("step.unlock", args);
      case Op.RLock:
        return sentence("step.rlock", args);
      case Op.RUnlock:
        return sentence("step.runlock", args);
      case Op.TryLock:
      case Op.TryRLock: {
        const taken = canTake(machine, before.words, before.offset + at, code);
        if (!taken) return sentence("step.try-lock.failed", args);
        return sentence(code.op === Op.TryLock ? "step.lock" : "step.rlock", args);
      }
      case Op.CondEnter:
        return sentence("step.cond.enter", args);
      case Op.CondWait:
        return sentence("step.cond.wait", args);
      case Op.CondSignal:
      case Op.CondBroadcast: {
        const waiting = waitingAt(machine, before.words, before.offset + at);
        const woken = (code.op === Op.CondSignal ? waiting.slice(0, 1) : waiting).map((one) =>
          this.name(one),
        );
        if (woken.length === 0) return sentence("step.cond.nobody", args);
        return sentence("step.cond.wake", { ...args, woken: woken.join(", ") });
      }
      case Op.WaitGroupAdd: {
        const count = valueText(machine, after.words[after.offset + at]);
        if (this.instruction.kind === "wg-done") return sentence("step.wg-done", { ...args, count });
        return sentence("step.wg-add", { ...args, value: this.value(code.value), count });
      }
      case Op.WaitGroupWait:
        return sentence("step.wg-wait", args);
      case Op.ChanMake:
        return sentence("step.chan-make", args);
      case Op.Close:
        return sentence("step.close", args);
      case Op.OnceEnd:
        return sentence("step.once.end", args);
      default:
        return sentence(before.words[before.offset + at] === 1 ? "step.once.done" : "step.once.first", args);
    }
  }

  private name(thread: number): string {
    return this.machine.program.threads[thread].name;
  }

  private value(operand: Operand | null): string {
    if (operand === null) return "";
    const { machine, before } = this;
    return valueText(machine, evaluate(operand, before.words, before.offset, machine.values));
  }

  private slot(): number {
    const { machine, before, code } = this;
    if (code.key === null) return code.slot;
    return code.slot + machine.values.number(evaluate(code.key, before.words, before.offset, machine.values));
  }
}
