/** The panel's keys: arrows step, Home and End jump, Space plays. */

/** What a key asks for. */
export type Command = "back" | "forward" | "first" | "last" | "play";

const keys: Readonly<Record<string, Command>> = {
  ArrowLeft: "back",
  ArrowRight: "forward",
  Home: "first",
  End: "last",
  " ": "play",
};

/** Where the key was pressed: what the element under the focus does with keys of its own. */
export interface KeyPlace {
  /** Text fields, sliders, radio buttons and drop-downs use the arrows themselves. */
  readonly usesArrows: boolean;
  /** Buttons and the like use Space themselves. */
  readonly usesSpace: boolean;
}

/** The command of a key, or null when it has none there. Keys with a modifier belong to the editor. */
export function commandOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey">,
  place: KeyPlace,
): Command | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return null;
  const command = keys[event.key] ?? null;
  if (command === "play") return place.usesSpace ? null : command;
  return place.usesArrows ? null : command;
}

/** What an element does with keys of its own. */
export function placeOf(target: EventTarget | null): KeyPlace {
  if (!(target instanceof Element)) return { usesArrows: false, usesSpace: false };
  const usesArrows = target.matches("input:not([type=checkbox]), select, textarea");
  return { usesArrows, usesSpace: usesArrows || target.matches("input, button, summary, a[href]") };
}
