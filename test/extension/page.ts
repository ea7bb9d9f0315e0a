/**
 * The page that shows the workbench, as a test sees it: look, click, press, take a screenshot.
 * Every action waits up to 15 s for the element it names and throws when it does not come.
 * In the desktop VS Code there is no page: ask `available()` and skip what needs one.
 */
import type { PageAnswer, PageRequest } from "./wire.ts";

/** Where the control server listens; put in by the bundler. */
declare const CONTROL_URL: string;

/** Sends a request to the control server and gives back its value. */
export async function post(request: PageRequest): Promise<unknown> {
  const response = await fetch(CONTROL_URL, { method: "POST", body: JSON.stringify(request) });
  const answer = (await response.json()) as PageAnswer;
  if (answer.error !== undefined) throw new Error(`${request.action}: ${answer.error}`);
  return answer.value;
}

/** The elements of the workbench, or of the panel that is open in it. */
function surface(inPanel: boolean) {
  return {
    /** Clicks the first element that a Playwright selector names, such as `text=Apply` or `css=.codicon`. */
    click: async (selector: string): Promise<void> =>
      void (await post({ action: "click", selector, inPanel })),
    /** Moves the pointer over an element, away and over it again until the element `shows` is seen. */
    hover: async (selector: string, shows: string): Promise<void> =>
      void (await post({ action: "hover", selector, shows, inPanel })),
    /** Waits until an element is seen. */
    waitFor: async (selector: string): Promise<void> =>
      void (await post({ action: "waitFor", state: "visible", selector, inPanel })),
    /** Waits until an element is seen no more. */
    waitGone: async (selector: string): Promise<void> =>
      void (await post({ action: "waitFor", state: "hidden", selector, inPanel })),
    /** The text of an element as it is shown. */
    text: async (selector: string): Promise<string> =>
      String(await post({ action: "text", selector, inPanel })),
    /** An attribute of an element, or null. */
    attribute: async (selector: string, name: string): Promise<string | null> => {
      const value = await post({ action: "attribute", selector, name, inPanel });
      return typeof value === "string" ? value : null;
    },
    /** How many elements a selector names now. */
    count: async (selector: string): Promise<number> =>
      Number(await post({ action: "count", selector, inPanel })),
    /** The value, as JSON has it, of a JavaScript expression in the document. */
    evaluate: async (code: string): Promise<unknown> => await post({ action: "evaluate", code, inPanel }),
  };
}

/** The workbench. */
export const page = {
  ...surface(false),
  /** True when the workbench is shown in a page that can be clicked and photographed. */
  available: async (): Promise<boolean> => (await post({ action: "available" })) === true,
  /** Presses keys, such as `Escape` or `Control+Shift+P`. */
  press: async (keys: string): Promise<void> => void (await post({ action: "press", keys })),
  /** Types text where the focus is. */
  type: async (text: string): Promise<void> => void (await post({ action: "type", text })),
  /** Saves a picture of the page to out/screenshots/NAME.png (NAME.web.png in the web host). */
  screenshot: async (name: string): Promise<string> => String(await post({ action: "screenshot", name })),
};

/** The simulator panel. */
export const panel = surface(true);
