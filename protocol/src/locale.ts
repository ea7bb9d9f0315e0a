/** The languages Mapvet speaks, and texts with placeholders. Without the catalogue, which is large. */

export type Locale = "en" | "zh-cn";

/** The language to use for a locale such as `zh-CN`, `zh-Hans` or `en-US`; English when not spoken here. */
export function localeFor(tag: string | undefined): Locale {
  return tag !== undefined && /^zh\b(?!.*\b(tw|hk|mo|hant)\b)/i.test(tag) ? "zh-cn" : "en";
}

/** A text with the values of its `{placeholders}` put in. A placeholder without a value stays as it is. */
export function fillIn(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => lookUp(name) ?? whole);
}
