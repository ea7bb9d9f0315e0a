import type { OutcomeKind } from "../../../simulator/src/index.ts";
import { type TextId, useTexts } from "../text.ts";
import type { OutcomeRow } from "../view/panel-view.ts";
import { Icon, type IconName } from "./Icon.tsx";
import { moveFocus } from "./roving.ts";

interface Look {
  readonly name: TextId;
  readonly icon: IconName;
  readonly tone: "error" | "warning" | "ok";
}

const looks: Readonly<Record<OutcomeKind, Look>> = {
  ok: { name: "panel.outcome.ok", icon: "ok", tone: "ok" },
  fatal: { name: "panel.outcome.fatal", icon: "error", tone: "error" },
  panic: { name: "panel.outcome.panic", icon: "error", tone: "error" },
  deadlock: { name: "panel.outcome.deadlock", icon: "lock", tone: "error" },
  "endless-probe": { name: "panel.outcome.endless-probe", icon: "error", tone: "error" },
  corruption: { name: "panel.outcome.corruption", icon: "error", tone: "error" },
  "lost-insert": { name: "panel.outcome.lost-insert", icon: "warning", tone: "warning" },
  "duplicate-key": { name: "panel.outcome.duplicate-key", icon: "warning", tone: "warning" },
  "stuck-flag": { name: "panel.outcome.stuck-flag", icon: "warning", tone: "warning" },
  "data-race": { name: "panel.outcome.data-race", icon: "warning", tone: "warning" },
  "lost-update": { name: "panel.outcome.lost-update", icon: "warning", tone: "warning" },
  "stale-read": { name: "panel.outcome.stale-read", icon: "warning", tone: "warning" },
};

/** An outcome in one line: the shape of its kind and its message. */
export function OutcomeLine(props: { readonly row: OutcomeRow }) {
  const { t } = useTexts();
  const look = looks[props.row.kind];
  return (
    <p class="verdict">
      <Icon name={look.icon} tone={look.tone} />
      <span>
        <span class="hidden">{t(isState(props.row) ? "panel.outcome.state" : look.name)}: </span>
        {isState(props.row) ? props.row.final : props.row.text}
        {props.row.met === true && <> ({t("panel.outcome.met")})</>}
      </span>
    </p>
  );
}

/** The list of outcomes; choosing one replays its shortest schedule. */
export function Outcomes(props: {
  readonly rows: readonly OutcomeRow[];
  /** The key of the outcome being replayed, or null. */
  readonly selected: string | null;
  /** Whether to say what the outcomes of Go code hold for. */
  readonly label: boolean;
  readonly onSelect: (row: OutcomeRow) => void;
}) {
  const { t } = useTexts();
  const focusable = props.rows.some((row) => row.key === props.selected)
    ? props.selected
    : props.rows[0]?.key;
  return (
    <section class="outcomes" aria-labelledby="outcomes-title">
      <div class="section-head">
        <h2 id="outcomes-title">{t("panel.outcomes")}</h2>
      </div>
      <ul onKeyDown={moveFocus} hidden={props.rows.length === 0}>
        {props.rows.map((row) => (
          <li key={row.key}>
            <button
              type="button"
              tabIndex={row.key === focusable ? 0 : -1}
              aria-current={row.key === props.selected ? "true" : undefined}
              title={t("panel.outcome.shortest", { steps: row.steps })}
              onClick={() => props.onSelect(row)}
            >
              <OutcomeFacts row={row} />
            </button>
          </li>
        ))}
      </ul>
      {props.label && <p class="note">{t("panel.label")}</p>}
    </section>
  );
}

/** A litmus test's end is its values: that it ends says nothing. */
function isState(row: OutcomeRow): boolean {
  return row.met !== null && row.kind === "ok";
}

function OutcomeFacts(props: { readonly row: OutcomeRow }) {
  const { t } = useTexts();
  const { row } = props;
  const look = looks[row.kind];
  const schedules =
    row.schedules === null
      ? null
      : t(row.singleSchedule ? "panel.outcome.schedules.one" : "panel.outcome.schedules.many", {
          count: row.schedules,
        });
  return (
    <>
      <Icon name={look.icon} tone={look.tone} />
      <span class="kind">
        <span>{t(isState(row) ? "panel.outcome.state" : look.name)}</span>
        {row.met === true && <span class="badge">{t("panel.outcome.met")}</span>}
        {row.only !== null && (
          <span
            class="badge"
            title={t(row.only === "compiler" ? "panel.outcome.only.compiler.why" : "panel.outcome.only.why")}
          >
            {t(`panel.outcome.only.${row.only}`)}
          </span>
        )}
      </span>
      {!isState(row) && <span class="text mono">{row.text}</span>}
      {row.final !== "" && <span class="text mono dim">{row.final}</span>}
      <span class="facts dim">
        {schedules !== null && <span>{schedules} · </span>}
        <span>{t("panel.outcome.steps", { steps: row.steps })}</span>
      </span>
    </>
  );
}
