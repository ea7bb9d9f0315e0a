/** The command: from its arguments to its exit status. Everything of the machine comes in by the host. */
import { type Locale, localeFor } from "../../../protocol/src/messages.ts";
import { notices, rules } from "../../../protocol/src/rules.ts";
import { analyse, analyseStdin } from "./analyse.ts";
import { configProblems, warnOfConfig } from "./configuration.ts";
import { fileErrorCode, internalReport, reasonOf } from "./errors.ts";
import { renderPage } from "./explain.ts";
import { exitStatus, format, outcomeOf, status, unreadable, usage } from "./finish.ts";
import type { Host } from "./host.ts";
import { runLitmus } from "./litmus/run.ts";
import { parseArguments, type Request, type RunRequest } from "./options.ts";
import { resolvePatterns } from "./paths.ts";
import { loadBaseline, narrow, tellStale, writeBaseline } from "./runBaseline.ts";
import { runFixes } from "./runFixes.ts";
import { runSimulate } from "./simulate/run.ts";
import { styleFor } from "./style.ts";
import { say } from "./words.ts";

/** Runs the command and returns its exit status. Never throws. */
export async function runCommand(host: Host): Promise<number> {
  const request = parseArguments(host.argv);
  if (request.kind === "problem") return usage(host, environmentLocale(host), request.messages);
  const locale = request.locale ?? (machineReadable(request) ? "en" : environmentLocale(host));
  try {
    return await perform(host, request, locale);
  } catch (error) {
    if (fileErrorCode(error) !== undefined) {
      host.stderr.write(`mapvet: ${reasonOf(error)}\n`);
      return exitStatus.usage;
    }
    host.stderr.write(internalReport(host, locale, [{ error }]));
    return exitStatus.internal;
  }
}

async function perform(host: Host, request: Request, locale: Locale): Promise<number> {
  switch (request.kind) {
    case "version":
      host.stdout.write(`mapvet ${host.version}\n`);
      return exitStatus.clean;
    case "help": {
      if (request.topic !== "analysis") {
        host.stdout.write(`${say(locale, `cli.${request.topic}.help`)}\n`);
        return exitStatus.clean;
      }
      const checks = [...rules, ...notices];
      const width = Math.max(...checks.map((rule) => rule.id.length)) + 2;
      const lines = checks.map((rule) => `  ${rule.id.padEnd(width)}${rule.description[locale]}`);
      host.stdout.write(`${say(locale, "cli.help", { rules: lines.join("\n") })}\n`);
      return exitStatus.clean;
    }
    case "explain": {
      const page = host.rulePage(request.rule, locale);
      if (page.text === undefined) {
        host.stderr.write(
          `mapvet: ${say(locale, "cli.explain.missing", { rule: request.rule, path: page.path })}\n`,
        );
        return exitStatus.usage;
      }
      host.stdout.write(renderPage(page.text, styleFor(request.color, host.stdout.isTerminal, host.env)));
      return exitStatus.clean;
    }
    case "litmus":
      return runLitmus(host, request, locale);
    case "simulate":
      return await runSimulate(host, request, locale);
    case "run":
      return await run(host, request, locale);
  }
}

async function run(host: Host, request: RunRequest, locale: Locale): Promise<number> {
  const started = host.now();
  const resolved = resolvePatterns(
    request.stdinName === undefined ? request.paths : [],
    host.cwd,
    host.files,
  );
  if ("problem" in resolved) return usage(host, locale, [resolved.problem]);
  const baseline = loadBaseline(host, request);
  if (baseline !== undefined && "problem" in baseline) return usage(host, locale, [baseline.problem]);
  const stdin = request.stdinName === undefined ? undefined : await host.readStdin();
  const engine = await host.createEngine(request.tests || request.stdinName?.endsWith("_test.go") === true);
  try {
    if (request.action !== "report")
      return await runFixes(host, engine, request, resolved.patterns, baseline, locale, started);
    const found =
      stdin === undefined || request.stdinName === undefined
        ? await analyse(host, engine, request, resolved.patterns, locale)
        : await analyseStdin(host, engine, request, request.stdinName, stdin);
    const problem = unreadable(found, resolved.patterns, request, host.cwd);
    if (problem !== undefined) return usage(host, locale, [problem]);
    warnOfConfig(host, configProblems(engine, host.cwd, locale), locale);
    if (request.writeBaseline !== undefined) return writeBaseline(host, found, request.writeBaseline, locale);
    const narrowed = narrow(found, baseline);
    const { result, known } = narrowed;
    tellStale(host, narrowed, baseline, request, resolved.patterns, locale);
    const outcome = await outcomeOf(host, engine, result, request, locale, started, known);
    host.stdout.write(format(host, outcome, request));
    return status(host, result.findings, result, request, locale);
  } finally {
    engine.dispose();
  }
}

/** Programs read these formats: their words do not follow the terminal's language. */
function machineReadable(request: Request): boolean {
  return "format" in request && request.format !== "text";
}

/** The language of the terminal, as POSIX looks it up: `zh_CN.UTF-8` is `zh-CN`. */
function environmentLocale(host: Host): Locale {
  const { LC_ALL, LC_MESSAGES, LANG } = host.env;
  const tag = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== "");
  return localeFor(tag?.replace(/[.@].*$/, "").replaceAll("_", "-"));
}
