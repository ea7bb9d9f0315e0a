/** The panel's moving parts: the settings, the exploration, the schedule being replayed and the step in it. */
import { useCallback, useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { Locale } from "../../protocol/src/locale.ts";
import type { LoadMessage, PanelSettings, PanelState } from "../../protocol/src/panel.ts";
import type { Program } from "../../simulator/src/index.ts";
import type { Speed } from "./components/Transport.tsx";
import type { Command } from "./keyboard.ts";
import type { ExplorationState, Simulator } from "./simulator.ts";
import type { OutcomeRow } from "./view/panel-view.ts";
import { type Action, initialReplay, type Replay, reduceReplay } from "./view/replay.ts";

/** How long a step stays when playing at speed 1, in milliseconds. */
const STEP_TIME = 1400;

/** What the components need to show and to move the replay. */
export interface ReplayControls {
  readonly replay: Replay;
  readonly exploration: ExplorationState;
  readonly speed: Speed;
  readonly changeSettings: (settings: Partial<PanelSettings>) => void;
  readonly chooseSpeed: (speed: Speed) => void;
  readonly selectOutcome: (row: OutcomeRow) => void;
  readonly seek: (step: number) => void;
  readonly play: (playing: boolean) => void;
  readonly move: (token: string) => void;
  readonly paste: (schedule: string) => void;
  readonly command: (command: Command) => void;
  /** Ends the exploration without a result. */
  readonly cancel: () => void;
}

/** The replay of a scenario. With another program of the same place the settings and the reader's place stay. */
export function useReplay(input: {
  readonly simulator: Simulator;
  readonly load: LoadMessage<Program>;
  readonly restored: PanelState | undefined;
  readonly locale: Locale;
}): ReplayControls {
  const { simulator, load, locale } = input;
  const { program, races = true } = load.scenario;
  const { bounds } = load;
  const restored = input.restored?.origin === load.origin ? input.restored : undefined;
  const [replay, dispatch] = useReducer<Replay, Action, null>(reduceReplay, null, () =>
    initialReplay(initialSettings(load, restored), restored),
  );
  const [exploration, setExploration] = useState<ExplorationState>({
    status: "running",
    states: "0",
    rows: [],
  });
  const [speed, chooseSpeed] = useState<Speed>(1);
  const [cancelled, setCancelled] = useState(false);
  const { settings, wanted, playing } = replay;

  const first = useRef(program);
  useEffect(() => {
    if (first.current === program) return;
    first.current = program;
    setCancelled(false);
    dispatch({ type: "program" });
  }, [program]);

  useEffect(() => {
    if (cancelled) return;
    return simulator.explore({ program, races, settings, locale, bounds }, (state) => {
      setExploration(state);
      if (state.status === "done") dispatch({ type: "explored", rows: state.result.rows });
    });
  }, [simulator, program, races, settings, locale, cancelled]);

  useEffect(() => {
    if (wanted === null) return;
    const { id, schedule } = wanted;
    void simulator.lay({ program, races, settings, locale }, schedule).then((laid) => {
      if ("run" in laid) dispatch({ type: "laid", id, run: laid.run });
      // Without its script nothing can be laid out; the exploration says so.
      else if (laid.reason !== null) dispatch({ type: "refused", id, reason: laid.reason });
    });
  }, [wanted]);

  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => dispatch({ type: "tick" }), STEP_TIME / speed);
    return () => clearInterval(timer);
  }, [playing, speed]);

  const ended = cancelled || exploration.status === "failed";
  useEffect(() => {
    if (ended && replay.stale) dispatch({ type: "unexplored" });
  }, [ended, replay.stale]);

  const changeSettings = useCallback((changed: Partial<PanelSettings>) => {
    setCancelled(false);
    dispatch({ type: "settings", settings: changed });
  }, []);
  return {
    replay,
    exploration: cancelled ? { status: "cancelled" } : exploration,
    speed,
    changeSettings,
    chooseSpeed,
    selectOutcome: (row) => dispatch({ type: "outcome", row }),
    seek: (step) => dispatch({ type: "seek", step }),
    play: (on) => dispatch({ type: "play", playing: on }),
    move: (token) => dispatch({ type: "move", token }),
    paste: (schedule) => dispatch({ type: "paste", schedule }),
    command: (command) => dispatch({ type: "command", command }),
    cancel: () => setCancelled(true),
  };
}

/** A map is one step deep at first: that shows whether the code is right; deeper it shows how it breaks. */
function initialSettings(load: LoadMessage<Program>, restored: PanelState | undefined): PanelSettings {
  if (restored?.settings !== undefined) return restored.settings;
  return {
    model: restored?.model ?? load.model ?? "tso",
    cpus: null,
    compiler: false,
    depth: "operation",
    runtime: load.scenario.runtime ?? "swiss",
  };
}
