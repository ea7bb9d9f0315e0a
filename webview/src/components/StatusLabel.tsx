import { useTexts } from "../text.ts";
import type { Lane, LaneStatus } from "../view/panel-view.ts";
import { Icon, type IconName } from "./Icon.tsx";

const icons: Readonly<Record<LaneStatus, IconName>> = {
  ready: "step",
  blocked: "wait",
  done: "ok",
  dead: "error",
  waiting: "pause",
};

/** What a goroutine can do, in a shape and in words; for a blocked one, why. */
export function StatusLabel(props: { readonly lane: Lane }) {
  const { t } = useTexts();
  const { status, reason } = props.lane;
  return (
    <span class={`status ${status}`}>
      <Icon name={icons[status]} />
      <span>
        {t(`panel.lane.${status}`)}
        {reason !== null && `: ${reason}`}
      </span>
    </span>
  );
}
