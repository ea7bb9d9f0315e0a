/** The panel's page: the one place that says which scripts and styles it may load. */

/** The addresses a panel's page needs. All of them as the webview sees them (`asWebviewUri`). */
export interface PanelPage {
  /** `webview.js` of the build. */
  readonly script: string;
  /** `worker.js` of the build: the exploration, which the page starts from a blob. */
  readonly worker: string;
  /** `webview.css` of the build. */
  readonly style: string;
  /** The origin of the three above: `webview.cspSource`. */
  readonly cspSource: string;
  /** A random text, new for each page. */
  readonly nonce: string;
  /** The editor's language (`vscode.env.language`), for what is shown before the first message. */
  readonly locale: string;
}

/**
 * The content security policy of the panel: its own script by nonce, its own style and worker text by
 * origin, a worker from a blob (a webview cannot start one from another origin), and nothing else.
 */
export function panelPolicy(page: Pick<PanelPage, "cspSource" | "nonce">): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource}`,
    `connect-src ${page.cspSource}`,
    "worker-src blob:",
  ].join("; ");
}

/** The HTML of the panel. The script fills the body; it finds its worker in `data-worker`. */
export function panelPage(page: PanelPage): string {
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(page.locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(panelPolicy(page))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mapvet</title>
<link rel="stylesheet" href="${escapeAttribute(page.style)}">
</head>
<body>
<div id="panel"></div>
<script nonce="${escapeAttribute(page.nonce)}" src="${escapeAttribute(page.script)}" data-worker="${escapeAttribute(page.worker)}"></script>
</body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
}
