/** A language client for tests: it talks to the server over two streams, as an editor does. */
import { PassThrough } from "node:stream";
import {
  type ClientCapabilities,
  type CodeAction,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver/node";
import type { ServerOptions, StatusParams } from "../../../../protocol/src/requests.ts";
import { createServer, type Platform } from "../server.ts";

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly options?: ServerOptions;
  readonly locale?: string;
  readonly folders?: readonly string[];
  /** What `workspace/configuration` answers for a scope (undefined: for no folder). */
  readonly configuration?: (scopeUri: string | undefined) => unknown;
}

/** What VS Code can do, as far as it matters here. */
export const pullCapabilities: ClientCapabilities = {
  textDocument: {
    diagnostic: { dynamicRegistration: true, relatedDocumentSupport: false, relatedInformation: true },
    publishDiagnostics: { relatedInformation: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [""] } },
      disabledSupport: true,
      isPreferredSupport: true,
      resolveSupport: { properties: ["edit"] },
    },
    hover: { contentFormat: ["markdown", "plaintext"] },
  },
  workspace: {
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    workspaceFolders: true,
  },
};

/** What a plain editor can do: it is pushed its diagnostics and resolves nothing. */
export const plainCapabilities: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: {},
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [""] } } },
  },
};

export class TestClient {
  readonly connection: ProtocolConnection;
  readonly pushed: PublishDiagnosticsParams[] = [];
  readonly statuses: StatusParams[] = [];
  readonly errors: string[] = [];
  refreshes = 0;
  lensRefreshes = 0;
  result: InitializeResult = { capabilities: {} };

  /** Starts a server on the platform and a client connected to it, and shakes hands. */
  static async start(platform: Platform, settings: ClientOptions = {}): Promise<TestClient> {
    const up = new PassThrough();
    const down = new PassThrough();
    createServer(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), platform);
    const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    const client = new TestClient(connection);
    await client.#handshake(settings);
    return client;
  }

  private constructor(connection: ProtocolConnection) {
    this.connection = connection;
    connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.pushed.push(params);
    });
    connection.onNotification("mapvet/status", (params: StatusParams) => {
      this.statuses.push(params);
    });
    connection.onNotification("window/logMessage", (params: { type: number; message: string }) => {
      if (params.type === 1) this.errors.push(params.message);
    });
    connection.onRequest("workspace/diagnostic/refresh", () => {
      this.refreshes++;
      return null;
    });
    connection.onRequest("workspace/codeLens/refresh", () => {
      this.lensRefreshes++;
      return null;
    });
    connection.onRequest("client/registerCapability", () => null);
    connection.listen();
  }

  async #handshake(settings: ClientOptions): Promise<void> {
    const { configuration } = settings;
    if (configuration !== undefined) {
      this.connection.onRequest(
        "workspace/configuration",
        ({ items }: { items: { scopeUri?: string; section?: string }[] }) =>
          items.map(({ scopeUri }) => configuration(scopeUri) ?? null),
      );
    }
    const capabilities = settings.capabilities ?? pullCapabilities;
    const params: InitializeParams = {
      processId: null,
      rootUri: null,
      capabilities: {
        ...capabilities,
        workspace: { ...capabilities.workspace, configuration: configuration !== undefined },
      },
      workspaceFolders: (settings.folders ?? []).map((uri) => ({ uri, name: uri })),
      initializationOptions: settings.options,
      ...(settings.locale === undefined ? {} : { locale: settings.locale }),
    };
    this.result = await this.connection.sendRequest<InitializeResult>("initialize", params);
    await this.connection.sendNotification("initialized", {});
  }

  open(uri: string, text: string, version = 1): Promise<void> {
    const textDocument = { uri, languageId: "go", version, text };
    return this.connection.sendNotification("textDocument/didOpen", { textDocument });
  }

  change(uri: string, version: number, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const textDocument = { uri, version };
    return this.connection.sendNotification("textDocument/didChange", { textDocument, contentChanges });
  }

  save(uri: string): Promise<void> {
    return this.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.connection.sendRequest<DocumentDiagnosticReport>("textDocument/diagnostic", {
      textDocument: { uri },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  }

  /** The diagnostics of a document, pulled. */
  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.pull(uri);
    return report.kind === "full" ? report.items : [];
  }

  actions(uri: string, range: Range, diagnostics: Diagnostic[] = []): Promise<CodeAction[]> {
    const params = { textDocument: { uri }, range, context: { diagnostics } };
    return this.connection.sendRequest<CodeAction[]>("textDocument/codeAction", params);
  }

  /** Waits until something holds; 3 s at most. */
  async until(holds: () => boolean): Promise<void> {
    const deadline = Date.now() + 3000;
    while (!holds()) {
      if (Date.now() > deadline) throw new Error("what was waited for did not come");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    this.connection.dispose();
  }
}
