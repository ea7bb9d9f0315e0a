import { afterEach, describe, expect, test } from "vitest";
import type { CodeLens } from "vscode-languageserver";
import { type ScenarioResult, showScheduleCommand } from "../../../protocol/src/requests.ts";
import { exploreAndCompare, type Program } from "../../../simulator/src/index.ts";
import { type ClientOptions, plainCapabilities, TestClient } from "./testing/client.ts";
import { engineDouble } from "./testing/double.ts";

const uri = "file:///w/SB.litmus";
const commands = [showScheduleCommand];

const storeBuffering = `X86 SB
{ x=0; y=0; }
 P0          | P1          ;
 MOV [x],$1  | MOV [y],$1  ;
 MOV EAX,[y] | MOV EAX,[x] ;
exists (0:EAX=0 /\\ 1:EAX=0)
`;

let client: TestClient;
afterEach(() => client.stop());

async function start(options: ClientOptions = {}): Promise<TestClient> {
  client = await TestClient.start({ engineFactory: () => async () => engineDouble({}) }, options);
  return client;
}

function open(text: string, version = 1): Promise<void> {
  const textDocument = { uri, languageId: "litmus", version, text };
  return client.connection.sendNotification("textDocument/didOpen", { textDocument });
}

const lenses = (): Promise<CodeLens[]> =>
  client.connection.sendRequest<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });

const scenario = (): Promise<ScenarioResult<Program>> =>
  client.connection.sendRequest<ScenarioResult<Program>>("mapvet/scenario", {
    uri,
    position: { line: 0, character: 0 },
  });

describe("a litmus test in the editor", () => {
  test("has a lens above it that opens the panel with its program", async () => {
    await start({ options: { commands } });
    await open(storeBuffering);
    expect(await client.diagnostics(uri)).toEqual([]);
    const [lens, ...more] = await lenses();
    expect(more).toEqual([]);
    expect(lens.range).toEqual({ start: { line: 0, character: 0 }, end: { line: 0, character: 6 } });
    expect(lens.command).toMatchObject({
      title: "Explore",
      command: showScheduleCommand,
      arguments: [{ uri, position: { line: 0, character: 0 } }],
    });
    const result = await scenario();
    if ("problem" in result) throw new Error(result.problem);
    expect(result).toMatchObject({ abstractions: [], races: false });
    expect(result.title).toBe("SB: exists (0:EAX=0 /\\ 1:EAX=0)");
    expect(result.program.threads[1].instructions[0].source).toMatchObject({
      file: "/w/SB.litmus",
      line: 4,
      column: 16,
    });
    const { exploration } = exploreAndCompare(result.program, { model: "tso", races: false });
    expect(exploration.outcomes.filter(({ only }) => only === "tso")).toHaveLength(1);
  });

  test("shows its problems where they stand, and they go away", async () => {
    await start({ options: { commands } });
    await open(storeBuffering.replace("MOV EAX,[y]", "MOV EAX,y"));
    expect(await client.diagnostics(uri)).toEqual([
      {
        range: { start: { line: 4, character: 9 }, end: { line: 4, character: 10 } },
        severity: 1,
        source: "mapvet",
        code: "operand-name",
        message: "y is not a register. Memory stands in brackets: [y]",
      },
    ]);
    expect(await lenses()).toEqual([]);
    expect(await scenario()).toEqual({
      problem: "Line 5: y is not a register. Memory stands in brackets: [y]",
    });
    const range = { start: { line: 4, character: 9 }, end: { line: 4, character: 10 } };
    await client.change(uri, 2, { range, text: "[y]" });
    expect(await client.diagnostics(uri)).toEqual([]);
    expect(await lenses()).toHaveLength(1);
  });

  test("is told in the editor's language, and pushed to an editor that does not ask", async () => {
    await start({ capabilities: plainCapabilities, locale: "zh-cn" });
    await open("X86 t\n{}\n P0 ;\n SHL EAX,$1 ;\n");
    await client.until(() => client.pushed.length > 0);
    expect(client.pushed[0].diagnostics[0].message).toMatch(/^模拟器中没有指令 SHL/);
    await client.close(uri);
    await client.until(() => client.pushed.length > 1);
    expect(client.pushed[1]).toEqual({ uri, diagnostics: [] });
  });

  test("keeps silent where Mapvet is switched off, and has no lens where nobody could open the panel", async () => {
    await start({ options: { commands, settings: { enable: false } } });
    await open("X86");
    expect(await client.diagnostics(uri)).toEqual([]);
    await client.stop();
    await start();
    await open(storeBuffering);
    expect(await lenses()).toEqual([]);
  });

  test("says what is left out", async () => {
    await start({ options: { commands } });
    await open("X86 t\n{}\n P0 ;\n MOV [x],$1 ;\n SFENCE ;\n");
    expect(await scenario()).toMatchObject({ abstractions: [expect.stringContaining("SFENCE and LFENCE")] });
  });
});
