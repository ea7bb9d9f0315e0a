import type { PanelSettings } from "../../../protocol/src/panel.ts";
import { type TextId, useTexts } from "../text.ts";

const models = ["sc", "tso", "pso"] as const;
const depths = ["operation", "protocol", "structure"] as const;
const runtimes = ["hmap", "swiss"] as const;

/** What there is to choose for a program. */
export interface Choices {
  /** The program has maps, which can be looked into. */
  readonly maps: boolean;
  /** The program was made from Go code, which a compiler may change. */
  readonly compiler: boolean;
  /** How many goroutines it has. */
  readonly threads: number;
  /** How many goroutines run the code, where that can be chosen; else null. */
  readonly goroutines: number | null;
}

interface SettingsProps {
  readonly settings: PanelSettings;
  readonly choices: Choices;
  readonly onChange: (settings: Partial<PanelSettings>) => void;
  readonly onGoroutines: (count: number) => void;
}

/** More goroutines than this can hardly be explored; the editor says so when it is already too many. */
const mostGoroutines = 4;

/** The controls of the simulation: the memory model, the depth of maps, the CPUs, the compiler, the goroutines. */
export function Settings({ settings, choices, onChange, onGoroutines }: SettingsProps) {
  const { t } = useTexts();
  const { goroutines, threads } = choices;
  const cpus = Array.from({ length: threads - 1 }, (_, index) => index + 1);
  const counts = Array.from(
    { length: Math.max(mostGoroutines, goroutines ?? 0) - 1 },
    (_, index) => index + 2,
  );
  return (
    <div class="settings">
      <fieldset class="models">
        <legend class="hidden">{t("panel.model")}</legend>
        <div class="segments">
          {models.map((model) => (
            <label key={model} title={t(`panel.model.${model}.name`)}>
              <input
                type="radio"
                name="model"
                value={model}
                checked={model === settings.model}
                onChange={() => onChange({ model })}
              />
              {t(`panel.model.${model}`)}
              <span class="hidden">{t(`panel.model.${model}.name`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {choices.maps && (
        <Choice
          label="panel.depth"
          why="panel.depth.why"
          value={settings.depth}
          options={depths.map((depth) => ({ value: depth, text: t(`panel.depth.${depth}`) }))}
          onChange={(depth) => onChange({ depth })}
        />
      )}
      {choices.maps && settings.depth !== "operation" && (
        <Choice
          label="panel.runtime"
          why="panel.runtime.why"
          value={settings.runtime}
          options={runtimes.map((runtime) => ({ value: runtime, text: t(`panel.runtime.${runtime}`) }))}
          onChange={(runtime) => onChange({ runtime })}
        />
      )}
      {goroutines !== null && (
        <Choice
          label="panel.count"
          why="panel.count.why"
          value={goroutines}
          options={counts.map((count) => ({ value: count, text: String(count) }))}
          onChange={onGoroutines}
        />
      )}
      {threads > 1 && (
        <Choice
          label="panel.cpus"
          why="panel.cpus.why"
          value={settings.cpus}
          options={[
            { value: null, text: t("panel.cpus.each") },
            ...cpus.map((count) => ({ value: count, text: String(count) })),
          ]}
          onChange={(count) => onChange({ cpus: count })}
        />
      )}
      {choices.compiler && (
        <label class="setting" title={t("panel.compiler.why")}>
          <input
            type="checkbox"
            checked={settings.compiler}
            onChange={(event) => onChange({ compiler: event.currentTarget.checked })}
          />{" "}
          {t("panel.compiler")}
        </label>
      )}
    </div>
  );
}

/** A drop-down with its name before it. */
function Choice<T extends string | number | null>(props: {
  readonly label: TextId;
  /** What it means, as a tooltip. */
  readonly why: TextId;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
}) {
  const { t } = useTexts();
  const { options, value } = props;
  return (
    <label class="setting" title={t(props.why)}>
      {t(props.label)}{" "}
      <select
        value={String(value)}
        onChange={(event) => {
          const chosen = options.find((option) => String(option.value) === event.currentTarget.value);
          if (chosen !== undefined) props.onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={String(option.value)} value={String(option.value)}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}
