import type { SourceSpan } from "../../../simulator/src/index.ts";
import { useTexts } from "../text.ts";
import type { Scene } from "../view/panel-view.ts";

/** What the last step did, in one sentence, and where. */
export function Story(props: {
  readonly step: number;
  readonly steps: number;
  readonly scene: Scene;
  readonly onReveal: (source: SourceSpan) => void;
}) {
  const { t } = useTexts();
  const { step, steps, scene } = props;
  return (
    <>
      <div class="step-count">
        <span>{t("panel.step", { step, steps })}</span>
        {scene.source !== null && <Place source={scene.source} onReveal={props.onReveal} />}
        {scene.runtime !== null && (
          <span title={scene.runtime.file}>
            {t("panel.runtimePlace", {
              release: scene.runtime.release,
              place: `${scene.runtime.file.slice(scene.runtime.file.lastIndexOf("/") + 1)}:${scene.runtime.line}`,
            })}
          </span>
        )}
      </div>
      <div aria-live="polite" aria-atomic="true">
        <p class="sentence">
          <span class="hidden">{t("panel.step", { step, steps })}. </span>
          {scene.purpose !== null && <span class="purpose">{scene.purpose}. </span>}
          {scene.sentence ?? `${t("panel.start")} ${t("panel.start.hint")}`}
        </p>
      </div>
    </>
  );
}

function Place(props: { readonly source: SourceSpan; readonly onReveal: (source: SourceSpan) => void }) {
  const { t } = useTexts();
  const { source } = props;
  const place = `${source.file.slice(source.file.lastIndexOf("/") + 1)}:${source.line}`;
  return (
    <button
      type="button"
      class="link"
      aria-label={t("panel.reveal", { place })}
      title={t("panel.reveal", { place })}
      onClick={() => props.onReveal(source)}
    >
      {place}
    </button>
  );
}
