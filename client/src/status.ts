/** The item in the language status of Go files: what the analysis does, and what it has found. */
import * as vscode from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { type StatusParams, statusNotification } from "../../protocol/src/requests.ts";

/** Shows the server's notifications in a status item. */
export function showStatus(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const item = vscode.languages.createLanguageStatusItem("mapvet", { language: "go" });
  const { t } = vscode.l10n;
  item.name = "Mapvet";
  item.command = { command: "mapvet.showLog", title: t("Show the log") };
  const show = (text: string, busy: boolean, severity: vscode.LanguageStatusSeverity, detail?: string) => {
    item.text = `$(checklist) ${text}`;
    item.busy = busy;
    item.severity = severity;
    item.detail = detail ?? "Mapvet";
  };
  const { Information, Error: Failure } = vscode.LanguageStatusSeverity;
  const starting = () => show(t("Map concurrency: starting"), true, Information);
  starting();
  context.subscriptions.push(
    item,
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) starting();
      if (newState === State.Stopped) show(t("Map concurrency: stopped"), false, Failure);
    }),
    client.onNotification(statusNotification, (status: StatusParams) => {
      const problems = status.errors + status.warnings + status.others;
      switch (status.state) {
        case "failed":
          return show(t("Map concurrency: could not start"), false, Failure, status.detail);
        case "analysing":
          return show(t("Map concurrency: analysing"), true, Information);
        case "ready":
          return show(found(problems), false, Information);
      }
    }),
  );
}

function found(problems: number): string {
  const { t } = vscode.l10n;
  if (problems === 0) return t("Map concurrency: no problems in open files");
  return problems === 1
    ? t("Map concurrency: 1 problem in open files")
    : t("Map concurrency: {0} problems in open files", problems);
}
