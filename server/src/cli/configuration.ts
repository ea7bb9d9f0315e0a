/** What the command says of the `.mapvet.json` files it met. */
import { type Locale, render } from "../../../protocol/src/messages.ts";
import type { ReportConfigProblem } from "../../../protocol/src/report.ts";
import type { Engine } from "../workspace/api.ts";
import type { Host } from "./host.ts";
import { relativePath } from "./paths.ts";
import { Source } from "./sources.ts";
import { say } from "./words.ts";

/** Everything that is wrong in them, by file and place. */
export function configProblems(engine: Engine, cwd: string, locale: Locale): ReportConfigProblem[] {
  return engine.configFiles().flatMap(({ path, text, problems }) => {
    const source = new Source(text);
    return problems.map(({ range, message }) => ({
      file: relativePath(cwd, path),
      ...source.position(range.pos),
      message: render(message, locale),
    }));
  });
}

/** Warns of them on standard error: the run goes on without what is wrong. */
export function warnOfConfig(host: Host, problems: readonly ReportConfigProblem[], locale: Locale): void {
  for (const problem of problems) host.stderr.write(`mapvet: ${say(locale, "cli.config", { ...problem })}\n`);
}
