/** The language server in a web worker: the client sends what it needs, and reads files for it. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { clientFileSystem, noFileSystem } from "./client-files.ts";
import { engineFactory } from "./engine.ts";
import { createServer } from "./server.ts";

declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

createServer(connection, {
  engineFactory: ({ assets, readsFiles }) =>
    engineFactory(readsFiles ? clientFileSystem(connection) : noFileSystem(), async () => {
      if (assets === undefined) throw new Error("the client sent no parser (initializationOptions.assets)");
      return assets;
    }),
});
