/** Colours of a terminal, or none. */
import type { Severity } from "../../../protocol/src/rules.ts";
import type { ColorChoice } from "./flags.ts";

/** Puts text into colours; the plain style returns it unchanged. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly code: (text: string) => string;
  readonly added: (text: string) => string;
  readonly removed: (text: string) => string;
  readonly severity: (severity: Severity, text: string) => string;
}

/** Select Graphic Rendition, ECMA-48 8.3.117: one code to switch on, one to switch off. */
function sgr(on: number, off: number): (text: string) => string {
  return (text) => (text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`);
}

const bold = sgr(1, 22);
const red = sgr(31, 39);
const green = sgr(32, 39);
const yellow = sgr(33, 39);
const cyan = sgr(36, 39);

const same = (text: string): string => text;

const plain: Style = {
  bold: same,
  dim: same,
  code: same,
  added: same,
  removed: same,
  severity: (_severity, text) => text,
};

const colored: Style = {
  bold,
  dim: sgr(2, 22),
  code: cyan,
  added: green,
  removed: red,
  severity: (severity, text) =>
    bold(severity === "error" ? red(text) : severity === "warning" ? yellow(text) : cyan(text)),
};

/**
 * The style for a stream. `auto` colours terminals only, and none when NO_COLOR is set to anything
 * (https://no-color.org) or the terminal is a dumb one.
 */
export function styleFor(
  choice: ColorChoice,
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Style {
  if (choice === "always") return colored;
  if (choice === "never") return plain;
  const refused = (env.NO_COLOR ?? "") !== "" || env.TERM === "dumb";
  return isTerminal && !refused ? colored : plain;
}
