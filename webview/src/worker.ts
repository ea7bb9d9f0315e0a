/**
 * The simulator as a script of its own. As a worker it answers the requests it gets; in a page, where no worker
 * could be had, it hands its function over.
 */
import type { PanelBounds } from "../../protocol/src/panel.ts";
import { type Bounds, simulate } from "./simulate.ts";
import type { Reply, Request } from "./worker-messages.ts";

/** A webview can have so much memory; and few readers wait longer. */
const usual: PanelBounds = { states: 2_000_000, seconds: 15, megabytes: 400 };

/** In the page an exploration blocks everything, so it is kept short. */
const boundsInPage: Bounds = { maxStates: 100_000, maxBytes: 50_000_000, maxMilliseconds: 500 };

if (typeof document === "undefined") {
  self.addEventListener("message", (event: MessageEvent<Request>) => {
    simulate(event.data, boundsOf(event.data.setup.bounds ?? usual), (message: Reply) =>
      self.postMessage(message),
    );
  });
} else {
  window.mapvetSimulate = (request, reply) => simulate(request, boundsInPage, reply);
}

function boundsOf({ states, seconds, megabytes }: PanelBounds): Bounds {
  return { maxStates: states, maxMilliseconds: seconds * 1000, maxBytes: megabytes * 1_000_000 };
}
