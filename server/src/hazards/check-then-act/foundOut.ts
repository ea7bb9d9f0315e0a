/** Objects whose lock is there for what they find out when they are asked: a second one finds out the same. */
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import type { Expr, Stmt } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import { type Type, underlying } from "../../types/types.ts";
import { isMutex } from "../conventions.ts";

/**
 * Do the methods of the object set nothing but what they find out once, and look first whether they have? Nobody
 * puts anything into it then that would be lost with the one that is replaced.
 */
export function onlyFindsOut(stored: Type | undefined, effects: PackageEffects): boolean {
  const pointer = stored && underlying(stored);
  const type = pointer?.kind === "Pointer" ? pointer.elem : undefined;
  const struct = type && underlying(type);
  if (type?.kind !== "Named" || struct?.kind !== "Struct") return false;
  const holdsMore = struct.fields.some((field) => {
    const of = field.type();
    return !isMutex(of) && ["Chan", "Map", "Slice", "Struct"].includes(underlying(of).kind);
  });
  if (holdsMore) return false;
  const methods = effects.all().filter(({ func }) => func.recv?.named.obj === type.obj);
  const changes = methods.flatMap((owner) => changesOf(owner).map((change) => isFoundOut(owner, change)));
  return changes.length > 0 && changes.every((foundOut) => foundOut);
}

/** What a method sets of its receiver. */
function changesOf({ body, info }: AnalysedFunc): readonly Expr[] {
  const isOfReceiver = (target: Expr): boolean => {
    let found = false;
    walk(target, (node) => {
      if (node.kind === "Ident") found ||= info.uses.get(node) === info.recv;
      return !found;
    });
    return found;
  };
  const changes: Expr[] = [];
  walk(body, (node) => {
    if (node.kind === "AssignStmt") changes.push(...node.lhs.filter(isOfReceiver));
    if (node.kind === "IncDecStmt" && isOfReceiver(node.x)) changes.push(node.x);
    return true;
  });
  return changes;
}

/** `if b.size != nil { return *b.size }`, before `b.size` is set: is it the receiver's field, and looked at first? */
function isFoundOut({ body, info }: AnalysedFunc, change: Expr): boolean {
  const nameOf = (expr: Expr): string | undefined => {
    const bare = unparen(expr);
    const x = bare.kind === "SelectorExpr" ? unparen(bare.x) : undefined;
    const isOwn = x?.kind === "Ident" && info.uses.get(x) === info.recv;
    return isOwn && bare.kind === "SelectorExpr" ? bare.sel.name : undefined;
  };
  const name = nameOf(change);
  const looks = (stmt: Stmt): boolean => {
    if (stmt.kind !== "IfStmt" || stmt.end > change.pos || stmt.body.list.at(-1)?.kind !== "ReturnStmt")
      return false;
    const cond = unparen(stmt.cond);
    const y = cond.kind === "BinaryExpr" && cond.op === "!=" ? unparen(cond.y) : undefined;
    const isNil = y?.kind === "Ident" && info.uses.get(y)?.kind === "Nil";
    return isNil && cond.kind === "BinaryExpr" && nameOf(cond.x) === name;
  };
  return name !== undefined && body.list.some(looks);
}
