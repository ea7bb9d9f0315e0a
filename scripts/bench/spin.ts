/** SPIN's figures on a model, where it is installed (a Debian package) together with gcc. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** What SPIN's verifier, compiled without reductions, does in its best of five runs. */
export interface SpinFigures {
  readonly states: number;
  /** Of the processor, in user and system mode: the machine may be busy with other work. */
  readonly cpuMilliseconds: number;
  readonly statesPerCpuSecond: number;
}

/** Runs SPIN's verifier on a Promela file; null where SPIN or gcc is missing. */
export function spinRate(model: URL): SpinFigures | null {
  const folder = mkdtempSync(path.join(tmpdir(), "spin-"));
  const run = (command: string, ...args: readonly string[]) =>
    spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  try {
    if (run("spin", "-a", fileURLToPath(model)).status !== 0) return null;
    if (run("gcc", "-O2", "-w", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c").status !== 0) return null;
    let best: SpinFigures | null = null;
    for (let time = 0; time < 5; time++) {
      const { stdout, stderr } = run("bash", "-c", "TIMEFORMAT='cpu %U %S'; time ./pan -m100000");
      const states = Number(/(\d+) states, stored/.exec(stdout)?.[1]);
      const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
      const cpuMilliseconds = Math.round((Number(user) + Number(system)) * 1000);
      if (!(cpuMilliseconds > 0) || (best !== null && best.cpuMilliseconds <= cpuMilliseconds)) continue;
      best = {
        states,
        cpuMilliseconds,
        statesPerCpuSecond: Math.round((states / cpuMilliseconds) * 1000),
      };
    }
    return best;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
