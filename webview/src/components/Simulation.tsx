import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { LoadMessage, PanelState } from "../../../protocol/src/panel.ts";
import type { Program, SourceSpan } from "../../../simulator/src/index.ts";
import type { Host } from "../host.ts";
import { commandOf, placeOf } from "../keyboard.ts";
import type { ExplorationState, Simulator } from "../simulator.ts";
import { useTexts } from "../text.ts";
import { type ReplayControls, useReplay } from "../use-replay.ts";
import { linesOf } from "../view/lines.ts";
import type { OutcomeRow, Run } from "../view/panel-view.ts";
import { Abstractions } from "./Abstractions.tsx";
import { Completeness } from "./Completeness.tsx";
import { LaneColumn } from "./LaneColumn.tsx";
import { LaneTable } from "./LaneTable.tsx";
import { OutcomeLine, Outcomes } from "./Outcomes.tsx";
import { Problem } from "./Problem.tsx";
import { ScheduleText } from "./ScheduleText.tsx";
import { type Choices, Settings } from "./Settings.tsx";
import { Shared } from "./Shared.tsx";
import { Steps } from "./Steps.tsx";
import { Story } from "./Story.tsx";
import { Transport } from "./Transport.tsx";

/** A scenario: its settings and outcomes, and the replay of one of them or of a schedule of the reader's own. */
export function Simulation(props: {
  readonly host: Host;
  readonly simulator: Simulator;
  readonly load: LoadMessage<Program>;
  readonly restored: PanelState | undefined;
}) {
  const { host, load } = props;
  const { t, locale } = useTexts();
  const controls = useReplay({ ...props, locale });
  const { replay, exploration } = controls;
  const { run, settings, step } = replay;
  const [table, setTable] = useState(props.restored?.table ?? false);

  useEffect(() => {
    if (run === null) return;
    host.save({
      version: 1,
      origin: load.origin,
      model: settings.model,
      schedule: run.schedule,
      step,
      table,
      settings,
      ...(load.goroutines === undefined ? {} : { goroutines: load.goroutines }),
    });
  }, [host, load.origin, load.goroutines, settings, run?.schedule, step, table]);

  if (replay.broken !== null) return <Problem text={replay.broken} />;
  const result = exploration.status === "done" ? exploration.result : null;
  return (
    <main class="panel">
      <header class="head">
        <h1>{t("panel.heading", { title: load.title })}</h1>
        <Settings
          settings={settings}
          choices={choicesOf(load)}
          onChange={controls.changeSettings}
          onGoroutines={(count) => {
            if (load.origin !== undefined) host.send({ type: "goroutines", origin: load.origin, count });
          }}
        />
        <Completeness exploration={exploration} onCancel={controls.cancel} />
      </header>
      {run !== null && (
        <Replayed
          host={host}
          controls={controls}
          run={run}
          go={load.scenario.races !== false}
          table={table}
          onTable={setTable}
        >
          <Abstractions abstractions={[...load.scenario.abstractions, ...(result?.abstractions ?? [])]} />
        </Replayed>
      )}
    </main>
  );
}

function choicesOf({ scenario, goroutines, origin }: LoadMessage<Program>): Choices {
  const { locations, threads } = scenario.program;
  return {
    maps: locations.some(({ kind }) => kind === "map"),
    compiler: scenario.races !== false,
    threads: threads.length,
    goroutines: origin === undefined ? null : (goroutines ?? null),
  };
}

/** All outcomes, or those that are known so far. */
function rowsOf(exploration: ExplorationState): readonly OutcomeRow[] {
  if (exploration.status === "running") return exploration.rows;
  return exploration.status === "done" ? exploration.result.rows : [];
}

/** The replay of a schedule, with what belongs below it. */
function Replayed(props: {
  readonly host: Host;
  readonly controls: ReplayControls;
  readonly run: Run;
  /** True for Go code, false for a litmus test. */
  readonly go: boolean;
  readonly table: boolean;
  readonly onTable: (table: boolean) => void;
  readonly children: ComponentChildren;
}) {
  const { host, controls, run, table } = props;
  const { replay, exploration } = controls;
  const { step } = replay;
  const { t } = useTexts();
  const scene = run.scenes[step];
  const rows = rowsOf(exploration);
  const key = replay.outcome?.key ?? run.ending;
  const ending = rows.find((row) => key !== null && row.keys.includes(key));
  const steps = run.tokens.length;
  const lanes = useMemo(
    () =>
      scene.lanes.map((lane, index) => ({ ...lane, lines: linesOf(run.code[index], lane.next, lane.last) })),
    [run, scene],
  );

  const reveal = (source: SourceSpan, focus: boolean) => {
    const { file, line, column, endLine, endColumn } = source;
    host.send({ type: "reveal", file, line, column, endLine, endColumn, focus });
  };
  const { source } = scene;
  useEffect(() => {
    if (source !== null) reveal(source, false);
  }, [source?.file, source?.line, source?.column]);

  // The button of a move goes away with the move: the focus must not go with it.
  const goroutines = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (replay.own && document.activeElement === document.body) goroutines.current?.focus();
  }, [replay.own, run]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = commandOf(event, placeOf(event.target));
      if (command === null) return;
      event.preventDefault();
      controls.command(command);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [controls]);

  return (
    <>
      <div class="story">
        <Story step={step} steps={steps} scene={scene} onReveal={(span) => reveal(span, true)} />
        <Transport
          step={step}
          steps={steps}
          playing={replay.playing}
          speed={controls.speed}
          onSeek={controls.seek}
          onPlay={controls.play}
          onSpeed={controls.chooseSpeed}
        />
        {/* Below the keys, which must not move away from under the pointer at the last step. */}
        <div role="status">{step === steps && ending !== undefined && <OutcomeLine row={ending} />}</div>
      </div>
      <div class={replay.stale ? "stage stale" : "stage"} aria-busy={replay.stale}>
        <section aria-labelledby="goroutines-title">
          <div class="section-head">
            <h2 id="goroutines-title" tabIndex={-1} ref={goroutines}>
              {t(props.go ? "panel.goroutines" : "panel.threads")}
            </h2>
            <label>
              <input
                type="checkbox"
                checked={table}
                onChange={(event) => props.onTable(event.currentTarget.checked)}
              />{" "}
              {t("panel.table")}
            </label>
          </div>
          {table ? (
            <LaneTable lanes={lanes} onMove={controls.move} />
          ) : (
            <div class="lanes">
              {lanes.map((lane) => (
                <LaneColumn
                  key={lane.name}
                  lane={lane}
                  onMove={controls.move}
                  onReveal={(line) => reveal(line.source, true)}
                />
              ))}
            </div>
          )}
        </section>
        <Shared scene={scene} />
        {props.children}
      </div>
      <aside class="side">
        <Outcomes
          rows={rows}
          selected={(replay.wanted ?? replay).outcome?.key ?? null}
          label={props.go}
          onSelect={controls.selectOutcome}
        />
        <section class="steps" aria-labelledby="steps-title">
          <div class="section-head">
            <h2 id="steps-title">{t(replay.outcome === null ? "panel.steps.own" : "panel.steps")}</h2>
          </div>
          <Steps rows={run.rows} step={step} onSeek={controls.seek} />
          <ScheduleText
            schedule={run.schedule}
            problem={replay.problem}
            onCopy={(text) => host.send({ type: "copy", text })}
            onReplay={controls.paste}
          />
        </section>
      </aside>
    </>
  );
}
