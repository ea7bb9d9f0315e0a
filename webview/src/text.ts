/** The panel's language, for its components. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Texts, textsFor } from "./texts.ts";

export { type TextId, type Texts, textsFor } from "./texts.ts";

const TextsContext = createContext<Texts>(textsFor("en"));

/** Gives the texts to the components below. */
export const TextsProvider = TextsContext.Provider;

/** The texts of the language the panel is shown in. */
export function useTexts(): Texts {
  return useContext(TextsContext);
}
