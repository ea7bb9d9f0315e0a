/** The catalogue of messages people read, in every language Mapvet speaks. */
import { fillIn, type Locale } from "./locale.ts";
import { baselineMessages } from "./messages/baseline.ts";
import { cliMessages } from "./messages/cli.ts";
import { configurationMessages } from "./messages/configuration.ts";
import { editorMessages } from "./messages/editor.ts";
import { findingMessages } from "./messages/findings.ts";
import { fixMessages } from "./messages/fixes.ts";
import { litmusMessages } from "./messages/litmus.ts";
import { panelMessages } from "./messages/panel.ts";
import { scenarioMessages } from "./messages/scenario.ts";
import { simulateMessages } from "./messages/simulate.ts";
import { suppressionMessages } from "./messages/suppression.ts";

export { type Locale, localeFor } from "./locale.ts";

const catalogue = {
  en: {
    ...baselineMessages.en,
    ...findingMessages.en,
    ...fixMessages.en,
    ...editorMessages.en,
    ...cliMessages.en,
    ...litmusMessages.en,
    ...panelMessages.en,
    ...scenarioMessages.en,
    ...suppressionMessages.en,
    ...simulateMessages.en,
    ...configurationMessages.en,
  },
  "zh-cn": {
    ...baselineMessages["zh-cn"],
    ...findingMessages["zh-cn"],
    ...fixMessages["zh-cn"],
    ...editorMessages["zh-cn"],
    ...cliMessages["zh-cn"],
    ...litmusMessages["zh-cn"],
    ...panelMessages["zh-cn"],
    ...scenarioMessages["zh-cn"],
    ...suppressionMessages["zh-cn"],
    ...simulateMessages["zh-cn"],
    ...configurationMessages["zh-cn"],
  },
} as const;

export type MessageId = keyof (typeof catalogue)["en"];

/** A message before it is put into a language: an id and the values of its `{placeholders}`. */
export interface Message {
  readonly id: MessageId;
  readonly args: MessageArgs;
}

/** The values of a message's placeholders; a message among them is put into the same language. */
export type MessageArgs = Readonly<{ [name: string]: string | number | Message }>;

/** Makes a message. The args must name every placeholder of the text. */
export function message(id: MessageId, args: MessageArgs = {}): Message {
  return { id, args };
}

/** The text of a message in a language. A placeholder without a value stays as it is. */
export function render(msg: Message, locale: Locale): string {
  const text: string = catalogue[locale][msg.id];
  return fillIn(text, (name) => {
    const value = msg.args[name];
    if (value === undefined) return undefined;
    return typeof value === "object" ? render(value, locale) : String(value);
  });
}
