import { useEffect, useState } from "preact/hooks";
import { useTexts } from "../text.ts";

/** How long "Copied" stays, in milliseconds. */
const COPIED = 2000;

/** The schedule as a text to copy, and a field to replay one. */
export function ScheduleText(props: {
  readonly schedule: string;
  /** Why the text that was pasted last is no schedule of this program, or null. */
  readonly problem: string | null;
  readonly onCopy: (schedule: string) => void;
  readonly onReplay: (schedule: string) => void;
}) {
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <form
      class="schedule-text"
      onSubmit={(event) => {
        event.preventDefault();
        props.onReplay((draft ?? props.schedule).trim());
        setDraft(null);
      }}
    >
      <input
        class="field mono"
        aria-label={t("panel.paste")}
        aria-invalid={props.problem !== null}
        aria-describedby={props.problem === null ? undefined : "schedule-problem"}
        spellcheck={false}
        autocomplete="off"
        value={draft ?? props.schedule}
        onInput={(event) => setDraft(event.currentTarget.value)}
      />
      <button
        type="button"
        class="button"
        onClick={() => {
          props.onCopy(props.schedule);
          setCopied(true);
        }}
      >
        {t("panel.copy")}
      </button>
      <button type="submit" class="button" disabled={draft === null}>
        {t("panel.paste.go")}
      </button>
      <span role="status" class={copied ? "dim" : "hidden"}>
        {copied ? t("panel.copied") : ""}
      </span>
      {props.problem !== null && (
        <p id="schedule-problem" class="field-error" role="alert">
          {t("panel.paste.bad", { reason: props.problem })}
        </p>
      )}
    </form>
  );
}
