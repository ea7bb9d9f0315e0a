/** The Go files of `testdata`, and the scenario that a test makes of each. */
import { readdirSync, readFileSync } from "node:fs";
import { render } from "../../../../protocol/src/messages.ts";
import { analyse } from "../../testkit/analyse.ts";
import { type BuiltScenario, buildScenario } from "../build.ts";

/** The folder of the Go files. */
export const testdata = new URL("../testdata/", import.meta.url);

export interface ScenarioFixture {
  /** The file's name without its ending. */
  readonly name: string;
  readonly text: string;
}

/** All Go files of `testdata`. */
export function scenarioFixtures(): ScenarioFixture[] {
  return readdirSync(testdata)
    .filter((file) => file.endsWith(".go"))
    .map((file) => ({
      name: file.replace(/\.go$/, ""),
      text: readFileSync(new URL(file, testdata), "utf8"),
    }));
}

/** The scenario of `run`, or of `main`, or of the first finding where the file says so. */
export function scenarioOf(text: string): BuiltScenario {
  const path = "/p/p.go";
  const { effects, result } = analyse({ [path]: text });
  const finding = text.includes("// scenario: finding") ? result.findings[0] : undefined;
  const offset = finding?.range.start ?? Math.max(text.indexOf("func run("), text.indexOf("func main("));
  const scenario = buildScenario({ effects, path, offset, finding, text: () => text });
  if ("problem" in scenario) throw new Error(render(scenario.problem, "en"));
  return scenario;
}
