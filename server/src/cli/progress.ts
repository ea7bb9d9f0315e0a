/** One line of progress on standard error, rewritten in place. */
import type { Locale } from "../../../protocol/src/messages.ts";
import type { Progress } from "../workspace/api.ts";
import { displayWidth } from "./frame.ts";
import type { Output } from "./host.ts";
import { number, say } from "./words.ts";

/** A run shorter than this shows nothing. */
const quietMilliseconds = 1000;
const betweenMilliseconds = 100;
const clearLine = "\r\u001b[2K";

export interface ProgressLine {
  readonly show: (progress: Progress) => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

/** Shows progress on a terminal after a second; does nothing elsewhere. */
export function progressLine(output: Output, now: () => number, locale: Locale): ProgressLine {
  let next = now() + quietMilliseconds;
  let shown = false;
  return {
    show(progress) {
      const at = now();
      if (!output.isTerminal || at < next) return;
      next = at + betweenMilliseconds;
      shown = true;
      const text = say(locale, "cli.progress", {
        done: number(progress.packagesDone),
        total: number(progress.packagesTotal),
        name: progress.currentPackage,
      });
      // A line that wraps could not be taken back.
      output.write(clearLine + clipTo(text, 78));
    },
    clear() {
      if (shown) output.write(clearLine);
      shown = false;
    },
  };
}

/** The beginning of a text that fits into so many columns. */
function clipTo(text: string, columns: number): string {
  let out = "";
  for (const char of text) {
    if (displayWidth(out + char) > columns) break;
    out += char;
  }
  return out;
}
