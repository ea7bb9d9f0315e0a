import { useTexts } from "../text.ts";
import { Icon, type IconName } from "./Icon.tsx";

/** The speeds of playing, as factors. */
export const speeds = [0.5, 1, 2, 4] as const;

export type Speed = (typeof speeds)[number];

interface TransportProps {
  /** How many steps are done, and how many the schedule has. */
  readonly step: number;
  readonly steps: number;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly onSeek: (step: number) => void;
  readonly onPlay: (playing: boolean) => void;
  readonly onSpeed: (speed: Speed) => void;
}

/** Step back and forward, jump, play, and a slider over the whole schedule. */
export function Transport(props: TransportProps) {
  const { t } = useTexts();
  const { step, steps, playing } = props;
  return (
    <section class="transport" aria-label={t("panel.transport")}>
      <Key icon="first" label={t("panel.first")} disabled={step === 0} onClick={() => props.onSeek(0)} />
      <Key icon="back" label={t("panel.back")} disabled={step === 0} onClick={() => props.onSeek(step - 1)} />
      <Key
        icon={playing ? "pause" : "play"}
        label={t(playing ? "panel.pause" : "panel.play")}
        disabled={steps === 0}
        primary
        onClick={() => props.onPlay(!playing)}
      />
      <Key
        icon="forward"
        label={t("panel.forward")}
        disabled={step === steps}
        onClick={() => props.onSeek(step + 1)}
      />
      <Key
        icon="last"
        label={t("panel.last")}
        disabled={step === steps}
        onClick={() => props.onSeek(steps)}
      />
      <input
        type="range"
        min={0}
        max={steps}
        value={step}
        aria-label={t("panel.position")}
        aria-valuetext={t("panel.step", { step, steps })}
        onInput={(event) => props.onSeek(Number(event.currentTarget.value))}
      />
      <select
        aria-label={t("panel.speed")}
        value={String(props.speed)}
        onChange={(event) => {
          const chosen = Number(event.currentTarget.value);
          props.onSpeed(speeds.find((speed) => speed === chosen) ?? 1);
        }}
      >
        {speeds.map((speed) => (
          <option key={speed} value={String(speed)}>
            {t("panel.speed.value", { factor: speed })}
          </option>
        ))}
      </select>
    </section>
  );
}

function Key(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly disabled: boolean;
  readonly primary?: boolean;
  readonly onClick: () => void;
}) {
  // Not `disabled`: at the first and the last step the key that was pressed would lose the focus.
  return (
    <button
      type="button"
      class={props.primary === true ? "button primary" : "button"}
      aria-label={props.label}
      title={props.label}
      aria-disabled={props.disabled}
      onClick={() => {
        if (!props.disabled) props.onClick();
      }}
    >
      <Icon name={props.icon} />
    </button>
  );
}
