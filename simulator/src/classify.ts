/** What an end state means to the reader: its kind, its message, and what is left in memory. */
import { currentCode } from "./enabled.ts";
import { runEpilogue } from "./epilogue.ts";
import type { Words } from "./expression.ts";
import { HALT, type Halt, type Machine } from "./machine.ts";
import { type Final, type OutcomeKind, outcomeOrder } from "./outcome.ts";
import type { VerdictKind } from "./program.ts";
import { type Sentence, sentence } from "./sentences.ts";
import { ABSENT } from "./values.ts";

/** Something that is wrong with an end. */
export interface Verdict {
  readonly kind: OutcomeKind;
  readonly message: Sentence;
}

/** An end state's meaning. States with equal keys are one outcome. */
export interface Ending extends Verdict {
  readonly key: string;
  /** All that is wrong, the worst first; empty when the kind is ok, else kind and message are the first one's. */
  readonly verdicts: readonly Verdict[];
}

/** Whether a fatal error, a panic or a verdict stopped the program. */
export function isStopped(machine: Machine, words: Words, offset: number): boolean {
  return words[offset + HALT] !== 0 && haltOf(machine, words, offset).kind !== "exit";
}

function haltOf(machine: Machine, words: Words, offset: number): Halt {
  return machine.halts[Math.floor((words[offset + HALT] - 1) / machine.threads.length)];
}

/** Classifies the end state at `offset`. */
export function classify(machine: Machine, words: Words, offset: number): Ending {
  if (words[offset + HALT] !== 0) {
    const halt = haltOf(machine, words, offset);
    if (halt.kind !== "exit") {
      const verdict = { kind: halt.kind, message: haltMessage(halt.kind, halt.text, halt.because) };
      return { key: haltKey(halt), ...verdict, verdicts: [verdict] };
    }
  } else {
    const stuck = blockedForEver(machine, words, offset);
    if (stuck !== null) return { ...stuck, verdicts: [stuck] };
  }
  const after = runEpilogue(machine, words, offset);
  const values = finalKey(machine, after.words);
  const said = [...after.verdicts];
  const lost = lostNames(machine, words, offset);
  if (lost.length > 0) said.push({ kind: "lost-update", text: lost.join(", ") });
  if (said.length === 0)
    return { key: `ok|${values}`, kind: "ok", message: sentence("outcome.ok"), verdicts: [] };
  const verdicts = said
    .flatMap(({ kind, text, because }) =>
      kind === "exit" ? [] : [{ kind, message: haltMessage(kind, text, because) }],
    )
    .sort((one, other) => outcomeOrder.indexOf(one.kind) - outcomeOrder.indexOf(other.kind));
  const kinds = said.map(haltKey).sort();
  return { key: `${kinds.join()}|${values}`, ...verdicts[0], verdicts };
}

/** What a program says when it stops, or of its end: a message as Go prints it, or what is wrong with what. */
export function haltMessage(kind: VerdictKind, text: string, because?: Sentence): Sentence {
  if (because !== undefined)
    return sentence("outcome.because", { outcome: haltMessage(kind, text), because });
  if (kind === "fatal" || kind === "panic") return sentence(`outcome.${kind}`, { text });
  return sentence(kind === "stale-read" ? "outcome.stale" : `outcome.${kind}`, { location: text });
}

function haltKey({ kind, text, because }: Halt): string {
  return because === undefined ? `${kind}:${text}` : `${kind}:${text}:${because.id}`;
}

function blockedForEver(machine: Machine, words: Words, offset: number): Omit<Ending, "verdicts"> | null {
  const stuck: number[] = [];
  let initialOnes = 0;
  for (const [index, thread] of machine.program.threads.entries()) {
    if (thread.start === "initial") initialOnes += 1;
    if (currentCode(machine, words, offset, index) !== null) stuck.push(index);
  }
  if (stuck.length === 0) return null;
  // Go notices only when no goroutine at all can run. Goroutines that finish leave main behind; here the
  // initial threads stand for main, so some of them finishing means that the process goes on.
  const all =
    stuck.filter((index) => machine.program.threads[index].start === "initial").length === initialOnes;
  const where = stuck.map((index) => `${index}@${words[offset + machine.threads[index].pc] - 1}`);
  return {
    key: `deadlock:${where.join()}`,
    kind: "deadlock",
    message: all
      ? sentence("outcome.deadlock.all")
      : sentence("outcome.deadlock.some", {
          threads: stuck.map((index) => machine.program.threads[index].name).join(", "),
        }),
  };
}

/** The names of the locations whose updates were lost. */
export function lostNames(machine: Machine, words: Words, offset: number): string[] {
  const names = new Set<string>();
  for (const [index, { slot, slots }] of machine.locations.entries()) {
    const location = machine.program.locations[index];
    const of = location.kind === "array" ? location.of : undefined;
    for (let place = slot; place < slot + slots; place++) {
      const word = machine.lost[place];
      if (word >= 0 && words[offset + word] === 1) names.add(of ?? slotName(machine, place));
    }
  }
  return [...names];
}

/** A slot as the reader writes it: `x`, `a[2]`, `m["a"]`; a clear's slot by the name of its map. */
export function slotName(machine: Machine, slot: number): string {
  for (const [index, layout] of machine.locations.entries()) {
    const location = machine.program.locations[index];
    if (slot === layout.clearSlot && layout.isMap) return location.name;
    const place = slot - layout.slot;
    if (place < 0 || place >= layout.slots) continue;
    if (location.kind === "variable") return location.name;
    if (location.kind === "map") return `${location.name}[${location.keys[place]}]`;
    return location.elements?.[place] ?? `${location.name}[${place}]`;
  }
  return String(slot);
}

/** Memory and results as one text of numbers, not ids: ids depend on the order of the exploration. */
function finalKey(machine: Machine, words: Words): string {
  const offset = 0;
  const parts: string[] = [];
  for (const { slot, slots, internal } of machine.locations) {
    if (internal) continue;
    for (let place = slot; place < slot + slots; place++) {
      const id = words[machine.memory + place];
      parts.push(id === ABSENT ? "-" : String(machine.values.number(id)));
    }
  }
  for (const [index, thread] of machine.program.threads.entries()) {
    if (!finished(machine, words, offset, index)) {
      parts.push("/");
      continue;
    }
    for (const { value } of resultsOf(machine, words, offset, index, thread.results ?? []))
      parts.push(String(value));
  }
  return parts.join();
}

function finished(machine: Machine, words: Words, offset: number, thread: number): boolean {
  return words[offset + machine.threads[thread].pc] > machine.threads[thread].end;
}

/** What is left after an end: what the epilogue leaves behind where it runs. */
export function finalAfter(machine: Machine, words: Words, offset: number): Final {
  const stuck = words[offset + HALT] === 0 && blockedForEver(machine, words, offset) !== null;
  if (stuck || isStopped(machine, words, offset)) return finalOf(machine, words, offset);
  return finalOf(machine, runEpilogue(machine, words, offset).words, 0);
}

/** Memory and maps, and the results of finished threads, in the state at `offset`. */
export function finalOf(machine: Machine, words: Words, offset: number): Final {
  const variables: Final["variables"][number][] = [];
  const maps: Final["maps"][number][] = [];
  const results: Final["results"][number][] = [];
  for (const [index, location] of machine.program.locations.entries()) {
    const { slot, slots, internal } = machine.locations[index];
    const first = offset + machine.memory + slot;
    if (internal) continue;
    if (location.kind !== "map") {
      for (let place = 0; place < slots; place++) {
        const name = slotName(machine, slot + place);
        variables.push({ name, value: machine.values.number(words[first + place]) });
      }
      continue;
    }
    maps.push({
      name: location.name,
      entries: location.keys.flatMap((key, place) => {
        const id = words[first + place];
        return id === ABSENT ? [] : [{ key, value: machine.values.number(id) }];
      }),
    });
  }
  for (const [index, thread] of machine.program.threads.entries()) {
    if (!finished(machine, words, offset, index)) continue;
    results.push(...resultsOf(machine, words, offset, index, thread.results ?? []));
  }
  return { variables, maps, results };
}

/** The values of a thread's result registers, in the order in which the program names them. */
function resultsOf(
  machine: Machine,
  words: Words,
  offset: number,
  thread: number,
  names: readonly string[],
): Final["results"][number][] {
  const { registers } = machine.threads[thread];
  return names.map((name) => {
    const register = registers.find((item) => item.name === name);
    const value = register === undefined ? 0 : machine.values.number(words[offset + register.offset]);
    return { thread, register: name, value };
  });
}
