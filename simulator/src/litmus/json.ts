/** Litmus tests in JSON: `{"tests": [{"name", "init", "threads", "condition"}]}`, a list of tests, or one test. */
import { type LitmusOp, litmusProgram } from "../litmus.ts";
import { type Condition, keysOf, type Proposition } from "./condition.ts";
import { type JsonNode, parseJsonTree } from "./json-tree.ts";
import { collecting, LitmusError, type LitmusProblem } from "./problem.ts";
import type { Litmus, LitmusFile } from "./test.ts";

/** The operations, and what each needs. */
const operations: Readonly<Record<string, readonly (keyof LitmusOp)[]>> = {
  W: ["loc", "val"],
  WR: ["loc", "reg"],
  R: ["loc", "reg"],
  MFENCE: [],
  XCHG: ["loc", "val", "reg"],
  CAS: ["loc", "old", "new", "reg"],
  LOCKADD: ["loc", "val"],
  XADD: ["loc", "val", "reg"],
  MOV: ["reg", "val"],
  ADD: ["reg", "val"],
  XOR: ["reg", "val"],
  JZ: ["reg", "label"],
  JNZ: ["reg", "label"],
  LABEL: ["label"],
};

/** Reads the tests of a JSON text. Never throws. */
export function readLitmusJson(text: string): LitmusFile {
  const problems: LitmusProblem[] = [];
  const nodes = collecting(problems, () => testNodes(parseJsonTree(text))) ?? [];
  const tests = nodes.flatMap((node) => collecting(problems, () => testOf(node)) ?? []);
  return { tests, problems };
}

function testNodes(root: JsonNode): readonly JsonNode[] {
  if (root.kind === "array") return root.items;
  const list = object(root).get("tests");
  if (list === undefined) return [root];
  return array(list.value);
}

function testOf(node: JsonNode): Litmus {
  const members = object(node);
  const name = string(member(node, "name"));
  const init = numbers(members.get("init")?.value);
  const threads = array(member(node, "threads")).map((thread) => threadOf(thread));
  if (threads.length === 0) throw new LitmusError("no-threads", member(node, "threads"));
  const condition = conditionOf(members.get("condition")?.value, threads.length);
  // Memory that only the condition names is memory nonetheless.
  const asked = condition === null ? [] : keysOf(condition.proposition).filter((key) => !key.includes(":"));
  const memory = new Map([...asked.map((key): [string, number] => [key, 0]), ...init]);
  const program = litmusProgram({ name, init: Object.fromEntries(memory), threads });
  const { start, end } = node;
  return { name, program, condition, filter: null, observed: [], weakFences: false, start, end };
}

function threadOf(node: JsonNode): LitmusOp[] {
  const nodes = array(node);
  const ops = nodes.map(operationOf);
  const labels = new Set<string>();
  for (const [index, { op, label }] of ops.entries()) {
    if (op !== "LABEL" || label === undefined) continue;
    if (labels.has(label)) throw new LitmusError("label-twice", member(nodes[index], "label"), { label });
    labels.add(label);
  }
  for (const [index, { label }] of ops.entries()) {
    if (label !== undefined && !labels.has(label)) {
      throw new LitmusError("label", member(nodes[index], "label"), { label });
    }
  }
  return ops;
}

function operationOf(node: JsonNode): LitmusOp {
  const name = member(node, "op");
  const op = string(name);
  const fields = Object.hasOwn(operations, op) ? operations[op] : undefined;
  if (fields === undefined) {
    throw new LitmusError("json-operation", name, { op, known: Object.keys(operations).join(", ") });
  }
  const read = (field: keyof LitmusOp): [string, string | number] => {
    const value = member(node, field);
    const isNumber = field === "val" || field === "old" || field === "new";
    return [field, isNumber ? integer(value) : string(value)];
  };
  return { op, ...Object.fromEntries(fields.map(read)) };
}

/** A condition is a set of values that registers (`0:r0`) and memory end with, all at once. */
function conditionOf(node: JsonNode | undefined, threads: number): Condition | null {
  if (node === undefined || (node.kind === "word" && node.value === null)) return null;
  const members = object(node);
  const of = [...members].map(([key, { key: range, value }]): Proposition => {
    const thread = /^(\d+):./.exec(key);
    if (key.includes(":") && (thread === null || Number(thread[1]) >= threads)) {
      throw new LitmusError("json-key", range, { key, threads });
    }
    return { op: "is", key, value: integer(value) };
  });
  return of.length === 0 ? null : { quantifier: "exists", proposition: { op: "and", of } };
}

function numbers(node: JsonNode | undefined): [string, number][] {
  if (node === undefined) return [];
  return [...object(node)].map(([name, { value }]) => [name, integer(value)]);
}

function member(node: JsonNode, name: string): JsonNode {
  const found = object(node).get(name);
  if (found === undefined) {
    throw new LitmusError("json-missing", { start: node.start, end: node.start + 1 }, { name });
  }
  return found.value;
}

type Members = Extract<JsonNode, { kind: "object" }>["members"];

function object(node: JsonNode): Members {
  if (node.kind === "object") return node.members;
  throw new LitmusError("json-object", node);
}

function array(node: JsonNode): readonly JsonNode[] {
  if (node.kind === "array") return node.items;
  throw new LitmusError("json-list", node);
}

function string(node: JsonNode): string {
  if (node.kind === "string" && node.value !== "") return node.value;
  throw new LitmusError("json-text", node);
}

function integer(node: JsonNode): number {
  if (node.kind === "number" && Number.isSafeInteger(node.value)) return node.value;
  throw new LitmusError("json-integer", node);
}
