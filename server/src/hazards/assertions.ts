/**
 * What a function makes sure of before it does anything: that its caller holds the lock, or that a test runs. It
 * panics otherwise, so whoever calls it keeps to that.
 */
import type { AnalysedFunc, PackageEffects } from "../effects/analyse.ts";
import { neverReturns } from "../effects/known.ts";
import type { CallExpr, IfStmt } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import { perFunction } from "./perFunction.ts";

/** Does the function begin by making sure that the lock is held, itself or by a call? */
export function assertsLock(owner: AnalysedFunc, effects: PackageEffects): boolean {
  if (panicsUnlocked(owner)) return true;
  return openingCalls(owner).some((call) => {
    if (/^(assert|requires?)\w*(held|locked|mutex)$/i.test(nameOf(call))) return true;
    const callee = owner.info.callees.get(call);
    const called = callee?.pkg === effects.pkg ? effects.get(callee) : undefined;
    return called !== undefined && panicsUnlocked(called);
  });
}

/** Does the function begin by making sure that it runs in a test, as the name of what it calls says? */
export function assertsTest(owner: AnalysedFunc): boolean {
  return openingCalls(owner).some((call) => /^(must|assert|ensure|require|panic)\w*test/i.test(nameOf(call)));
}

/** The calls that a function begins with; what it does under a lock of its own is no longer about its caller. */
const openingCalls = perFunction(({ body }): readonly CallExpr[] => {
  const calls: CallExpr[] = [];
  for (const stmt of body.list) {
    if (stmt.kind !== "ExprStmt" || stmt.x.kind !== "CallExpr" || /^r?lock$/i.test(nameOf(stmt.x))) break;
    calls.push(stmt.x);
  }
  return calls;
});

/** Does the function test something before it calls anything else, and panic with words that the lock is not held? */
const panicsUnlocked = perFunction(({ body: { list }, info }) => {
  const first = list.findIndex(({ kind }) => kind !== "AssignStmt");
  const test = list[first];
  return test?.kind === "IfStmt" && panics(test, info) && saysUnlocked(test);
});

function panics({ body: { list }, init, else: otherwise }: IfStmt, info: AnalysedFunc["info"]): boolean {
  const [only] = list;
  return (
    list.length === 1 &&
    init === undefined &&
    otherwise === undefined &&
    only.kind === "ExprStmt" &&
    only.x.kind === "CallExpr" &&
    neverReturns(only.x, info)
  );
}

function saysUnlocked({ body }: IfStmt): boolean {
  let says = false;
  walk(body, (node) => {
    if (node.kind !== "BasicLit" || node.tok !== "STRING") return;
    says ||=
      /\bwithout\b.{0,40}\b(\w*lock(ed|ing)?|\w*mutex|mu)\b/i.test(node.value) ||
      /\b(\w*lock|\w*mutex|mu)\b.{0,20}\b(not|n't|must be) (be )?(held|locked|acquired|taken)\b/i.test(
        node.value,
      ) ||
      /\b(must|not|n't|should)( be)? (hold|holding|locked|locking)\b/i.test(node.value);
  });
  return says;
}

/** The name of what is called, without what stands before it. */
function nameOf({ fun }: CallExpr): string {
  const bare = unparen(fun);
  return bare.kind === "SelectorExpr" ? bare.sel.name : bare.kind === "Ident" ? bare.name : "";
}
