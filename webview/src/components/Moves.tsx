import type { StepAction } from "../../../simulator/src/index.ts";
import { useTexts } from "../text.ts";
import type { Move } from "../view/panel-view.ts";
import { Icon, type IconName } from "./Icon.tsx";

const icons: Readonly<Record<StepAction, IconName>> = { execute: "step", drain: "drain", collide: "error" };

/** What can happen next, as buttons: choosing one makes it happen. */
export function Moves(props: { readonly moves: readonly Move[]; readonly onMove: (token: string) => void }) {
  const { t } = useTexts();
  return (
    <div class="moves">
      {props.moves.map((move) => (
        <button
          type="button"
          key={move.token}
          class={move.scheduled ? "move scheduled" : "move"}
          onClick={() => props.onMove(move.token)}
        >
          <Icon name={icons[move.action]} />
          <span class="label">{move.label}</span>
          {move.scheduled && <span class="badge">{t("panel.moves.scheduled")}</span>}
        </button>
      ))}
    </div>
  );
}
