/** The simulator panel: its page, what it is told, and what it asks for. */
import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { FromPanel, GoroutinesMessage, ToPanel } from "../../protocol/src/panel.ts";
import { panelPage } from "../../protocol/src/panel-page.ts";
import { type ShowScheduleArguments, showScheduleCommand } from "../../protocol/src/requests.ts";
import { LineMark } from "./line-mark.ts";
import { goroutinesOf, loadScenario, originOf, readArguments } from "./scenario.ts";

const viewType = "mapvet.panel";

/** What can be simulated at the cursor. */
const languages = ["go", "litmus"];

/** Registers the commands that open the panel, and brings it back when a window is loaded again. */
export function registerPanel(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  log: vscode.LogOutputChannel,
): void {
  let open: Panel | undefined;
  const mark = new LineMark();
  const adopt = (view: vscode.WebviewPanel): Panel => {
    const more = async ({ origin, count }: GoroutinesMessage): Promise<void> => {
      const place = originOf({ origin });
      if (place === undefined) return;
      const message = await loadScenario(client, place, count);
      if (message.type === "load") panel.tell(message);
      else {
        // What the panel shows stays, with the number that it was made for.
        void vscode.window.showWarningMessage(message.message);
        panel.tellAgain();
      }
    };
    const panel = new Panel(view, context.extensionUri, { mark, log, more });
    open = panel;
    view.onDidDispose(() => {
      if (open === panel) open = undefined;
      mark.clear();
    });
    return panel;
  };
  const show = async (given: unknown) => {
    const place = readArguments(given) ?? placeOfCursor();
    if (place === undefined) {
      const hint = vscode.l10n.t(
        "Open a Go file and place the cursor in a function that starts goroutines, or open a litmus test.",
      );
      await vscode.window.showInformationMessage(hint);
      return;
    }
    const panel = open ?? adopt(createView());
    panel.reveal();
    panel.tell(await loadScenario(client, place));
  };
  context.subscriptions.push(
    mark,
    vscode.commands.registerCommand(showScheduleCommand, show),
    vscode.commands.registerCommand("mapvet.simulate", show),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(view, state) {
        const panel = adopt(view);
        const place = originOf(state);
        if (place === undefined) view.dispose();
        else panel.tell(await loadScenario(client, place, goroutinesOf(state)));
      },
    }),
  );
}

/** What a panel needs of the rest of the extension. */
interface Surroundings {
  readonly mark: LineMark;
  readonly log: vscode.LogOutputChannel;
  /** Called when the reader wants another number of goroutines. */
  readonly more: (message: GoroutinesMessage) => Promise<void>;
}

/** One panel. What it was told last is told again whenever its page is loaded anew. */
class Panel {
  readonly #view: vscode.WebviewPanel;
  #last: ToPanel | undefined;
  #ready = false;

  constructor(view: vscode.WebviewPanel, extension: vscode.Uri, { mark, log, more }: Surroundings) {
    this.#view = view;
    const dist = vscode.Uri.joinPath(extension, "dist");
    const { webview } = view;
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.onDidReceiveMessage(async (message: FromPanel) => {
      switch (message.type) {
        case "ready":
          this.#ready = true;
          await this.#post();
          break;
        case "reveal":
          await mark.show(message, view.viewColumn);
          break;
        case "goroutines":
          await more(message);
          break;
        case "copy":
          await vscode.env.clipboard.writeText(message.text);
          break;
        case "error":
          log.error(`panel: ${message.message}`);
          break;
      }
    });
    const address = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    webview.html = panelPage({
      script: address("webview.js"),
      worker: address("simulator.worker.js"),
      style: address("webview.css"),
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
      locale: vscode.env.language,
    });
  }

  reveal(): void {
    this.#view.reveal(undefined, true);
  }

  /** Shows a scenario or a problem, now or as soon as the page listens. */
  tell(message: ToPanel): void {
    this.#last = message;
    if (message.type === "load") this.#view.title = vscode.l10n.t("Schedules of {0}", message.title);
    void this.#post();
  }

  /** Shows again what was told last. */
  tellAgain(): void {
    void this.#post();
  }

  async #post(): Promise<void> {
    if (this.#ready && this.#last !== undefined) await this.#view.webview.postMessage(this.#last);
  }
}

function createView(): vscode.WebviewPanel {
  const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  return vscode.window.createWebviewPanel(viewType, "Mapvet", column);
}

function placeOfCursor(): ShowScheduleArguments | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !languages.includes(editor.document.languageId)) return undefined;
  const { start, end, isEmpty } = editor.selection;
  const place = ({ line, character }: vscode.Position) => ({ line, character });
  return {
    uri: editor.document.uri.toString(),
    position: place(start),
    ...(isEmpty ? {} : { end: place(end) }),
  };
}
