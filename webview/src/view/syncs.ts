/** Locks, counters and channels in words. */
import type { StateView, SyncView } from "../../../simulator/src/index.ts";
import type { Texts } from "../texts.ts";

/** What a lock, WaitGroup, channel or once is at: who holds it, its count, its values. */
export function syncText(sync: SyncView, view: StateView, { t }: Pick<Texts, "t">): string {
  const name = (thread: number) => view.threads[thread].name;
  switch (sync.kind) {
    case "mutex":
      return sync.holder === null ? t("panel.lock.free") : t("panel.lock.held", { who: name(sync.holder) });
    case "rwmutex":
      return rwmutexText(sync, name, t);
    case "waitgroup":
      return String(sync.counter);
    case "channel": {
      const values = `[${sync.values.join(", ")}]`;
      const room = sync.capacity === 0 ? t("panel.chan.unbuffered") : `${values} / ${sync.capacity}`;
      return sync.closed ? `${room}, ${t("panel.chan.closed")}` : room;
    }
    case "cond":
      if (sync.waiting.length === 0) return t("panel.cond.nobody");
      return t("panel.cond.waiting", { who: sync.waiting.map(name).join(", ") });
    case "once":
      if (sync.holder !== null) return t("panel.once.running", { who: name(sync.holder) });
      return t(sync.done ? "panel.once.done" : "panel.once.new");
  }
}

function rwmutexText(sync: SyncView, name: (thread: number) => string, t: Texts["t"]): string {
  const parts: string[] = [];
  if (sync.holder !== null) parts.push(t("panel.lock.held", { who: name(sync.holder) }));
  if (sync.readers.length > 0) {
    parts.push(t("panel.lock.read", { who: sync.readers.map(name).join(", ") }));
  }
  if (sync.announced !== null) parts.push(t("panel.lock.announced", { who: name(sync.announced) }));
  return parts.length === 0 ? t("panel.lock.free") : parts.join("; ");
}
