import { describe, expect, test } from "vitest";
import type { PanelSettings, PanelState } from "../../../protocol/src/panel.ts";
import type { Program } from "../../../simulator/src/index.ts";
import { simulate } from "../simulate.ts";
import { lockOrder, lostUpdate, mapWriters, storeBuffering } from "../testing/programs.ts";
import type { Explored, Reply, Setup } from "../worker-messages.ts";
import { type Action, initialReplay, type Replay, reduceReplay } from "./replay.ts";

const tso: PanelSettings = {
  model: "tso",
  cpus: null,
  compiler: false,
  depth: "operation",
  runtime: "swiss",
};

const bounds = { maxStates: 1e6, maxBytes: 1e9, maxMilliseconds: 60_000 };

/** A panel without its components: the replay and the simulator, which answers at once. */
class Panel {
  replay: Replay;
  private readonly program: Program;

  constructor(program: Program, saved?: PanelState) {
    this.program = program;
    this.replay = initialReplay(tso, saved);
    this.answer();
  }

  do(...actions: Action[]): this {
    for (const action of actions) {
      this.replay = reduceReplay(this.replay, action);
      this.answer();
    }
    return this;
  }

  /** Lets the exploration end. */
  explore(): this {
    return this.do({ type: "explored", rows: this.explored().rows });
  }

  explored(): Explored {
    const reply = ask((receive) =>
      simulate({ type: "explore", id: 0, setup: this.setup() }, bounds, receive),
    );
    if (reply.type !== "explored") throw new Error(reply.type);
    return reply.result;
  }

  private setup(): Setup {
    return { program: this.program, races: true, settings: this.replay.settings, locale: "en" };
  }

  private answer(): void {
    for (let { wanted } = this.replay; wanted !== null; { wanted } = this.replay) {
      const { id, schedule } = wanted;
      const reply = ask((receive) =>
        simulate({ type: "lay", id, setup: this.setup(), schedule }, bounds, receive),
      );
      if (reply.type === "laid")
        this.replay = reduceReplay(this.replay, { type: "laid", id, run: reply.run });
      else if (reply.type === "failed")
        this.replay = reduceReplay(this.replay, { type: "refused", id, reason: reply.reason });
    }
  }

  get steps(): number {
    return this.replay.run?.tokens.length ?? -1;
  }
}

/** The last reply. */
function ask(request: (receive: (reply: Reply) => void) => void): Reply {
  const replies: Reply[] = [];
  request((reply) => replies.push(reply));
  return replies[replies.length - 1];
}

describe("choosing", () => {
  test("the worst outcome is chosen after the exploration, and nothing has moved", () => {
    const panel = new Panel(mapWriters).explore();
    expect(panel.replay.outcome?.kind).toBe("fatal");
    expect(panel.replay).toMatchObject({ step: 0, own: false });
    expect(panel.steps).toBeGreaterThan(0);
    expect(panel.replay.run?.ending).toBe(panel.replay.outcome?.key);
  });

  test("a schedule of the reader's own survives the end of the exploration", () => {
    const panel = new Panel(lockOrder).do({ type: "move", token: "0" });
    const { run } = panel.replay;
    panel.explore();
    expect(panel.replay).toMatchObject({ run, step: 1, outcome: null });
  });

  test("only the answer to the last question counts", () => {
    const panel = new Panel(storeBuffering).explore();
    const { replay } = panel;
    const [first, second] = ["0", "1"].map((token) => ({ type: "move", token }) as const);
    const asked = reduceReplay(reduceReplay(replay, second), first);
    const late = { type: "laid", id: (asked.wanted?.id ?? 0) - 1, run: replay.run } as const;
    if (late.run === null) throw new Error("nothing was laid out");
    expect(reduceReplay(asked, { ...late, run: late.run })).toBe(asked);
  });
});

describe("other settings", () => {
  test("another model keeps the outcome where it exists there, and the step", () => {
    const panel = new Panel(lostUpdate).explore();
    const { outcome } = panel.replay;
    panel.do({ type: "seek", step: 2 }, { type: "settings", settings: { model: "sc" } });
    expect(panel.replay.settings.model).toBe("sc");
    panel.explore();
    expect(panel.replay).toMatchObject({ outcome: { key: outcome?.key }, step: 2, own: false });
    expect(panel.replay.run?.options.model).toBe("sc");
  });

  test("at the last step the reader stays at the last step", () => {
    const panel = new Panel(lostUpdate).explore().do({ type: "command", command: "last" });
    panel.do({ type: "settings", settings: { model: "sc" } }).explore();
    expect(panel.replay.step).toBe(panel.steps);
    expect(panel.steps).toBeGreaterThan(0);
  });

  test("an outcome that is gone is followed by one of its kind, else by the worst", () => {
    const panel = new Panel(storeBuffering).explore();
    const only = panel.explored().rows.find((row) => row.only === "tso");
    if (only === undefined) throw new Error("TSO adds nothing");
    panel.do({ type: "outcome", row: only }, { type: "settings", settings: { model: "sc" } }).explore();
    expect(panel.replay.outcome).not.toBeNull();
    expect(panel.replay.outcome?.key).not.toBe(only.key);
  });

  test("deeper maps keep the kind of the outcome", () => {
    const panel = new Panel(mapWriters).explore();
    expect(panel.replay.outcome?.kind).toBe("fatal");
    panel.do({ type: "settings", settings: { depth: "protocol" } }).explore();
    expect(panel.replay.outcome?.kind).toBe("fatal");
    const longer = panel.steps;
    panel.do({ type: "settings", settings: { depth: "operation" } }).explore();
    expect(panel.steps).toBeLessThan(longer);
  });

  test("the reader's own schedule is tried again, and given up where it is not possible", () => {
    const panel = new Panel(storeBuffering).do({ type: "move", token: "0" });
    panel.do({ type: "settings", settings: { model: "pso" } });
    expect(panel.replay).toMatchObject({ step: 1, own: true });
    expect(panel.replay.run?.schedule).toBe("1.pso.0");
    // Under SC nothing waits in a store buffer.
    panel.do({ type: "settings", settings: { model: "tso" } }, { type: "move", token: "0d" });
    panel.do({ type: "settings", settings: { model: "sc" } });
    expect(panel.replay).toMatchObject({ step: 2, stale: true });
    // Until the outcomes are there it stays in sight, but cannot be played on.
    expect(panel.do({ type: "move", token: "1" }).replay).toMatchObject({ step: 2, stale: true });
    panel.explore();
    expect(panel.replay).toMatchObject({ step: 2, own: false, stale: false });
    expect(panel.replay.run?.options.model).toBe("sc");
  });

  test("when the exploration is given up, what is stale gives way to the start", () => {
    const panel = new Panel(storeBuffering).do({ type: "move", token: "0" }, { type: "move", token: "0d" });
    panel.do({ type: "settings", settings: { model: "sc" } }, { type: "unexplored" });
    expect(panel.replay).toMatchObject({ step: 0, own: false, stale: false });
    expect(panel.replay.run?.schedule).toBe("1.sc.");
  });

  test("fewer CPUs are in the schedule", () => {
    const panel = new Panel(storeBuffering).do({ type: "settings", settings: { cpus: 1 } }).explore();
    expect(panel.replay.run?.schedule).toMatch(/^1\.tso@1\./);
    expect(panel.explored().rows.some((row) => row.only === "tso")).toBe(false);
  });

  test("a changed program keeps the place", () => {
    const panel = new Panel(lostUpdate)
      .explore()
      .do({ type: "seek", step: 1 }, { type: "program" })
      .explore();
    expect(panel.replay.step).toBe(1);
  });
});

describe("stepping", () => {
  test("stays inside the schedule", () => {
    const panel = new Panel(storeBuffering).explore();
    const { steps } = panel;
    for (const command of ["back", "last", "forward"] as const) panel.do({ type: "command", command });
    expect(panel.replay.step).toBe(steps);
    expect(panel.do({ type: "seek", step: 1e9 }).replay.step).toBe(steps);
    expect(panel.do({ type: "seek", step: -3 }).replay.step).toBe(0);
  });

  test("playing ends at the last step, and begins anew from there", () => {
    const panel = new Panel(storeBuffering).explore().do({ type: "play", playing: true });
    for (let tick = 0; tick < 100; tick++) panel.do({ type: "tick" });
    expect(panel.replay).toMatchObject({ playing: false, step: panel.steps });
    expect(panel.do({ type: "command", command: "play" }).replay).toMatchObject({ playing: true, step: 0 });
  });

  test("the scheduled move goes on with the schedule, another one makes it the reader's own", () => {
    const panel = new Panel(mapWriters).explore();
    const { run, outcome } = panel.replay;
    panel.do({ type: "move", token: run?.tokens[0] ?? "" });
    expect(panel.replay).toMatchObject({ run, step: 1, outcome });

    const twice = new Panel(lockOrder).explore().do({ type: "move", token: "1" });
    expect(twice.replay.outcome).toBeNull();
    expect(twice.replay.run?.schedule).toBe("1.tso.1");
  });

  test("both locks taken crosswise: the reader's own schedule ends in a deadlock", () => {
    const panel = new Panel(lockOrder).do({ type: "move", token: "0" }, { type: "move", token: "1" });
    expect(panel.replay.run?.ending).toMatch(/^deadlock/);
  });

  test("a move that is not possible changes nothing", () => {
    const panel = new Panel(lockOrder).do({ type: "move", token: "7" });
    expect(panel.replay.run?.schedule).toBe("1.tso.");
    expect(panel.replay.step).toBe(0);
  });
});

describe("schedule strings", () => {
  test("a pasted schedule is replayed from its start, under its model", () => {
    const panel = new Panel(storeBuffering).explore().do({ type: "paste", schedule: "1.sc.0-1-0-1" });
    expect(panel.replay).toMatchObject({ step: 0, outcome: null, own: true, problem: null });
    expect(panel.replay.settings.model).toBe("sc");
    expect(panel.steps).toBe(4);
  });

  test("what is no schedule is refused with a reason, and nothing else changes", () => {
    const panel = new Panel(storeBuffering).explore();
    const { run } = panel.replay;
    panel.do({ type: "paste", schedule: "1.tso.9" });
    expect(panel.replay.problem).toContain("step 1");
    expect(panel.replay.run).toBe(run);
    expect(panel.do({ type: "paste", schedule: "x" }).replay.problem).toContain("not a schedule");
  });
});

describe("a saved state", () => {
  const saved = { version: 1, origin: undefined, model: "tso", step: 2, table: false } as const;

  test("comes back at its step, and finds its outcome", () => {
    const wanted = new Panel(mapWriters).explore().replay;
    const panel = new Panel(mapWriters, { ...saved, schedule: wanted.run?.schedule ?? "" });
    expect(panel.replay.step).toBe(2);
    panel.explore();
    expect(panel.replay).toMatchObject({ step: 2, outcome: { key: wanted.outcome?.key } });
  });

  test("of code that has changed since is dropped", () => {
    const panel = new Panel(lockOrder, { ...saved, schedule: "1.tso.5-5-5" });
    expect(panel.replay).toMatchObject({ step: 0, own: false });
    expect(panel.replay.run?.tokens).toEqual([]);
  });
});

test("a program that cannot be run is broken, with the reason", () => {
  const panel = new Panel({ ...mapWriters, threads: [] });
  expect(panel.replay.broken).toContain("no goroutine");
});
