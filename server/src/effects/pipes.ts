/** Pipes of package io: whoever reads to the end waits until the other end is closed. */
import type { BlockStmt, CallExpr, Expr, Node } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import type { Var } from "../types/types.ts";
import { calleeName } from "./known.ts";
import { signal, waitFor } from "./memory.ts";
import type { Walker } from "./walk.ts";

/** `r, w := io.Pipe()`: the write ends by the variables of the read ends. */
export function pipesIn(body: BlockStmt, info: Info): ReadonlyMap<Var, Expr> {
  const pipes = new Map<Var, Expr>();
  walk(body, (node: Node) => {
    if (node.kind !== "AssignStmt" || node.lhs.length !== 2 || node.rhs.length !== 1) return true;
    const call = unparen(node.rhs[0]);
    if (call.kind !== "CallExpr" || calleeName(call, info) !== "io.Pipe") return true;
    const [reader, writer] = node.lhs;
    const obj = reader.kind === "Ident" ? info.defs.get(reader) : undefined;
    if (obj?.kind === "Var") pipes.set(obj, writer);
    return true;
  });
  return pipes;
}

/** The argument that a function of the standard library reads to its end; documented in package io. */
const readers: ReadonlyMap<string, number> = new Map([
  ["io.Copy", 1],
  ["io.CopyBuffer", 1],
  ["io.ReadAll", 0],
  ["io/ioutil.ReadAll", 0],
]);

/** `w.Close()` lets those go on who read to the end, as `io.Copy(out, r)` does. */
export function walkPipe(walker: Walker, call: CallExpr): void {
  const name = calleeName(call, walker.info);
  const fun = unparen(call.fun);
  if (/^io\.PipeWriter\.Close(WithError)?$/.test(name) && fun.kind === "SelectorExpr") signal(walker, fun.x);
  const index = readers.get(name);
  const read = index === undefined || call.args[index] === undefined ? undefined : unparen(call.args[index]);
  const obj = read?.kind === "Ident" ? walker.info.uses.get(read) : undefined;
  const writer = obj?.kind === "Var" ? walker.locals.pipes.get(obj) : undefined;
  if (writer !== undefined) waitFor(walker, writer);
}
