/** Paths of the engine and URIs of the protocol. */
import { URI } from "vscode-uri";
import { partsOfPath, pathOfParts } from "../../../protocol/src/paths.ts";

/** The engine's path of a document. */
export function pathOf(uri: string): string {
  return pathOfParts(URI.parse(uri));
}

/** The URI of a path of the engine. */
export function uriOf(path: string): string {
  return URI.from(partsOfPath(path)).toString();
}

/** The folder of a path. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}
