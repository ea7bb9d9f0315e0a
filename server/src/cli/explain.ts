/** `--explain`: a page of documentation for a terminal. */
import type { Style } from "./style.ts";

/**
 * The Markdown of a rule's page as plain text with light marks. Knows what the pages use: headings,
 * paragraphs, lists, fenced code, `code`, **strong** and [links](url).
 */
export function renderPage(markdown: string, style: Style): string {
  const out: string[] = [];
  let fenced = false;
  for (const line of markdown.replaceAll("\r\n", "\n").trimEnd().split("\n")) {
    if (line.startsWith("```")) {
      fenced = !fenced;
      continue;
    }
    out.push(fenced ? `    ${style.code(line.replaceAll("\t", "    "))}`.trimEnd() : prose(line, style));
  }
  return `${out.join("\n")}\n`;
}

function prose(line: string, style: Style): string {
  const heading = /^#+ +(.*)$/.exec(line);
  if (heading !== null) return style.bold(inline(heading[1], style));
  return inline(line, style);
}

function inline(text: string, style: Style): string {
  return text
    .replace(/\[([^\]]+)\]\((https?:[^)]+)\)/g, (_, words: string, url: string) =>
      words === url ? url : `${words} <${url}>`,
    )
    .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replace(/\*\*([^*]+)\*\*/g, (_, words: string) => style.bold(words))
    .replace(/`([^`]+)`/g, (_, words: string) => style.code(words));
}
