import { useEffect, useRef } from "preact/hooks";
import { useTexts } from "../text.ts";
import type { StepRow } from "../view/panel-view.ts";
import { moveFocus } from "./roving.ts";

/** From this many steps on, rows out of sight are left unpainted. */
const LONG = 200;

/** The schedule as a list of steps: who moves, and what happens. Choosing one jumps there. */
export function Steps(props: {
  readonly rows: readonly StepRow[];
  /** How many steps are done. */
  readonly step: number;
  readonly onSeek: (step: number) => void;
}) {
  const { t } = useTexts();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const item = list.current?.children[Math.max(props.step - 1, 0)];
    if (list.current === null || !(item instanceof HTMLElement)) return;
    // By hand: scrollIntoView would scroll the page as well.
    const top = item.offsetTop - list.current.offsetTop;
    const room = list.current.clientHeight - item.offsetHeight;
    if (top < list.current.scrollTop || top > list.current.scrollTop + room) {
      list.current.scrollTop = top - room / 2;
    }
  }, [props.step, props.rows]);
  return (
    <ol
      ref={list}
      class={props.rows.length > LONG ? "long" : ""}
      onKeyDown={moveFocus}
      aria-label={t("panel.steps")}
    >
      {props.rows.map((row, index) => (
        <li key={index} class={index >= props.step ? "future" : ""}>
          <button
            type="button"
            tabIndex={index === Math.max(props.step - 1, 0) ? 0 : -1}
            class={row.switched ? "switched" : ""}
            aria-current={index === props.step - 1 ? "step" : undefined}
            onClick={() => props.onSeek(index + 1)}
          >
            <span aria-hidden="true">{index === props.step - 1 ? "▶" : ""}</span>
            <span class="number">{index + 1}</span>
            <span class="text">{row.text}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
