/** Statements, in the shapes of go/ast. */
import type { BlockStmt, BranchStmt, Expr, RangeStmt, SelectStmt, Stmt } from "../ast.ts";
import { K } from "../kinds.ts";
import { BLOCK_DEPTH, bad, type Context, childOf, identOf, isExpression, MAX_DEPTH } from "./context.ts";
import { localDecl } from "./decl.ts";
import { firstExpr, lowerExpr, lowerExprs } from "./expr.ts";
import { caseClauses, lowerSwitch, lowerTypeSwitch } from "./switch.ts";

/** A block with its braces. */
export function lowerBlock(c: Context, n: number): BlockStmt {
  return { kind: "BlockStmt", pos: c.tree.start[n], end: c.tree.end[n], list: lowerStmts(c, n) };
}

/** The statements of a block, case or statement list, with what survived inside errors. */
export function lowerStmts(c: Context, n: number): Stmt[] {
  const list: Stmt[] = [];
  c.depth += BLOCK_DEPTH;
  collect(c, n, list);
  c.depth -= BLOCK_DEPTH;
  return c.omitted.length > 0 ? withOmitted(c, n, list) : list;
}

/** The statements and, in their places, what was left out between them. */
function withOmitted(c: Context, n: number, list: readonly Stmt[]): Stmt[] {
  const { start, end } = c.tree;
  const here = c.omitted.filter(
    ({ pos, end: stop }) =>
      pos >= start[n] && stop <= end[n] && !list.some((stmt) => pos >= stmt.pos && stop <= stmt.end),
  );
  const missing = here.map(({ pos, end: stop }): Stmt => ({ kind: "BadStmt", pos, end: stop }));
  return [...list, ...missing].sort((a, b) => a.pos - b.pos);
}

function collect(c: Context, n: number, list: Stmt[]): void {
  const { kind, next, start, end } = c.tree;
  const stop = next[n];
  for (let child = n + 1; child < stop; child = next[child]) {
    const k = kind[child];
    if (k === K.statementList) {
      collect(c, child, list);
    } else if (k === K.error) {
      list.push({ kind: "BadStmt", pos: start[child], end: end[child] });
      if (c.depth < MAX_DEPTH) {
        c.depth++;
        collect(c, child, list);
        c.depth--;
      }
    } else if (isStatement(k)) {
      list.push(lowerStmt(c, child));
    }
  }
}

/** True for kinds that {@link lowerStmt} reads. */
export function isStatement(kind: number): boolean {
  return (
    (kind >= K.block && kind <= K.emptyStatement && !NOT_STATEMENTS.has(kind)) ||
    kind === K.constDeclaration ||
    kind === K.varDeclaration ||
    kind === K.typeDeclaration
  );
}

const NOT_STATEMENTS: ReadonlySet<number> = new Set([
  K.statementList,
  K.receiveStatement,
  K.forClause,
  K.rangeClause,
  K.expressionCase,
  K.typeCase,
  K.communicationCase,
  K.defaultCase,
]);

/** One statement. */
export function lowerStmt(c: Context, n: number): Stmt {
  if (c.depth >= MAX_DEPTH) return { kind: "BadStmt", pos: c.tree.start[n], end: c.tree.end[n] };
  c.depth++;
  const stmt = lower(c, n);
  c.depth--;
  return stmt;
}

function lower(c: Context, n: number): Stmt {
  const pos = c.tree.start[n];
  const end = c.tree.end[n];
  switch (c.tree.kind[n]) {
    case K.expressionStatement:
      return { kind: "ExprStmt", pos, end, x: firstExpr(c, n) };
    case K.sendStatement: {
      const [chan, value] = lowerExprs(c, n);
      if (!chan || !value) return { kind: "BadStmt", pos, end };
      return { kind: "SendStmt", pos, end, chan, value };
    }
    case K.incStatement:
      return { kind: "IncDecStmt", pos, end, x: firstExpr(c, n), tok: "++" };
    case K.decStatement:
      return { kind: "IncDecStmt", pos, end, x: firstExpr(c, n), tok: "--" };
    case K.assignment:
    case K.shortVar:
    case K.receiveStatement:
      return assign(c, n);
    case K.constDeclaration:
    case K.varDeclaration:
    case K.typeDeclaration:
      return { kind: "DeclStmt", pos, end, decl: localDecl(c, n) };
    case K.labeled:
      return labeled(c, n);
    case K.fallthrough:
      return { kind: "BranchStmt", pos, end, tok: "fallthrough" };
    case K.break:
      return branch(c, n, "break");
    case K.continue:
      return branch(c, n, "continue");
    case K.goto:
      return branch(c, n, "goto");
    case K.return: {
      const list = childOf(c, n, K.expressionList);
      return { kind: "ReturnStmt", pos, end, results: list < 0 ? [] : lowerExprs(c, list) };
    }
    case K.go:
      return { kind: "GoStmt", pos, end, call: firstExpr(c, n) };
    case K.defer:
      return { kind: "DeferStmt", pos, end, call: firstExpr(c, n) };
    case K.block:
      return lowerBlock(c, n);
    case K.if:
      return lowerIf(c, n);
    case K.for:
      return lowerFor(c, n);
    case K.switch:
      return lowerSwitch(c, n);
    case K.typeSwitch:
      return lowerTypeSwitch(c, n);
    case K.select:
      return lowerSelect(c, n);
    case K.emptyStatement:
      return { kind: "EmptyStmt", pos, end };
    default:
      return { kind: "BadStmt", pos, end };
  }
}

/** An assignment or a receive; a receive without a left side is an expression statement. */
function assign(c: Context, n: number): Stmt {
  const { kind, next, start, end, id } = c.tree;
  const lists: Expr[][] = [];
  let tok = "";
  const stop = next[n];
  for (let child = n + 1; child < stop; child = next[child]) {
    const k = kind[child];
    if (k === K.expressionList) lists.push(lowerExprs(c, child));
    else if (isExpression(k)) lists.push([lowerExpr(c, child)]);
    else if (k === K.equals || k === K.define || k === K.operator) tok ||= c.names[id[child]];
  }
  const [lhs, rhs] = lists;
  if (!lhs) return { kind: "BadStmt", pos: start[n], end: end[n] };
  if (!rhs && !tok) return { kind: "ExprStmt", pos: start[n], end: end[n], x: lhs[0] };
  return { kind: "AssignStmt", pos: start[n], end: end[n], lhs, tok, rhs: rhs ?? [bad(end[n], end[n])] };
}

function branch(c: Context, n: number, tok: BranchStmt["tok"]): BranchStmt {
  const label = childOf(c, n, K.labelName);
  const plain: BranchStmt = { kind: "BranchStmt", pos: c.tree.start[n], end: c.tree.end[n], tok };
  return label < 0 ? plain : { ...plain, label: identOf(c, label) };
}

function labeled(c: Context, n: number): Stmt {
  const { kind, next, start, end } = c.tree;
  const label = childOf(c, n, K.labelName);
  if (label < 0) return { kind: "BadStmt", pos: start[n], end: end[n] };
  let stmt: Stmt = { kind: "EmptyStmt", pos: end[n], end: end[n] };
  for (let child = n + 1; child < next[n]; child = next[child]) {
    if (isStatement(kind[child])) stmt = lowerStmt(c, child);
  }
  return { kind: "LabeledStmt", pos: start[n], end: end[n], label: identOf(c, label), stmt };
}

function lowerIf(c: Context, n: number): Stmt {
  const { kind, next, start, end } = c.tree;
  let init: Stmt | undefined;
  let cond: Expr | undefined;
  let body: BlockStmt | undefined;
  let otherwise: Stmt | undefined;
  const stop = next[n];
  for (let child = n + 1; child < stop; child = next[child]) {
    const k = kind[child];
    if (body) {
      if (k === K.block || k === K.if) otherwise = lowerStmt(c, child);
    } else if (k === K.block) body = lowerBlock(c, child);
    else if (isExpression(k)) cond = lowerExpr(c, child);
    else if (isStatement(k)) init = lowerStmt(c, child);
  }
  return {
    kind: "IfStmt",
    pos: start[n],
    end: end[n],
    ...(init && { init }),
    cond: cond ?? bad(body?.pos ?? end[n], body?.pos ?? end[n]),
    body: body ?? emptyBlock(end[n]),
    ...(otherwise && { else: otherwise }),
  };
}

function emptyBlock(at: number): BlockStmt {
  return { kind: "BlockStmt", pos: at, end: at, list: [] };
}

function lowerFor(c: Context, n: number): Stmt {
  const { kind, next, start, end } = c.tree;
  let header = -1;
  let block = -1;
  for (let child = n + 1; child < next[n]; child = next[child]) {
    const k = kind[child];
    if (k === K.block) block = child;
    else if (k === K.forClause || k === K.rangeClause || isExpression(k)) header = child;
  }
  const pos = start[n];
  const body = block < 0 ? emptyBlock(end[n]) : lowerBlock(c, block);
  if (header < 0) return { kind: "ForStmt", pos, end: end[n], body };
  if (kind[header] === K.rangeClause) return lowerRange(c, n, header, body);
  if (kind[header] !== K.forClause) {
    return { kind: "ForStmt", pos, end: end[n], cond: lowerExpr(c, header), body };
  }
  let semicolons = 0;
  let init: Stmt | undefined;
  let cond: Expr | undefined;
  let post: Stmt | undefined;
  for (let child = header + 1; child < next[header]; child = next[child]) {
    const k = kind[child];
    if (k === K.semicolon) semicolons++;
    else if (isExpression(k)) cond = lowerExpr(c, child);
    else if (isStatement(k)) {
      if (semicolons === 0) init = lowerStmt(c, child);
      else post = lowerStmt(c, child);
    }
  }
  return {
    kind: "ForStmt",
    pos,
    end: end[n],
    ...(init && { init }),
    ...(cond && { cond }),
    ...(post && { post }),
    body,
  };
}

function lowerRange(c: Context, n: number, clause: number, body: BlockStmt): RangeStmt {
  const { kind, next, start, end } = c.tree;
  let left: Expr[] = [];
  let tok: RangeStmt["tok"] = "";
  let x: Expr | undefined;
  for (let child = clause + 1; child < next[clause]; child = next[child]) {
    const k = kind[child];
    if (k === K.expressionList) left = lowerExprs(c, child);
    else if (k === K.define) tok = ":=";
    else if (k === K.equals) tok = "=";
    else if (isExpression(k)) x = lowerExpr(c, child);
  }
  const [key, value] = left;
  return {
    kind: "RangeStmt",
    pos: start[n],
    end: end[n],
    ...(key && { key }),
    ...(value && { value }),
    tok,
    x: x ?? bad(end[clause], end[clause]),
    body,
  };
}

function lowerSelect(c: Context, n: number): SelectStmt {
  const { start, end } = c.tree;
  return {
    kind: "SelectStmt",
    pos: start[n],
    end: end[n],
    clauses: caseClauses(c, n).map((clause) => communication(c, clause)),
  };
}

function communication(c: Context, n: number): SelectStmt["clauses"][number] {
  const { kind, next, start, end } = c.tree;
  const base = { kind: "CommClause", pos: start[n], end: end[n], body: lowerStmts(c, n) } as const;
  for (let child = n + 1; child < next[n]; child = next[child]) {
    if (kind[child] === K.receiveStatement) return { ...base, comm: lowerStmt(c, child) };
    // A send stands directly in the clause; the statements of its body stand in a list.
    if (kind[child] === K.sendStatement)
      return { ...base, comm: lowerStmt(c, child), body: base.body.slice(1) };
  }
  return base;
}
