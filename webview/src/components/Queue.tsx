import { useTexts } from "../text.ts";
import type { BufferEntry } from "../view/panel-view.ts";

/** A store buffer as a queue: the newest store at the left, the oldest next to memory at the right. */
export function Queue(props: { readonly thread: string; readonly entries: readonly BufferEntry[] }) {
  const { t } = useTexts();
  const { entries } = props;
  return (
    <div class="buffer">
      <div class="buffer-head dim">
        <span>{t("panel.buffer")}</span>
        {entries.length === 0 && <span>{t("panel.buffer.empty")}</span>}
      </div>
      {entries.length > 0 && (
        <ol
          class="queue"
          aria-label={`${t("panel.buffer.of", { thread: props.thread })}: ${t("panel.buffer.order")}`}
        >
          {entries
            .map((entry, index) => ({ entry, index }))
            .reverse()
            .map(({ entry, index }) => (
              // Entries have no names of their own: their place in the queue is what they are.
              <li key={index}>
                <span class={entry.fresh ? "entry changed" : "entry"}>
                  {entry.text}
                  {entry.fresh && <span class="hidden"> ({t("panel.changed")})</span>}
                </span>
                <span class="arrow" aria-hidden="true">
                  →
                </span>
              </li>
            ))}
          <li class="dim">{t("panel.memory")}</li>
        </ol>
      )}
    </div>
  );
}
