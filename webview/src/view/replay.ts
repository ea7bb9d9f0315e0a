/** The replay of a scenario as data: what is chosen, which schedule, which step; and how actions change it. */
import type { PanelSettings, PanelState } from "../../../protocol/src/panel.ts";
import type { Command } from "../keyboard.ts";
import type { Schedule } from "../worker-messages.ts";
import type { OutcomeRow, Run } from "./panel-view.ts";

/** A step of a run: how many are done, or all of them. */
type Place = number | "end";

/** A schedule that is being laid out, and what is to be when it is. */
export interface Wanted {
  /** Tells answers apart: only that of the last question counts. */
  readonly id: number;
  readonly schedule: Schedule;
  readonly place: Place;
  /** The outcome it was chosen for; null for a schedule of the reader's own. */
  readonly outcome: OutcomeRow | null;
  readonly own: boolean;
  /** Whether to begin at the start of the program when the schedule does not fit it. */
  readonly orStart: boolean;
}

export interface Replay {
  readonly settings: PanelSettings;
  /** The schedule being replayed; null until the first one is laid out. */
  readonly run: Run | null;
  /** How many steps of the run are done. */
  readonly step: number;
  /** The outcome being replayed; null when the schedule is the reader's own. */
  readonly outcome: OutcomeRow | null;
  /** True when the reader made the schedule: an exploration that ends then leaves it alone. */
  readonly own: boolean;
  readonly playing: boolean;
  /** Why the schedule that was pasted last does not fit, or null. */
  readonly problem: string | null;
  /** Why the program cannot be run at all, or null. */
  readonly broken: string | null;
  readonly wanted: Wanted | null;
  /** How many schedules were asked for. */
  readonly asked: number;
  /** Where the reader was when the settings changed, until the outcome is there again. */
  readonly kept: Place | null;
  /** True while what is shown is of the settings before, because it is not possible under the new ones. */
  readonly stale: boolean;
}

export type Action =
  | { readonly type: "explored"; readonly rows: readonly OutcomeRow[] }
  | { readonly type: "outcome"; readonly row: OutcomeRow }
  | { readonly type: "settings"; readonly settings: Partial<PanelSettings> }
  | { readonly type: "program" }
  /** There will be no outcomes to show in place of what is stale. */
  | { readonly type: "unexplored" }
  | { readonly type: "laid"; readonly id: number; readonly run: Run }
  | { readonly type: "refused"; readonly id: number; readonly reason: string }
  | { readonly type: "seek"; readonly step: number }
  | { readonly type: "move"; readonly token: string }
  | { readonly type: "paste"; readonly schedule: string }
  | { readonly type: "play"; readonly playing: boolean }
  | { readonly type: "tick" }
  | { readonly type: "command"; readonly command: Command };

const start: Schedule = { text: null };

/** The replay a panel begins with: at the start, or where the saved state says when its schedule still fits. */
export function initialReplay(settings: PanelSettings, saved: PanelState | undefined): Replay {
  const replay: Replay = {
    settings,
    run: null,
    step: 0,
    outcome: null,
    own: false,
    playing: false,
    problem: null,
    broken: null,
    wanted: null,
    asked: 0,
    kept: null,
    stale: false,
  };
  // A schedule without steps ends in a dot.
  if (saved === undefined || saved.schedule.endsWith(".")) return want(replay, { schedule: start });
  return want(replay, { schedule: { text: saved.schedule }, place: saved.step, own: true, orStart: true });
}

/** The replay after an action. */
export function reduceReplay(replay: Replay, action: Action): Replay {
  switch (action.type) {
    case "explored":
      return afterExploration(replay, action.rows);
    case "outcome":
      return choose(replay, action.row, 0);
    case "settings":
      return again({ ...replay, settings: { ...replay.settings, ...action.settings } });
    case "program":
      return again(replay);
    case "unexplored":
      return replay.stale ? want({ ...replay, kept: null }, { schedule: start }) : replay;
    case "laid":
      return laid(replay, action.id, action.run);
    case "refused":
      return refused(replay, action.id, action.reason);
    case "seek":
      return { ...replay, step: clamp(action.step, replay.run), playing: false, kept: null };
    case "move":
      return move(replay, action.token);
    case "paste":
      return want(replay, { schedule: { text: action.schedule }, own: true });
    case "play":
      return play(replay, action.playing);
    case "tick": {
      const step = clamp(replay.step + 1, replay.run);
      return { ...replay, step, playing: replay.playing && step < length(replay.run) };
    }
    case "command":
      return command(replay, action.command);
  }
}

/** Asks for a schedule; what is shown stays until it is there. */
function want(replay: Replay, wanted: Omit<Partial<Wanted>, "id"> & Pick<Wanted, "schedule">): Replay {
  const id = replay.asked + 1;
  const defaults = { place: 0, outcome: null, own: false, orStart: false };
  return { ...replay, playing: false, problem: null, wanted: { ...defaults, ...wanted, id }, asked: id };
}

/** Under other settings, or with another program: the same steps where they are possible, else from the start. */
function again(replay: Replay): Replay {
  const kept = replay.kept ?? placeOf(replay);
  const { outcome, own } = replay;
  const schedule = replay.run === null ? start : { text: replay.run.schedule, adapt: true };
  return want(
    { ...replay, kept, broken: null },
    { schedule, place: replay.step, outcome, own, orStart: true },
  );
}

/** The end of an outcome is a place; that of the reader's own schedule is only where it stands. */
function placeOf({ run, step, own }: Replay): Place {
  return !own && step > 0 && step === length(run) ? "end" : step;
}

function laid(replay: Replay, id: number, run: Run): Replay {
  const { wanted } = replay;
  if (wanted?.id !== id) return replay;
  const { place, outcome, own } = wanted;
  return {
    ...replay,
    // A schedule that was pasted brings its model and its CPUs along.
    settings: sameOptions(replay.settings, run) ? replay.settings : { ...replay.settings, ...run.options },
    run,
    step: stepOf(place, run),
    outcome,
    own,
    broken: null,
    wanted: null,
    stale: false,
  };
}

function sameOptions(settings: PanelSettings, { options }: Run): boolean {
  return (
    settings.model === options.model &&
    settings.cpus === options.cpus &&
    settings.compiler === options.compiler
  );
}

function refused(replay: Replay, id: number, reason: string): Replay {
  const { wanted } = replay;
  if (wanted?.id !== id) return replay;
  // The outcomes will soon be there; until then the old picture is better than the start.
  if (wanted.orStart && replay.run !== null && replay.kept !== null) {
    return { ...replay, wanted: null, stale: true };
  }
  if (wanted.orStart) return want(replay, { schedule: start, outcome: wanted.outcome });
  if (wanted.schedule.text === null) return { ...replay, wanted: null, broken: reason };
  return { ...replay, wanted: null, problem: reason };
}

function command(replay: Replay, given: Command): Replay {
  if (given === "play") return play(replay, !replay.playing);
  const steps = { first: 0, back: replay.step - 1, forward: replay.step + 1, last: length(replay.run) };
  return { ...replay, step: clamp(steps[given], replay.run), playing: false, kept: null };
}

/** Playing from the end begins at the start again. */
function play(replay: Replay, playing: boolean): Replay {
  const atEnd = replay.step === length(replay.run);
  return {
    ...replay,
    playing: playing && length(replay.run) > 0,
    step: playing && atEnd ? 0 : replay.step,
    kept: null,
  };
}

function move(replay: Replay, token: string): Replay {
  const { run, step } = replay;
  if (run === null || replay.stale) return replay;
  if (run.tokens[step] === token) return { ...replay, step: step + 1, playing: false, kept: null };
  const schedule = { text: run.schedule, move: { step, token } };
  return want({ ...replay, kept: null }, { schedule, place: step + 1, own: true });
}

/** Chooses the outcome that was chosen before, if it is still there, else one of its kind, else the worst. */
function afterExploration(replay: Replay, rows: readonly OutcomeRow[]): Replay {
  const { kept } = replay;
  const own = (replay.wanted?.own ?? replay.own) && !replay.stale;
  if (own) {
    const schedule = replay.wanted?.schedule.text ?? replay.run?.schedule;
    const same = rows.find((row) => row.schedule === schedule);
    return same === undefined ? { ...replay, kept: null } : choose(replay, same, kept ?? "here");
  }
  const before = replay.wanted?.outcome ?? replay.outcome;
  const wanted =
    rows.find(({ keys }) => before?.keys.some((key) => keys.includes(key)) === true) ??
    rows.find(({ kind }) => kind === before?.kind) ??
    rows[0];
  return wanted === undefined ? replay : choose(replay, wanted, kept ?? "here");
}

/** Replays an outcome's schedule; where it is replayed already, `here` stays at its step. */
function choose(replay: Replay, row: OutcomeRow, place: Place | "here"): Replay {
  if (replay.wanted === null && !replay.stale && replay.run?.schedule === row.schedule) {
    const step = place === "here" ? replay.step : stepOf(place, replay.run);
    return { ...replay, step, outcome: row, own: false, playing: false, problem: null, kept: null };
  }
  const at = place === "here" ? (replay.wanted?.place ?? 0) : place;
  return want(
    { ...replay, kept: null },
    { schedule: { text: row.schedule }, place: at, outcome: row, orStart: true },
  );
}

function stepOf(place: Place, run: Run): number {
  return place === "end" ? run.tokens.length : clamp(place, run);
}

function length(run: Run | null): number {
  return run?.tokens.length ?? 0;
}

function clamp(step: number, run: Run | null): number {
  return Math.min(Math.max(Math.trunc(step), 0), length(run));
}
