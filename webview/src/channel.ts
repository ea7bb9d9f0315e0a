/** A way to the simulator: a worker, or the page itself where a worker cannot be had. */
import type { Reply, Request } from "./worker-messages.ts";

/** Where the simulator's script is, and the nonce that lets the page load it. */
export interface WorkerScript {
  readonly url: string;
  readonly nonce: string;
  /**
   * The script as a blob of the page's own origin, or null: a webview's origin differs from that of its files,
   * and a worker must be of the page's.
   */
  readonly blob: Promise<string | null>;
}

/** Fetches the script, so that workers can be started from it. */
export function workerScript(url: string, nonce: string): WorkerScript {
  return { url, nonce, blob: fetchScript(url) };
}

/** Sends requests to a simulator of its own. */
export class Channel {
  readonly #script: WorkerScript;
  readonly #receive: (reply: Reply) => void;
  readonly #lost: () => void;
  /** Requests without their last reply: another way must send them again. */
  readonly #open = new Map<number, Request>();
  #send: ((request: Request) => void) | null = null;
  #worker: Worker | null = null;
  #closed = false;

  /** `lost` is called when the script cannot be loaded at all. */
  constructor(script: WorkerScript, receive: (reply: Reply) => void, lost: () => void) {
    this.#script = script;
    this.#receive = receive;
    this.#lost = lost;
    void this.#start();
  }

  post(request: Request): void {
    this.#open.set(request.id, request);
    this.#send?.(request);
  }

  /** Ends it; nothing is received any more. */
  close(): void {
    this.#closed = true;
    this.#worker?.terminate();
  }

  async #start(): Promise<void> {
    const url = await this.#script.blob;
    if (this.#closed) return;
    const worker = url === null ? null : startWorker(url);
    if (worker === null) return await this.#inPage();
    this.#worker = worker;
    worker.onmessage = (event: MessageEvent<Reply>) => this.#take(event.data);
    worker.onerror = (event) => {
      // The script did not start (a policy, say); errors of the simulator come as messages.
      event.preventDefault();
      worker.terminate();
      void this.#inPage();
    };
    this.#through((request) => worker.postMessage(request));
  }

  async #inPage(): Promise<void> {
    this.#send = null;
    const loaded = await loadIntoPage(this.#script);
    if (this.#closed) return;
    if (!loaded) return this.#lost();
    // The page is to be drawn before it is blocked.
    this.#through((request) =>
      setTimeout(() => window.mapvetSimulate?.(request, (reply) => this.#take(reply))),
    );
  }

  #through(send: (request: Request) => void): void {
    this.#send = send;
    for (const request of this.#open.values()) send(request);
  }

  #take(reply: Reply): void {
    if (this.#closed) return;
    if (reply.type !== "progress" && reply.type !== "found") this.#open.delete(reply.id);
    this.#receive(reply);
  }
}

async function fetchScript(url: string): Promise<string | null> {
  try {
    const response = await fetch(url);
    if (!response.ok) return null;
    return URL.createObjectURL(new Blob([await response.text()], { type: "text/javascript" }));
  } catch {
    return null;
  }
}

/** A worker, or null where the browser refuses one at once. */
function startWorker(url: string): Worker | null {
  try {
    return new Worker(url);
  } catch {
    return null;
  }
}

/** Loads the script into the page, once; false when that fails. */
function loadIntoPage(script: WorkerScript): Promise<boolean> {
  if (window.mapvetSimulate !== undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const element = document.createElement("script");
    element.nonce = script.nonce;
    element.src = script.url;
    element.onload = () => resolve(window.mapvetSimulate !== undefined);
    element.onerror = () => resolve(false);
    document.head.append(element);
  });
}
