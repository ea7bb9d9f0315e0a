/** For tests only: Go's txtar format, a comment and named files in one text. */

export interface Archive {
  readonly comment: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Reads an archive. Every file ends in a line break. */
export function parseTxtar(text: string): Archive {
  const files = new Map<string, string>();
  let comment = "";
  let name: string | undefined;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const marker = /^-- (.+) --\r?\n?$/.exec(line);
    if (marker !== null) {
      name = marker[1];
      files.set(name, "");
    } else if (name === undefined) comment += line;
    else files.set(name, (files.get(name) ?? "") + line);
  }
  return { comment, files };
}

/** Writes an archive. */
export function formatTxtar({ comment, files }: Archive): string {
  return comment + [...files].map(([name, text]) => `-- ${name} --\n${text}`).join("");
}
