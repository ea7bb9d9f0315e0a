/** The folders that the test hosts share. */
import path from "node:path";

/** The project's root folder. */
export const root = path.resolve(import.meta.dirname, "../..");

/** The package that installs the real VS Code. */
export const vscodePackage = path.join(import.meta.dirname, "vscode");

/** What code-server carries of VS Code: its server and workbench. */
export const vscodeServer = path.join(vscodePackage, "node_modules/code-server/lib/vscode");

/** Where screenshots go. */
export const screenshots = path.join(root, "out/screenshots");

/** Where counts and logs of the runs go. */
export const results = path.join(root, "out/results");
