/** Rule `recover-cannot-catch`: a recover that is meant to catch a concurrent map access. */
import { message } from "../../../../protocol/src/messages.ts";
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import type { BlockStmt, CallExpr, FuncLit, Range } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import type { Finding } from "../finding.ts";
import { type PlaceReport, placeFinding } from "../placeFinding.ts";
import { functionName, rangeOf } from "../render.ts";

/** A deferred function that calls recover, and the code it is deferred in. */
interface Recover {
  readonly owner: AnalysedFunc;
  readonly call: CallExpr;
  readonly handler: FuncLit;
  readonly around: Range;
}

/**
 * The recovers around an access that another rule reports, and those whose words say what they are for.
 * `found` are the findings of the other rules.
 */
export function recoverCannotCatch(effects: PackageEffects, found: readonly Finding[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const owner of effects.all()) {
    if (!owner.decl.text.includes("recover")) continue;
    for (const recover of recoversOf(owner)) {
      const finding = aroundAccess(recover, found) ?? inWords(recover);
      if (finding !== undefined) findings.push(finding);
    }
  }
  return findings;
}

function recoversOf(owner: AnalysedFunc): readonly Recover[] {
  const recovers: Recover[] = [];
  const visit = (block: BlockStmt): void => {
    for (const stmt of block.list) {
      if (stmt.kind !== "DeferStmt" || stmt.call.kind !== "CallExpr") continue;
      const handler = unparen(stmt.call.fun);
      const call = handler.kind === "FuncLit" ? recoverIn(handler, owner) : undefined;
      if (handler.kind === "FuncLit" && call !== undefined)
        recovers.push({ owner, call, handler, around: block });
    }
  };
  visit(owner.body);
  walk(owner.body, (node) => {
    if (node.kind === "FuncLit") visit(node.body);
    return true;
  });
  return recovers;
}

function recoverIn({ body }: FuncLit, { info }: AnalysedFunc): CallExpr | undefined {
  let found: CallExpr | undefined;
  walk(body, (node) => {
    if (node.kind === "CallExpr" && node.fun.kind === "Ident" && node.fun.name === "recover") {
      if (info.uses.get(node.fun)?.kind === "Builtin") found ??= node;
    }
    return node.kind !== "FuncLit";
  });
  return found;
}

/** The recover stands in the goroutine or function whose access collides. */
function aroundAccess({ owner, call, around }: Recover, found: readonly Finding[]): Finding | undefined {
  const range = rangeOf({ decl: owner.decl, pos: around.pos, end: around.end }, owner.func.pkg);
  const inner = innerLiterals(owner, around).map((literal) =>
    rangeOf({ decl: owner.decl, pos: literal.pos, end: literal.end }, owner.func.pkg),
  );
  const collision = found.find(
    ({ rule, range: at }) =>
      (rule === "concurrent-map-access" ||
        rule === "inconsistent-guard" ||
        rule === "write-under-rlock" ||
        rule === "unguarded-shared-map") &&
      at.path === range.path &&
      at.start >= range.start &&
      at.end <= range.end &&
      !inner.some((literal) => at.start >= literal.start && at.end <= literal.end),
  );
  if (collision === undefined) return undefined;
  return report(owner, call, {
    subject: { name: collision.map.name, kind: collision.map.kind },
    message: message("finding.recover-cannot-catch", { map: collision.map.name }),
    related: [
      {
        role: "conflicting-access",
        range: collision.range,
        message: collision.message,
      },
    ],
    evidence: [message("evidence.fatal")],
  });
}

/** Goroutines have deferred functions of their own. */
function innerLiterals({ body }: AnalysedFunc, around: Range): readonly FuncLit[] {
  const literals: FuncLit[] = [];
  walk(body, (node) => {
    if (node.kind === "FuncLit" && node.body !== around && node.pos >= around.pos && node.end <= around.end)
      literals.push(node);
    return true;
  });
  return literals;
}

const words = /concurrent(ly)?[\w ]{0,20}\bmap\b|\bmap\b[\w ]{0,30}\b(concurrent|race|racing)/i;

/** A comment or a text in the deferred function, or above it, speaks of maps and concurrency. */
function inWords({ owner, call, handler }: Recover): Finding | undefined {
  const { text } = owner.decl;
  const lineStart = text.lastIndexOf("\n", text.lastIndexOf("\n", handler.pos) - 1) + 1;
  const above = text.slice(lineStart, handler.pos).trim();
  const spoken = (above.startsWith("//") ? above : "") + quoted(text.slice(handler.pos, handler.end));
  if (!words.test(spoken)) return undefined;
  return report(owner, call, {
    subject: { name: "map", kind: "other" },
    message: message("finding.recover-cannot-catch.words"),
    related: [],
    evidence: [message("evidence.fatal")],
  });
}

/** The comments and string literals of a piece of code. */
function quoted(code: string): string {
  return [...code.matchAll(/\/\/.*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|`[^`]*`/g)]
    .map(([text]) => text)
    .join(" ");
}

function report(
  owner: AnalysedFunc,
  call: CallExpr,
  rest: Pick<PlaceReport, "subject" | "message" | "related" | "evidence">,
): Finding {
  const rule = "recover-cannot-catch";
  const text = "recover()";
  const place = { decl: owner.decl, pos: call.pos, end: call.end };
  const finding = placeFinding({ rule, owner, place, kind: "read", text, ...rest });
  // A recover is the same one whether it is reported for a collision or for its words.
  return { ...finding, fingerprint: [rule, functionName(owner.func), text].join(" ") };
}
