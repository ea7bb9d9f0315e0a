/** `--format json` of litmus tests. The keys are part of the command's promise: version 1 only ever grows. */
import {
  type Exploration,
  type FinalState,
  formatCondition,
  type Litmus,
  type LitmusResult,
} from "../../../../simulator/src/index.ts";

/** A test with what was found out about it. */
export interface Explored {
  readonly test: Litmus;
  readonly result: LitmusResult;
}

interface ReportTest {
  readonly name: string;
  readonly model: Exploration["model"];
  readonly states: readonly FinalState[];
  readonly condition: string | null;
  readonly verdict: LitmusResult["verdict"];
  readonly explored: { readonly states: number; readonly transitions: number };
  readonly milliseconds: number;
  readonly complete: boolean;
}

/** The report, one test a line. */
export function litmusJson(tests: readonly Explored[]): string {
  const lines = tests.map((explored) => JSON.stringify(reportTest(explored)));
  return `{"version":1,"tests":[\n${lines.join(",\n")}\n]}\n`;
}

function reportTest({ test, result }: Explored): ReportTest {
  const { exploration } = result;
  return {
    name: test.name,
    model: exploration.model,
    states: result.states,
    condition: test.condition === null ? null : formatCondition(test.condition),
    verdict: result.verdict,
    explored: { states: exploration.states, transitions: exploration.transitions },
    milliseconds: Math.round(exploration.milliseconds * 1000) / 1000,
    complete: exploration.complete,
  };
}
