import type { ExplorationState } from "../simulator.ts";
import { useTexts } from "../text.ts";

/** Says whether the list of outcomes is all there is. */
export function Completeness(props: {
  readonly exploration: ExplorationState;
  readonly onCancel: () => void;
}) {
  const { t, number } = useTexts();
  const { exploration } = props;
  if (exploration.status === "running") {
    return (
      <p class="completeness">
        {t("panel.exploring", { states: exploration.states })}{" "}
        <button type="button" class="link" onClick={props.onCancel}>
          {t("panel.cancel")}
        </button>
      </p>
    );
  }
  if (exploration.status === "failed") {
    return (
      <p class="completeness" role="alert">
        {exploration.reason === null
          ? t("panel.noExplorer")
          : t("panel.explorationFailed", { reason: exploration.reason })}
      </p>
    );
  }
  if (exploration.status === "cancelled") return <p class="completeness">{t("panel.cancelled")}</p>;
  const { complete, advice, rows, states, schedules, sampled } = exploration.result;
  const one = rows.length === 1;
  const id = complete ? (one ? "panel.complete.one" : "panel.complete.many") : "panel.bounded";
  return (
    <p class="completeness" role="status">
      {t(id, { count: number(rows.length), states })}
      {complete && schedules !== null && <> {t("panel.schedules", { schedules })}</>}
      {advice !== null && <> {t("panel.advice", { advice })}</>}
      {sampled !== null && <> {t("panel.sampled", { runs: sampled })}</>}
    </p>
  );
}
