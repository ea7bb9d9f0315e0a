/** What a loop does in its first turns alone: a variable tells it that it was done, before any goroutine is started. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import type { Strand } from "../../effects/model.ts";
import type { Expr, IfStmt, Node, Range, Stmt } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import type { Info } from "../../types/info.ts";
import type { Var } from "../../types/types.ts";
import type { Seen } from "./collisions.ts";
import { startersOf } from "./literals.ts";

/** A condition that holds as long as a variable was not given a value. */
interface Flag {
  readonly variable: Var;
  /** The value that closes it. */
  readonly closed: "true" | "false";
}

/**
 * Does the access of the function's own flow stand behind a flag that is closed for good whenever the other one's
 * goroutine is started: `if !filled { fill(m); filled = true }`, and then `go use(m)`? The loop comes back to both,
 * but not to the access once a goroutine runs.
 */
export function isOfFirstTurn(own: Seen, other: Seen, owner: AnalysedFunc): boolean {
  const { strands } = owner.effects;
  const start = startersOf(other.strand, strands).find((id) => strands[id].parent === 0 && id !== 0);
  if (own.strand !== 0 || start === undefined) return false;
  const { pos } = own.calls[0]?.place ?? own.access.place;
  return isClosedAt(strands[start], pos, owner);
}

function isClosedAt({ place }: Strand, pos: number, owner: AnalysedFunc): boolean {
  const { body, info } = owner;
  const repeated: Range[] = [];
  const flags: Flag[] = [];
  walk(body, (node: Node) => {
    if (!isInside(place.pos, node)) return false;
    if (node.kind === "ForStmt" || node.kind === "RangeStmt" || node.kind === "FuncLit") repeated.push(node);
    if (node.kind !== "BlockStmt") return true;
    const next = node.list.findIndex((stmt) => isInside(place.pos, stmt));
    for (const stmt of node.list.slice(0, next)) {
      const flag = stmt.kind === "IfStmt" && isInside(pos, stmt.body) ? closedBy(stmt, info) : undefined;
      if (flag !== undefined) flags.push(flag);
    }
    return true;
  });
  return flags.some(
    (flag) =>
      // One that is declared in the loop is open again in the next turn.
      !repeated.some((around) => isInside(flag.variable.place.pos, around)) && staysClosed(flag, owner),
  );
}

function isInside(pos: number, range: Range): boolean {
  return range.pos <= pos && pos < range.end;
}

/** The flag that the statement looks at, and surely closes when it is open. */
function closedBy({ cond, body }: IfStmt, info: Info): Flag | undefined {
  const asked = unparen(cond);
  const isNegated = asked.kind === "UnaryExpr" && asked.op === "!";
  const variable = localOf(isNegated ? asked.x : asked, info);
  if (variable === undefined) return undefined;
  const flag: Flag = { variable, closed: isNegated ? "true" : "false" };
  return body.list.some((stmt) => closes(stmt, flag, info)) ? flag : undefined;
}

function closes(stmt: Stmt, { variable, closed }: Flag, info: Info): boolean {
  return (
    stmt.kind === "AssignStmt" &&
    stmt.tok === "=" &&
    stmt.lhs.length === stmt.rhs.length &&
    stmt.lhs.some((target, i) => localOf(target, info) === variable && isConstant(stmt.rhs[i], closed, info))
  );
}

/** Does everything that is assigned to the variable later close it? */
function staysClosed(flag: Flag, { body, info }: AnalysedFunc): boolean {
  let closed = true;
  const isIt = (expr: Expr | undefined): boolean =>
    expr !== undefined && localOf(expr, info) === flag.variable;
  walk(body, (node: Node) => {
    if (node.kind === "AssignStmt") closed &&= !node.lhs.some(isIt) || closes(node, flag, info);
    else if (node.kind === "RangeStmt") closed &&= !isIt(node.key) && !isIt(node.value);
    else if (node.kind === "UnaryExpr") closed &&= node.op !== "&" || !isIt(node.x);
    return closed;
  });
  return closed;
}

/** The local variable that is used, not declared. */
function localOf(expr: Expr, info: Info): Var | undefined {
  const bare = unparen(expr);
  const obj = bare.kind === "Ident" ? info.uses.get(bare) : undefined;
  return obj?.kind === "Var" && obj.role === "local" ? obj : undefined;
}

function isConstant(expr: Expr, value: Flag["closed"], info: Info): boolean {
  const bare = unparen(expr);
  return bare.kind === "Ident" && bare.name === value && info.uses.get(bare)?.kind === "Const";
}
