import { useEffect, useRef } from "preact/hooks";
import { useTexts } from "../text.ts";
import type { Line } from "../view/panel-view.ts";

/** A goroutine's own lines of source, with the line of the last step and the line it stands at marked. */
export function CodeLines(props: {
  readonly thread: string;
  readonly lines: readonly Line[];
  readonly onReveal: (line: Line) => void;
}) {
  const { t } = useTexts();
  const list = useRef<HTMLOListElement>(null);
  const marked = props.lines.findIndex((line) => line.next || line.last);
  useEffect(() => keepInSight(list.current, marked), [marked]);
  return (
    <ol class="code" ref={list} aria-label={props.thread}>
      {props.lines.map((line) => (
        <li
          key={`${line.source.file}:${line.source.line}`}
          class={`${line.next ? "next" : ""} ${line.last ? "last" : ""}`}
          aria-current={line.next ? "true" : undefined}
        >
          <span class="gutter" aria-hidden="true">
            {line.next ? "▶" : line.last ? "●" : ""}
          </span>
          <button type="button" class="link number" onClick={() => props.onReveal(line)}>
            <span class="hidden">{t("panel.reveal", { place: "" })}</span>
            {line.source.line}
          </button>
          <span class="text">{line.text}</span>
          {line.last && <span class="hidden"> ({t("panel.lane.last")})</span>}
          {line.next && <span class="hidden"> ({t("panel.lane.next")})</span>}
          {line.parts.length > 0 && (
            <ol class="parts">
              {line.parts.map((part, index) => (
                <li
                  key={index}
                  class={part.next ? "current" : ""}
                  aria-current={part.next ? "step" : undefined}
                >
                  {part.next ? "▸ " : "  "}
                  {part.text}
                </li>
              ))}
            </ol>
          )}
        </li>
      ))}
    </ol>
  );
}

/** Scrolls a list, and nothing around it, until an item is in sight. */
function keepInSight(list: HTMLElement | null, index: number): void {
  const item = list?.children[index];
  if (list === null || !(item instanceof HTMLElement)) return;
  const top = item.offsetTop - list.offsetTop;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + item.offsetHeight > list.scrollTop + list.clientHeight) {
    list.scrollTop = top + item.offsetHeight - list.clientHeight;
  }
}
