/** The language server: which request goes to which feature. Runs in Node and in a web worker alike. */
import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  RequestType,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { localeFor, message } from "../../../protocol/src/messages.ts";
import { isForeign } from "../../../protocol/src/paths.ts";
import { type ScenarioParams, type ScenarioResult, scenarioRequest } from "../../../protocol/src/requests.ts";
import type { Program } from "../../../simulator/src/program.ts";
import { codeActions, resolveAction } from "./actions.ts";
import { Activity } from "./activity.ts";
import { Diagnostics } from "./diagnostics.ts";
import { hover } from "./hover.ts";
import { codeLenses } from "./lenses.ts";
import { LitmusDocuments } from "./litmus.ts";
import { type ReadOptions, readOptions } from "./options.ts";
import { pathOf } from "./paths.ts";
import { Reports } from "./reports.ts";
import { scenario } from "./scenario.ts";
import { type EngineFactory, Session } from "./session.ts";
import { Status } from "./status.ts";
import * as sync from "./sync.ts";
import { pullSettings, takeSettings } from "./workspace-settings.ts";
import { WorkspaceDiagnostics } from "./workspaceDiagnostics.ts";
import { WorkspaceScan } from "./workspaceScan.ts";

/** What the two entries bring: how to make an engine, given what the client sent, and what is installed. */
export interface Platform {
  /** Called once, when the client has said what it can do. */
  engineFactory(options: ReadOptions): EngineFactory;
  /** True where reading the whole workspace costs little: on a local disk. */
  readonly scansWorkspace?: boolean;
  /** The address of the installed pages of rules, with `{rule}` in the place of the id. */
  readonly rulePage?: string;
  readonly version?: string;
}

/** Connects the features to a connection and begins to listen. */
export function createServer(connection: Connection, platform: Platform): void {
  connection.onInitialize((params) => {
    const given = readOptions(params.initializationOptions);
    const options = { ...given, rulePage: given.rulePage ?? platform.rulePage };
    const session = new Session(connection, params.capabilities, options, localeFor(params.locale));
    serve(session, foldersOf(params), platform.engineFactory(options));
    return describe(session, platform);
  });
  connection.listen();
}

/** Answers all requests of an initialized connection. */
function serve(session: Session, folders: readonly string[], makeEngine: EngineFactory): void {
  const { connection } = session;
  const reports = new Reports(session);
  const status = new Status(session, reports);
  const activity = new Activity();
  const local = (): string[] => open.map(pathOf).filter((folder) => !isForeign(folder));
  const scan = new WorkspaceScan(session, makeEngine, activity, () => diagnostics.everythingChanged());
  const workspaceDiagnostics = new WorkspaceDiagnostics(session, scan, local);
  const diagnostics = new Diagnostics(session, reports, status);
  const litmus = new LitmusDocuments(session);
  const guarded = (where: string, handler: () => Promise<void> | void) =>
    void session.safely(where, undefined, handler).catch((error: unknown) => session.report(where, error));
  let open = folders;

  /** Starts an engine for the folders; the old one answers until the new one is there. */
  const start = async () => {
    try {
      const engine = await makeEngine(open.map(pathOf));
      const old = session.engine;
      for (const { path, text } of session.documents.all()) engine.open(path, text.getText(), text.version);
      session.use(engine);
      old?.dispose();
    } catch (error) {
      session.report("start", error);
      status.failed(error instanceof Error ? error.message : String(error));
    }
  };
  // The engine loads while the client is still reading what the server can do.
  session.starting = start();

  connection.onInitialized(() =>
    guarded("initialized", async () => {
      const { workspace } = session.capabilities;
      if (workspace?.workspaceFolders === true) {
        connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
          guarded("folders", async () => {
            const gone = new Set(removed.map(({ uri }) => uri));
            open = [...open.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
            session.starting = session.starting.then(start);
            await Promise.all([session.starting, pullSettings(session, open)]);
            diagnostics.everythingChanged();
            workspaceDiagnostics.everythingChanged();
          }),
        );
      }
      if (workspace?.didChangeConfiguration?.dynamicRegistration === true) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: "mapvet" });
      }
      // The first diagnostics wait for the settings, lest a rule that is off shows for a moment.
      const settings = session.safely("settings", undefined, () => pullSettings(session, open));
      session.starting = Promise.all([session.starting, settings]).then(() => undefined);
      await Promise.all([sync.watchFiles(session), session.starting]);
      status.ready();
      diagnostics.documentsChanged();
    }),
  );
  connection.onDidChangeConfiguration((params) =>
    guarded("settings", async () => {
      takeSettings(session, params);
      await pullSettings(session, open);
      diagnostics.everythingChanged();
      workspaceDiagnostics.everythingChanged();
    }),
  );
  connection.onDidOpenTextDocument((params) =>
    guarded("open", () => {
      if (!litmus.didOpen(params)) sync.didOpen(session, diagnostics, params);
    }),
  );
  connection.onDidChangeTextDocument((params) =>
    guarded("edit", () => {
      activity.touch();
      if (!litmus.didChange(params)) sync.didChange(session, diagnostics, params);
    }),
  );
  connection.onDidSaveTextDocument((params) =>
    guarded("save", () => {
      sync.didSave(session, diagnostics, params);
      workspaceDiagnostics.changed(pathOf(params.textDocument.uri));
    }),
  );
  connection.onDidCloseTextDocument((params) =>
    guarded("close", () => {
      if (litmus.didClose(params)) return;
      const document = session.documents.get(params.textDocument.uri);
      sync.didClose(session, diagnostics, params);
      if (document === undefined) return;
      workspaceDiagnostics.closed(document.path, document.text.version === document.savedVersion);
    }),
  );
  connection.onDidChangeWatchedFiles((params) =>
    guarded("files", () => {
      sync.didChangeWatchedFiles(session, diagnostics, params);
      for (const { uri } of params.changes) workspaceDiagnostics.changed(pathOf(uri));
    }),
  );

  connection.languages.diagnostics.onWorkspace((params, token, _, parts) =>
    session.safely("workspace diagnostics", { items: [] }, () =>
      workspaceDiagnostics.pull(params, token, parts),
    ),
  );
  connection.languages.diagnostics.on((params, token) =>
    activity.during(async () =>
      litmus.has(params.textDocument.uri) ? litmus.pull(params) : await diagnostics.pull(params, token),
    ),
  );
  connection.onCodeAction((params, token) =>
    activity.during(() => session.safely("code action", [], () => codeActions(session, params, token))),
  );
  connection.onCodeActionResolve((action, token) =>
    session.safely("code action", action, () => resolveAction(session, action, token)),
  );
  connection.onCodeLens((params, token) =>
    session.safely("code lens", [], () => {
      const { uri } = params.textDocument;
      return litmus.has(uri) ? litmus.lenses(uri) : codeLenses(session, params, token);
    }),
  );
  connection.onHover((params, token) => session.safely("hover", null, () => hover(session, params, token)));
  const failed: ScenarioResult<Program> = { problem: session.say(message("editor.internal")) };
  const scenarios = new RequestType<ScenarioParams, ScenarioResult<Program>, void>(scenarioRequest);
  connection.onRequest(scenarios, (params, token) =>
    session.safely("scenario", failed, () =>
      litmus.has(params.uri) ? litmus.scenario(params.uri) : scenario(session, params, token),
    ),
  );
  connection.onShutdown(() => session.engine?.dispose());
}

function describe(session: Session, { version, scansWorkspace = false }: Platform): InitializeResult {
  const actions = session.capabilities.textDocument?.codeAction;
  const lenses = session.options.commands.length > 0;
  return {
    serverInfo: { name: "mapvet", ...(version === undefined ? {} : { version }) },
    capabilities: {
      positionEncoding: "utf-16",
      textDocumentSync: {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
        save: { includeText: false },
      },
      // A change in one file moves the findings of the others of its package.
      diagnosticProvider: {
        identifier: "mapvet",
        interFileDependencies: true,
        workspaceDiagnostics: scansWorkspace,
      },
      codeActionProvider:
        actions?.codeActionLiteralSupport === undefined
          ? false
          : { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: true },
      ...(lenses ? { codeLensProvider: { resolveProvider: false } } : {}),
      hoverProvider: true,
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

/** The folders of the workspace as URIs; older clients know only one. */
function foldersOf(params: InitializeParams): string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map(({ uri }) => uri);
  return params.rootUri ? [params.rootUri] : [];
}
