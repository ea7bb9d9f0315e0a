/** Serves the real VS Code on localhost with the extension loaded, for people. */
import { createServer } from "node:http";
import path from "node:path";
import { installHosts } from "./install.ts";
import { root } from "./paths.ts";
import { freePort, remoteUri, startServer, windowAddress } from "./vscode-server.ts";

/**
 * Starts VS Code with a folder and the extension.
 * @returns a short address; it leads to the window's own, which is long
 */
export async function serve(folder: string): Promise<string> {
  await installHosts();
  const port = await freePort();
  const server = await startServer(path.join(root, "out/vscode"), port);
  const window = windowAddress(port, folder, [["extensionDevelopmentPath", remoteUri(port, root)]]);
  const door = createServer((_, response) => response.writeHead(302, { Location: window }).end());
  const doorPort = await freePort();
  await new Promise<void>((resolve) => door.listen(doorPort, "127.0.0.1", resolve));
  const stop = () => {
    server.process.kill();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  server.process.on("exit", stop);
  return `http://127.0.0.1:${doorPort}/`;
}
