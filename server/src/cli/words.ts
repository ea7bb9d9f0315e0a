/** Counts and numbers in words. */
import {
  type Locale,
  type MessageArgs,
  type MessageId,
  message,
  render,
} from "../../../protocol/src/messages.ts";
import type { Severity } from "../../../protocol/src/rules.ts";

/** The text of a message in a language. */
export function say(locale: Locale, id: MessageId, args?: MessageArgs): string {
  return render(message(id, args), locale);
}

type Counted = Severity | "package" | "file" | "line";

/** A number with its noun: `1 file`, `1,204 lines`. */
export function count(locale: Locale, noun: Counted, n: number): string {
  return say(locale, n === 1 ? `cli.count.${noun}.one` : `cli.count.${noun}.many`, { n: number(n) });
}

/** A number with its thousands apart. */
export function number(n: number): string {
  return n.toLocaleString("en-US");
}

/** Seconds with one decimal, from milliseconds. */
export function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
