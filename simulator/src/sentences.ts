/**
 * Every sentence the simulator says: an id and the values of its placeholders, and the texts in English and
 * Simplified Chinese. Nothing else in this room holds words for the reader.
 */
import { mapTexts } from "./gomap/sentences.ts";
import { chineseTexts } from "./sentences-zh-cn.ts";

const en = {
  ...mapTexts,

  "step.load": "{thread} reads {location}: {value}",
  "step.load-wide": "{thread} reads {first} to {last} at once: {values}",
  "step.load.forward": "{thread} reads {location}: {value}, from its own store buffer",
  "step.load.stale":
    "{thread} reads {location}: {value}, from memory, while {other} has a newer value in its store buffer",
  "step.store.memory": "{thread} writes {location} = {value}",
  "step.store.buffer": "{thread} puts {location} = {value} into its store buffer",
  "step.store.lost": "{thread} writes {location} = {value} over {lost}, which it never saw",
  "step.drain": "the store {location} = {value} of {thread} reaches memory",
  "step.drain.lost":
    "the store {location} = {value} of {thread} reaches memory, over {lost}, which it never saw",
  "step.mfence": "{thread} passes a fence: its store buffer is empty",
  "step.atomic-load": "{thread} reads {location} atomically: {value}",
  "step.atomic-store": "{thread} writes {location} = {value} atomically",
  "step.xchg": "{thread} swaps {location}: {old} becomes {value}",
  "step.xadd": "{thread} adds to {location} atomically: {old} becomes {value}",
  "step.cas.done": "{thread} compares and swaps {location}: {old} becomes {value}",
  "step.cas.failed": "{thread} tries to swap {location}, but finds {old} where it expected {expected}",
  "step.assign": "{thread} sets {register} to {value}",
  "step.jump": "{thread} jumps",
  "step.branch.taken": "{thread} takes the branch",
  "step.branch.passed": "{thread} does not take the branch",
  "step.map-read": "{thread} reads {location}: {value}",
  "step.map-read.absent": "{thread} looks up {location}: not there",
  "step.map-write.memory": "{thread} writes {location} = {value}",
  "step.map-write.buffer": "{thread} writes {location} = {value}; the store waits in its store buffer",
  "step.map-delete": "{thread} deletes {location}",
  "step.map-range.key": "{thread} iterates over {map} and visits {location}: {value}",
  "step.map-range.absent": "{thread} iterates over {map} and does not find {location}",
  "step.map-range.all": "{thread} iterates over {map}: {count} entries",
  "step.map-len": "{thread} asks for len({map}): {count}",
  "step.map-clear": "{thread} clears {map}",
  "step.collide": "{thread} enters {operation} while {other} is still inside {otherOperation}: {message}",
  "step.lock": "{thread} locks {sync}",
  "step.lock.announce": "{thread} waits to lock {sync} and blocks new readers",
  "step.unlock": "{thread} unlocks {sync}",
  "step.rlock": "{thread} takes the read lock of {sync}",
  "step.runlock": "{thread} releases the read lock of {sync}",
  "step.try-lock.failed": "{thread} tries to lock {sync}, which is held",
  "step.cond.enter": "{thread} begins to wait for a signal of {sync}",
  "step.cond.wait": "{thread} wakes up at {sync}",
  "step.cond.wake": "{thread} signals {sync} and wakes {woken}",
  "step.cond.nobody": "{thread} signals {sync}, where nobody waits",
  "step.wg-add": "{thread} adds {value} to {sync}: the counter is {count}",
  "step.wg-done": "{thread} calls {sync}.Done: the counter is {count}",
  "step.wg-wait": "{thread} passes {sync}.Wait: the counter is 0",
  "step.chan-make": "{thread} makes {sync}",
  "step.send": "{thread} sends {value} to {sync}",
  "step.rendezvous": "{thread} sends {value} over {sync} to {other}",
  "step.recv": "{thread} receives {value} from {sync}",
  "step.recv.closed": "{thread} receives from {sync}, which is closed",
  "step.close": "{thread} closes {sync}",
  "step.select.default": "{thread} finds no case ready and takes default",
  "step.once.first": "{thread} is the first at {sync} and runs its function",
  "step.once.done": "{thread} finds {sync} done and goes on",
  "step.once.end": "{thread} has run the function of {sync}",
  "step.go": "{thread} starts {other}",
  "step.exit": "{thread} ends",
  "step.exit.program": "{thread} ends, and the program with it",
  "step.abstract": "{thread}: {what} (not simulated)",
  "step.havoc": "{thread} takes {value} for {register}, which is not known",
  "step.choose": "{thread}: {what}",
  "step.verdict": "{thread} goes on",
  "step.atomic-update": "{thread} updates {location} atomically: {old} becomes {value}",
  "step.panic": "{thread} panics: {message}",
  "step.fatal": "{thread} stops the program: {message}",

  "compiler.loads": "the compiled code loads {locations}, in this order",
  "compiler.store": "the compiled code stores {location}, although it stores it again later",
  "compiler.no-store": "the compiled code leaves out the store of {location}, since it stores it again later",

  "outcome.ok": "every goroutine finishes",
  "outcome.endless-probe": "a search in {location} never ends",
  "outcome.corruption": "the memory of {location} is corrupt",
  "outcome.lost-insert": "an entry of {location} is lost: it was stored and is not there",
  "outcome.duplicate-key": "{location} is there twice",
  "outcome.stuck-flag": "{location} stays marked as being written although nobody writes it",
  "outcome.stale": "an old value of {location} is read",
  "outcome.lost-update": "an update of {location} is lost",
  "outcome.stale-read": "{thread} reads an old {location}: the new value is still in a store buffer",
  "outcome.data-race": "data race on {location}: {first} in {thread} and {second} in {other}",
  "outcome.deadlock.all": "fatal error: all goroutines are asleep - deadlock!",
  "outcome.deadlock.some": "{threads} wait for ever",
  "outcome.background": "the rest goes on in the background",
  "outcome.endless": "goroutines run for ever and get nowhere",
  "outcome.because": "{outcome}: {because}",
  "outcome.fatal": "fatal error: {text}",
  "outcome.panic": "panic: {text}",

  "advice.loop":
    "the loop at {where} may go round without end, so the states may never end; let it go round a few times only",
  "advice.threads":
    "{count} goroutines can be interleaved in too many ways; take fewer goroutines, or set a higher bound",
  "advice.large": "there are too many interleavings; take a smaller piece of code, or set a higher bound",

  "access.read": "read",
  "access.write": "write",
  "access.iterate": "iteration",
  "access.delete": "delete",
  "access.clear": "clear",
  "access.len": "len",
  "access.atomic-read": "atomic read",
  "access.atomic-write": "atomic write",

  "blocked.lock": "waits for {sync}, held by {holders}",
  "blocked.lock.writer": "waits for {sync}: {holders} waits to lock it, which blocks new readers",
  "blocked.wait": "waits until the counter of {sync} is 0 (it is {count})",
  "blocked.send": "waits for a receiver on {sync}",
  "blocked.send.full": "waits for room in {sync}",
  "blocked.recv": "waits for a value on {sync}",
  "blocked.select": "waits until a case of select is ready",
  "blocked.select.none": "waits for ever: select has no case",
  "blocked.cond": "waits for a signal of {sync}",
  "blocked.once": "waits until {holders} has run the function of {sync}",
  "blocked.buffer": "waits until its store buffer is empty",
  "blocked.cpu": "waits for a CPU: the store buffer of each one must drain before it takes another goroutine",

  "problem.no-threads": "the program has no goroutine to run",
  "problem.unknown": "{where}: there is no {what} named {name}",
  "problem.target": "{where}: the jump target {target} is outside the {count} instructions of the goroutine",
  "problem.duplicate": "two {what} are named {name}",
  "problem.kind": "{where}: {name} is a {found}; this instruction needs a {needed}",
  "problem.key": "{where}: the key number {key} is not one of the {count} keys of {map}",
  "problem.started-twice": "{where}: goroutine {thread} is started a second time",
  "problem.number": "{where}: the value {value} is not a whole number that can be held exactly",
  "problem.silent": "a loop of the program does nothing that takes time",
  "problem.havoc": "{where}: a value that is not known needs at least one possible value",
  "problem.choose": "{where}: a choice needs at least one target",
  "problem.not-here": "{where}: {kind} is not an instruction that can be here",
  "problem.length": "the array {name} has {length} elements; a whole number up to {limit} is possible",
  "problem.epilogue": "the epilogue of the program does not end",
  "problem.cpus": "a program runs on 1 CPU or more, a whole number, not on {cpus}",
  "problem.token": "step {number} of the schedule, {token}, is not possible here",
  "problem.schedule": "this is not a schedule: {text}",
  "problem.threads": "{count} goroutines are more than the {limit} that can be explored",
} as const;

export type SentenceId = keyof typeof en;

/** The languages the simulator speaks. */
export type SentenceLocale = "en" | "zh-cn";

/** A sentence before it is put into a language. */
export interface Sentence {
  readonly id: SentenceId;
  readonly args: { readonly [name: string]: string | number | Sentence };
}

/** Makes a sentence. */
export function sentence(id: SentenceId, args: Sentence["args"] = {}): Sentence {
  return { id, args };
}

const catalogue: Readonly<Record<SentenceLocale, Readonly<Record<SentenceId, string>>>> = {
  en,
  "zh-cn": chineseTexts,
};

/** All ids. */
export const sentenceIds = Object.keys(en) as readonly SentenceId[];

/** The text of an id with its `{placeholders}`, for faces that fill them in with elements of their own. */
export function sentencePattern(id: SentenceId, locale: SentenceLocale): string {
  return catalogue[locale][id];
}

/** The text of a sentence. A sentence among its values is put into the same language. */
export function renderSentence(given: Sentence, locale: SentenceLocale): string {
  // Innermost sentences first, with a list instead of recursion: sentences come from outside as data.
  const pending: Sentence[] = [given];
  const done = new Map<Sentence, string>();
  while (pending.length > 0) {
    const top = pending[pending.length - 1];
    const inner = Object.values(top.args).filter(
      (value): value is Sentence => typeof value === "object" && !done.has(value),
    );
    if (inner.length > 0) {
      pending.push(...inner);
      continue;
    }
    pending.pop();
    done.set(
      top,
      catalogue[locale][top.id].replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = top.args[name];
        if (value === undefined) return whole;
        return typeof value === "object" ? (done.get(value) ?? whole) : String(value);
      }),
    );
  }
  return done.get(given) ?? "";
}

/** An error with a sentence for the reader: a program that cannot be run, a schedule that does not fit. */
export class SimulatorError extends Error {
  readonly sentence: Sentence;

  constructor(given: Sentence) {
    super(renderSentence(given, "en"));
    this.name = "SimulatorError";
    this.sentence = given;
  }
}
