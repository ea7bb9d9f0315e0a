/** Runs the suite inside an extension host and reports to the control server. */
import { post } from "./page.ts";

/** The part of Mocha that both its builds, for Node and for browsers, have. */
export interface Runner {
  readonly mocha: Mocha;
  /** Loads the files of the suite; each defines its tests while it loads. */
  readonly load: () => Promise<void>;
}

/** Runs all tests. Throws when one failed, so that the host ends with an error. */
export async function runSuite({ mocha, load }: Runner): Promise<void> {
  const lines: Promise<unknown>[] = [];
  const log = (line: string) => lines.push(post({ action: "log", line }));
  const counts = { passed: 0, failed: 0, skipped: 0 };
  mocha.timeout(240_000);
  mocha.suite.emit("pre-require", globalThis, null, mocha);
  await load();
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on("pass", (test) => {
      counts.passed++;
      log(`  ok   ${test.fullTitle()} (${test.duration ?? 0} ms)`);
    });
    runner.on("pending", (test) => {
      counts.skipped++;
      log(`  skip ${test.fullTitle()}`);
    });
    runner.on("fail", (test, error) => {
      counts.failed++;
      log(`  FAIL ${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
  });
  await Promise.all(lines);
  await post({ action: "done", summary: counts });
  if (counts.failed > 0) throw new Error(`${counts.failed} tests failed`);
}
