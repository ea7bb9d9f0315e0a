/** The panel at one step: the machine's state in the reader's words, and what the last step changed. */

import {
  type CpuView,
  describe,
  enabled,
  renderSentence,
  type State,
  type StateView,
  type Step,
  stepOf,
  type ThreadView,
} from "../../../simulator/src/index.ts";
import type { Texts } from "../texts.ts";
import type {
  BufferEntry,
  Cell,
  Lane,
  LaneStatus,
  MapCells,
  Move,
  RuntimePlace,
  Scene,
} from "./panel-view.ts";
import { sentenceText } from "./steps.ts";
import { syncText } from "./syncs.ts";
import type { Track } from "./track.ts";

/** What the panel needs of the texts: so much that a test can give it. */
export type SceneTexts = Pick<Texts, "locale" | "t">;

/** The scenes of a run, from its start to its last step. */
export function scenesOf(track: Track, texts: SceneTexts): Scene[] {
  const views = track.states.map(describe);
  return views.map((now, step) => sceneOf(track, step, now, step === 0 ? null : views[step - 1], texts));
}

function sceneOf(
  track: Track,
  step: number,
  now: StateView,
  before: StateView | null,
  texts: SceneTexts,
): Scene {
  const state = track.states[step];
  const last = track.steps[step - 1] ?? null;
  const scheduled = track.steps[step]?.token ?? null;
  const moves = movesOf(state, scheduled, texts);
  return {
    sentence: last === null ? null : sentenceText(last.sentence, texts.locale),
    purpose: last?.purpose == null ? null : renderSentence(last.purpose, texts.locale),
    source: last?.source ?? null,
    runtime: last === null ? null : runtimePlace(last),
    lanes: now.threads.map((thread) => {
      const cpu = now.cpus.find((item) => item.thread === thread.index);
      const earlier = before?.threads[thread.index] ?? null;
      const cpuBefore = before?.cpus.find((item) => item.thread === thread.index) ?? null;
      return {
        name: thread.name,
        status: statuses[thread.status],
        reason: thread.blocked === null ? null : renderSentence(thread.blocked, texts.locale),
        moved: last !== null && actsIn(last, thread.index),
        next: thread.status === "finished" ? null : thread.next,
        last: last !== null && last.thread === thread.index ? last.instruction : null,
        registers: cellsOf(thread.registers, earlier?.registers ?? null),
        buffer: track.model === "sc" || cpu === undefined ? null : bufferOf(cpu, cpuBefore),
        moves: moves.filter((move) => move.thread === thread.index).map(({ move }) => move),
      } satisfies Lane;
    }),
    ...memoryOf(track, now, before),
    syncs: cellsOf(syncsOf(now, texts), before === null ? null : syncsOf(before, texts)),
  };
}

const statuses: Readonly<Record<ThreadView["status"], LaneStatus>> = {
  "not-started": "waiting",
  running: "ready",
  blocked: "blocked",
  finished: "done",
  stopped: "dead",
};

/** A communication and a collision move both goroutines. */
function actsIn(step: Step, thread: number): boolean {
  return step.thread === thread || step.partner === thread;
}

function movesOf(
  state: State,
  scheduled: string | null,
  { locale }: SceneTexts,
): { readonly thread: number; readonly move: Move }[] {
  return enabled(state).map((transition) => {
    const step = stepOf(state, transition);
    const label = sentenceText(step.sentence, locale);
    return {
      thread: transition.thread,
      move: {
        token: transition.token,
        label,
        action: transition.action,
        scheduled: transition.token === scheduled,
      },
    };
  });
}

/** Where the runtime does what a step does: `1.24:src/internal/runtime/maps/map.go:479`. */
function runtimePlace({ runtime }: Step): RuntimePlace | null {
  const parts = /^([\d.]+):(.+):(\d+)$/.exec(runtime ?? "");
  return parts === null ? null : { release: parts[1], file: parts[2], line: parts[3] };
}

/** Memory, the reader's own and the runtime's. */
function memoryOf(
  { program }: Track,
  now: StateView,
  before: StateView | null,
): Pick<Scene, "variables" | "maps" | "internal"> {
  const maps = program.locations.flatMap(({ kind, name }) => (kind === "map" ? [name] : []));
  const cells = [
    ...cellsOf(now.variables, before?.variables ?? null),
    ...now.arrays.flatMap(({ elements }, index) => cellsOf(elements, before?.arrays[index].elements ?? null)),
  ];
  // Memory of the runtime is named after its map.
  const mapOf = (name: string): string | undefined => maps.find((map) => name.startsWith(`${map}.`));
  const internal = maps.flatMap((map): MapCells[] => {
    const entries = cells
      .filter(({ name }) => mapOf(name) === map)
      .map((cell) => ({ ...cell, name: cell.name.slice(map.length + 1) }));
    return entries.length === 0 ? [] : [{ name: map, entries }];
  });
  return {
    variables: cells.filter(({ name }) => mapOf(name) === undefined),
    maps: mapsOf(now, before).filter(({ name }) => internal.every((map) => map.name !== name)),
    internal,
  };
}

/** Values with what they were before; `before` is null at the start, when nothing has changed. */
function cellsOf(
  now: readonly { readonly name: string; readonly value: string }[],
  before: readonly { readonly name: string; readonly value: string }[] | null,
): Cell[] {
  return now.map(({ name, value }, index) => {
    const earlier = before?.[index]?.value;
    return { name, value, before: earlier === undefined || earlier === value ? null : earlier };
  });
}

function bufferOf(cpu: CpuView, before: CpuView | null): BufferEntry[] {
  return cpu.buffer.map(({ name, value }, place) => ({
    text: `${name} = ${value}`,
    fresh: before !== null && place === cpu.buffer.length - 1 && cpu.buffer.length > before.buffer.length,
  }));
}

/** Present keys, and the absent ones that the last step removed. */
function mapsOf(now: StateView, before: StateView | null): MapCells[] {
  return now.maps.map(({ name, entries }, map) => ({
    name,
    entries: entries.flatMap(({ key, value }, place): Cell[] => {
      const earlier = before === null ? value : before.maps[map].entries[place].value;
      if (value === null && earlier === null) return [];
      return [{ name: key, value: value ?? ABSENT, before: earlier === value ? null : (earlier ?? ABSENT) }];
    }),
  }));
}

/** How an absent key's value is shown. */
const ABSENT = "–";

function syncsOf(view: StateView, texts: SceneTexts): { name: string; value: string }[] {
  return view.syncs.map((sync) => ({ name: sync.name, value: syncText(sync, view, texts) }));
}
