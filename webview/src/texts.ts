/** The panel's texts: those of the catalogue, numbers, and the language they are in. */
import { fillIn, type Locale, localeFor } from "../../protocol/src/locale.ts";
// Only the panel's own texts: the whole catalogue would double the size of the script.
import { panelMessages } from "../../protocol/src/messages/panel.ts";

/** The id of a text of the panel. */
export type TextId = keyof (typeof panelMessages)["en"];

/** The texts of one language. */
export interface Texts {
  readonly locale: Locale;
  /** A text of the catalogue. */
  readonly t: (id: TextId, args?: Readonly<Record<string, string | number>>) => string;
  /** A whole number, grouped for reading: `1,234`. */
  readonly number: (value: number | bigint) => string;
}

/** The texts for an editor's language such as `zh-cn`. */
export function textsFor(tag: string | undefined): Texts {
  const locale = localeFor(tag);
  const format = new Intl.NumberFormat(locale === "en" ? "en-US" : locale);
  return {
    locale,
    t: (id, args = {}) =>
      fillIn(panelMessages[locale][id], (name) => (name in args ? String(args[name]) : undefined)),
    number: (value) => format.format(value),
  };
}
