/** Lays a schedule out: everything the panel shows at each step, as plain values. */
import {
  formatSchedule,
  type MachineOptions,
  type Program,
  parseSchedule,
} from "../../../simulator/src/index.ts";
import type { Schedule } from "../worker-messages.ts";
import { codeOf } from "./code.ts";
import { endingOf } from "./outcomes.ts";
import type { Run } from "./panel-view.ts";
import { type SceneTexts, scenesOf } from "./scene.ts";
import { stepRows } from "./steps.ts";
import { branch, trackOf } from "./track.ts";

/** The run of a schedule. Throws a SimulatorError when the program or the schedule cannot be run. */
export function layOut(
  program: Program,
  options: MachineOptions,
  { text, move, adapt = false }: Schedule,
  texts: SceneTexts,
): Run {
  const tokens = text === null ? [] : parseSchedule(text).tokens;
  const schedule = text === null || adapt ? formatSchedule(options, tokens) : text.trim();
  const laid = trackOf(program, schedule);
  const track = move === undefined ? laid : branch(laid, move.step, move.token);
  const { model, cpus, compiler } = parseSchedule(track.schedule).options;
  return {
    schedule: track.schedule,
    tokens: track.steps.map((step) => step.token),
    options: { model, cpus: cpus ?? null, compiler: compiler ?? false },
    code: track.program.threads.map(codeOf),
    scenes: scenesOf(track, texts),
    rows: stepRows(track, texts.locale),
    ending: endingOf(track),
  };
}
