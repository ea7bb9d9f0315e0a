/** Takes map reads, or calls that must not run under a lock, out of a statement into lines before it. */
import type { CallExpr, Expr, Ident, Node, Stmt } from "../syntax/ast.ts";
import { forEachChild, walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import { structFieldsOf } from "../types/lookup.ts";
import { deref, qualifiedName, type Type, underlying, unknown, type Var } from "../types/types.ts";
import { type FuncSource, isInside, textOf, walkHere } from "./funcs.ts";
import { type LockLines, lockLines, lockReceiver } from "./lock.ts";
import { freeName } from "./names.ts";
import type { Occurrence } from "./occurrences.ts";
import type { Placer } from "./place.ts";
import { Refusal, refuse, refuseDanger } from "./refusal.ts";
import type { Section, SectionContext } from "./sections.ts";

/** A change inside the statement, and a line that goes before it. */
interface Move {
  readonly node: Node;
  readonly text: string;
  readonly line?: string;
}

/** The hoists of one function; names that it gives are taken from then on. */
export class Hoister {
  readonly #context: SectionContext;

  constructor(context: SectionContext) {
    this.#context = context;
  }

  /**
   * A simple statement that also does something that must not run under the lock. Calls that need no
   * map element are made before, in their order; then either the rest of the statement is the section,
   * or the reads are, and the calls that use them follow.
   */
  operands(stmt: Stmt, covers: readonly Occurrence[]): Section {
    if (stmt.kind === "DeferStmt" || stmt.kind === "GoStmt") {
      const call = unparen(stmt.call);
      const direct = covers.find((occurrence) => occurrence.access === call);
      if (direct !== undefined) {
        if (stmt.kind === "GoStmt" || covers.length > 1) refuse("fix.no.position");
        return this.#deferredCall(stmt, direct);
      }
      if (covers.some((occurrence) => occurrence.writes)) refuse("fix.no.position");
      return this.#reads(stmt, covers, []);
    }
    const calls = this.#effects(stmt);
    const uses = (call: Node): boolean => covers.some((one) => isInside(this.#context.source, one.map, call));
    const unsafe = calls.filter((call) => this.#ownDanger(call) !== undefined);
    const late = unsafe.find(uses) ?? (stmt.kind === "SendStmt" ? stmt : undefined);
    const writes = covers.some((occurrence) => occurrence.writes);
    if (late !== undefined) {
      const danger = this.#context.safety.danger(stmt, this.#context.source.func.info);
      if (writes && danger !== undefined) refuseDanger(danger);
      const before = late === stmt ? calls : calls.slice(0, calls.indexOf(late as CallExpr));
      if (before.some((call) => uses(call) && !this.#isPure(call))) refuse("fix.no.order");
      return this.#reads(
        stmt,
        covers,
        before.filter((call) => !uses(call)),
      );
    }
    const last = unsafe.at(-1);
    const moved = last === undefined ? [] : calls.slice(0, calls.indexOf(last) + 1);
    if (moved.some(uses)) refuse("fix.no.order");
    return this.#rest(stmt, covers, moved);
  }

  /** The calls first, then the statement as the section. */
  #rest(stmt: Stmt, covers: readonly Occurrence[], calls: readonly Expr[]): Section {
    const moves = this.#moveCalls(stmt, calls);
    const lines = this.#lines(covers);
    const isReturn = stmt.kind === "ReturnStmt";
    return {
      covers,
      emit: (out) => {
        const before = moves.flatMap((move) => (move.line === undefined ? [] : [move.line]));
        out.before(stmt, [...before, lines.open, ...(isReturn ? [`defer ${lines.close}`] : [])]);
        for (const move of moves) out.replace(move.node, move.text);
        if (!isReturn) out.after(stmt, [lines.close]);
      },
    };
  }

  /** The calls first, then the reads as the section, then the statement. */
  #reads(stmt: Stmt, covers: readonly Occurrence[], calls: readonly Expr[]): Section {
    const moves = this.#moveCalls(stmt, calls);
    const reads = covers.map((occurrence) => this.#moveRead(stmt, occurrence, moves));
    const lines = this.#lines(covers);
    const section = { covers, emit: (out: Placer) => emitReads(out, stmt, moves, reads, lines) };
    return moves.length > 0 ? section : { ...section, reads: { stmt, ...looseReads(reads) } };
  }

  #lines(covers: readonly Occurrence[]): LockLines {
    const { source, lock, map } = this.#context;
    for (const occurrence of covers) {
      const reason = lock.forbidden?.(source, occurrence);
      if (reason !== undefined) throw new Refusal(reason);
    }
    const bases = [...new Set(covers.map((occurrence) => lockReceiver(occurrence, source, lock, map)))];
    if (bases.length > 1) refuse("fix.no.twoObjects", { first: bases[0], second: bases[1] });
    if (this.#context.mayRecover && covers.some((occurrence) => occurrence.writes)) refuse("fix.no.recover");
    return lockLines(
      bases[0],
      covers.some((occurrence) => occurrence.writes),
      lock,
    );
  }

  #moveCalls(stmt: Stmt, calls: readonly Expr[]): Move[] {
    const outermost = calls.filter(
      (call) =>
        !this.#isPure(call) &&
        !calls.some((other) => other !== call && !this.#isPure(other) && this.#isIn(call, other)),
    );
    return outermost.map((call) => {
      if (this.#isConditional(call, stmt))
        refuse("fix.no.conditional", { what: textOf(this.#context.source, call) });
      const text = textOf(this.#context.source, call);
      if (text.includes("\n")) refuse("fix.no.layout");
      const count = this.#resultCount(call, stmt);
      const parent = this.#context.source.parents.get(call);
      const isKey = parent?.kind === "IndexExpr" ? parent.x !== call : isDelete(parent);
      const candidates = isKey ? ["key", "k"] : ["v", "value", "result"];
      const names = Array.from({ length: count }, () => this.#fresh(candidates));
      return { node: call, text: names.join(", "), line: `${names.join(", ")} := ${text}` };
    });
  }

  /** The read as a variable of its own; calls in its key were moved before it. */
  #moveRead(stmt: Stmt, occurrence: Occurrence, calls: readonly Move[]): Move {
    const { access } = occurrence;
    if (occurrence.givesMap) refuse("fix.no.innerMap");
    if (this.#isConditional(access, stmt) && !this.#isHarmless(access)) {
      refuse("fix.no.conditional", { what: textOf(this.#context.source, access) });
    }
    const type = this.#context.source.func.info.types.get(access) ?? unknown;
    if (holdsLock(type, 0)) refuse("fix.no.lockInside");
    const inner = calls.filter((call) => this.#isIn(call.node, access));
    const text = textWith(this.#context.source, access, inner);
    if (text.includes("\n")) refuse("fix.no.layout");
    const name = this.#fresh(namesFor(access, type));
    return { node: access, text: name, line: `${name} := ${text}` };
  }

  /** `defer delete(m, k)`: the key must still be the same when it runs. */
  #deferredCall(stmt: Extract<Stmt, { kind: "DeferStmt" }>, occurrence: Occurrence): Section {
    const { source, mayRecover } = this.#context;
    const call = unparen(stmt.call);
    if (call.kind !== "CallExpr" || mayRecover) refuse("fix.no.position");
    for (const arg of call.args) {
      if (arg !== occurrence.map && !this.#staysSame(arg)) refuse("fix.no.deferKey");
    }
    const lines = this.#lines([occurrence]);
    const text = textOf(source, call);
    return {
      covers: [occurrence],
      emit: (out) => {
        const indent = out.indentOf(stmt);
        const inner = [lines.open, `defer ${lines.close}`, text];
        out.replace(
          stmt.call,
          `func() {\n${inner.map((line) => `${indent}\t${line}\n`).join("")}${indent}}()`,
        );
      },
    };
  }

  /** A constant, or a parameter that is never assigned. */
  #staysSame(expr: Expr): boolean {
    const { info, body } = this.#context.source.func;
    if (expr.kind === "BasicLit") return true;
    if (expr.kind !== "Ident") return false;
    const obj = info.uses.get(expr);
    if (obj?.kind === "Const") return true;
    if (obj?.kind !== "Var" || (obj.role !== "param" && obj.role !== "local")) return false;
    let assigned = false;
    walkHere(body, (node) => {
      const targets = node.kind === "AssignStmt" ? node.lhs : node.kind === "IncDecStmt" ? [node.x] : [];
      for (const target of targets) {
        if (target.kind === "Ident" && info.uses.get(target) === obj) assigned = true;
      }
      return !assigned;
    });
    return !assigned && obj.role === "param";
  }

  // -------------------------------------------------------------------------------------------
  // Headers of if, switch, for and range

  /** The reads of a statement's header, taken out of it. */
  header(stmt: Stmt, covers: readonly Occurrence[]): Section[] {
    if (covers.some((occurrence) => occurrence.writes)) refuse("fix.no.position");
    const within = (node: Node | undefined): boolean =>
      node !== undefined && covers.every((one) => this.#isIn(one.map, node));
    switch (stmt.kind) {
      case "IfStmt":
        if (within(stmt.init)) return [this.#init(stmt, stmt.init, covers)];
        if (stmt.init === undefined && within(stmt.cond)) return [this.#condition(stmt, stmt.cond, covers)];
        return [this.#elseIf(stmt, covers)];
      case "SwitchStmt":
        if (within(stmt.init)) return [this.#init(stmt, stmt.init, covers)];
        if (stmt.init === undefined && within(stmt.tag)) return [this.#subject(stmt, covers)];
        break;
      case "TypeSwitchStmt":
        if (stmt.init === undefined && within(stmt.x)) return [this.#subject(stmt, covers)];
        break;
      case "RangeStmt":
        if (within(stmt.x)) return [this.#subject(stmt, covers)];
        break;
      case "ForStmt":
        if (within(stmt.cond)) return [this.#loopCondition(stmt, covers)];
        break;
      default:
    }
    return refuse("fix.no.position");
  }

  /** `else if v, ok := m[k]; cond {` becomes a block: it must not be asked when an earlier branch matched. */
  #elseIf(first: Extract<Stmt, { kind: "IfStmt" }>, covers: readonly Occurrence[]): Section {
    const { source, occurrences } = this.#context;
    let nested = first.else;
    while (nested?.kind === "IfStmt" && !this.#asks(nested, covers)) nested = nested.else;
    if (nested?.kind !== "IfStmt") return refuse("fix.no.elseIf");
    const branch = nested;
    const others = occurrences.filter((one) => !covers.includes(one) && this.#isIn(one.map, branch));
    const text = textOf(source, branch);
    if (others.length > 0 || text.includes("`")) return refuse("fix.no.elseIf");
    const section =
      branch.init === undefined
        ? this.#condition(branch, branch.cond, covers)
        : this.#init(branch, branch.init, covers);
    return {
      covers,
      emit: (out) => {
        const indent = out.indentOf(first);
        out.nest(branch, indent);
        section.emit(out);
      },
    };
  }

  #asks(stmt: Extract<Stmt, { kind: "IfStmt" }>, covers: readonly Occurrence[]): boolean {
    const asked = stmt.init ?? stmt.cond;
    return covers.every((one) => this.#isIn(one.map, asked));
  }

  #subject(stmt: Stmt, covers: readonly Occurrence[]): Section {
    for (const occurrence of covers) {
      const danger = this.#context.safety.danger(occurrence.access, this.#context.source.func.info);
      if (danger !== undefined) refuseDanger(danger);
    }
    return this.#reads(stmt, covers, []);
  }

  /** `if v, ok := m[k]; cond {`: the statement moves before the `if`. */
  #init(
    stmt: Extract<Stmt, { kind: "IfStmt" | "SwitchStmt" }>,
    init: Stmt | undefined,
    covers: readonly Occurrence[],
  ): Section {
    const { source, safety } = this.#context;
    if (init === undefined || init.kind !== "AssignStmt") return refuse("fix.no.position");
    const danger = safety.danger(init, source.func.info);
    if (danger !== undefined) refuseDanger(danger);
    const renamed = init.tok === ":=" ? this.#renames(stmt, init.lhs) : [];
    const lines = this.#lines(covers);
    let text = textOf(source, init);
    if (text.includes("\n")) refuse("fix.no.layout");
    for (const { ident, name } of renamed.filter((one) => this.#isIn(one.ident, init)).toReversed()) {
      const at = ident.pos - init.pos;
      text = text.slice(0, at) + name + text.slice(at + ident.name.length);
    }
    const next = stmt.kind === "IfStmt" ? stmt.cond : stmt.tag;
    return {
      covers,
      emit: (out) => {
        out.before(stmt, [lines.open, text, lines.close]);
        const end = next?.pos ?? init.end + textAfter(source.text, source.offset + init.end);
        out.cut(init.pos, end);
        for (const { ident, name } of renamed) if (!this.#isIn(ident, init)) out.replace(ident, name);
      },
    };
  }

  /** New names for variables that would meet others of the same name outside of the statement. */
  #renames(stmt: Stmt, targets: readonly Expr[]): { ident: Ident; name: string }[] {
    const { source } = this.#context;
    const { info } = source.func;
    return targets.flatMap((target) => {
      const obj = target.kind === "Ident" ? info.defs.get(target) : undefined;
      if (target.kind !== "Ident" || obj === undefined || target.name === "_") return [];
      const uses: Ident[] = [];
      walk(stmt, (node) => {
        if (node.kind === "Ident" && (info.uses.get(node) === obj || node === target)) uses.push(node);
        return true;
      });
      const elsewhere = this.#isTakenAround(stmt, target.name);
      if (!elsewhere) return [];
      const name = this.#fresh(target.name === "ok" ? ["found", "exists"] : ["value", "elem"]);
      return uses.map((ident) => ({ ident, name }));
    });
  }

  /** Would a variable of that name, declared before the statement, meet another one or hide it? */
  #isTakenAround(stmt: Stmt, name: string): boolean {
    const { source } = this.#context;
    const { info, decl, body } = source.func;
    const around = source.parents.get(stmt) ?? body;
    // The branch behind an else gets a block of its own.
    if (around.kind === "IfStmt") return false;
    if (around.kind === "LabeledStmt" || around.kind === "CommClause" || around.kind === "CaseClause")
      return true;
    const fields = [decl.recv, ...decl.type.params, ...decl.type.results];
    const literal = source.parents.get(around);
    if (literal?.kind === "FuncLit") fields.push(...literal.type.params, ...literal.type.results);
    if (fields.some((field) => field?.names.some((ident) => ident.name === name))) return true;
    let taken = false;
    forEachChild(around, (other) => {
      if (other === stmt) return;
      walk(other, (node) => {
        if (node.kind !== "Ident" || node.name !== name) return true;
        const obj = info.uses.get(node) ?? info.defs.get(node);
        const place = obj?.kind === "Var" ? obj.place : undefined;
        const inside =
          place !== undefined && place.decl === decl && place.pos >= other.pos && place.end <= other.end;
        // What a nested statement declares for itself is no matter; a declaration of this very list is.
        if (!inside || other.kind === "AssignStmt" || other.kind === "DeclStmt") taken = true;
        return !taken;
      });
    });
    return taken;
  }

  /** `if len(m) == 0 {`: one read becomes a variable, a longer condition becomes one as a whole. */
  #condition(stmt: Extract<Stmt, { kind: "IfStmt" }>, cond: Expr, covers: readonly Occurrence[]): Section {
    const { source, safety } = this.#context;
    const [only] = covers;
    if (covers.length === 1 && only !== undefined && !this.#isConditional(only.access, cond)) {
      return this.#subject(stmt, covers);
    }
    const danger = safety.danger(cond, source.func.info);
    if (danger !== undefined) refuseDanger(danger);
    const lines = this.#lines(covers);
    const text = textOf(source, cond);
    if (text.includes("\n")) refuse("fix.no.layout");
    const name = this.#fresh(["ok", "match"]);
    return {
      covers,
      emit: (out) =>
        emitReads(out, stmt, [], [{ node: cond, text: name, line: `${name} := ${text}` }], lines),
    };
  }

  /** `for init; m[k] > 0; post {`: asked at the top of the body instead, each time anew. */
  #loopCondition(stmt: Extract<Stmt, { kind: "ForStmt" }>, covers: readonly Occurrence[]): Section {
    const { source, safety } = this.#context;
    const { cond, body } = stmt;
    if (cond === undefined) return refuse("fix.no.position");
    const danger = safety.danger(cond, source.func.info);
    if (danger !== undefined) refuseDanger(danger);
    const [first] = body.list;
    const text = textOf(source, cond);
    if (first === undefined || text.includes("\n")) return refuse("fix.no.position");
    const lines = this.#lines(covers);
    const name = this.#fresh(["ok", "more"]);
    const plain = stmt.init === undefined && stmt.post === undefined;
    return {
      covers,
      emit: (out) => {
        if (plain) out.cut(cond.pos, body.pos);
        else out.replace(cond, "");
        out.before(first, [lines.open, `${name} := ${text}`, lines.close, `if !${name} {`, "\tbreak", "}"]);
      },
    };
  }

  // -------------------------------------------------------------------------------------------
  // Order and effects

  /** Calls and receives that may have effects, in the order in which they happen. */
  #effects(stmt: Stmt): Expr[] {
    const found: Expr[] = [];
    const visit = (node: Node): void => {
      if (node.kind === "FuncLit") return;
      forEachChild(node, visit);
      if (node.kind === "CallExpr" && !this.#isPure(node)) found.push(node);
      if (node.kind === "UnaryExpr" && node.op === "<-") found.push(node);
    };
    if (["IfStmt", "SwitchStmt", "TypeSwitchStmt", "RangeStmt", "ForStmt"].includes(stmt.kind)) return [];
    visit(stmt);
    return found;
  }

  #isPure(node: Expr): boolean {
    return node.kind === "CallExpr" && this.#context.safety.isPure(node, this.#context.source.func.info);
  }

  #ownDanger(node: Expr) {
    const { safety, source } = this.#context;
    return node.kind === "CallExpr"
      ? safety.call(node, source.func.info)
      : safety.danger(node, source.func.info);
  }

  #isIn(node: Node, outer: Node): boolean {
    return isInside(this.#context.source, node, outer);
  }

  /** Is the node evaluated only if something before it turns out so? */
  #isConditional(node: Node, within: Node): boolean {
    const { parents } = this.#context.source;
    for (let at: Node = node; at !== within; ) {
      const parent = parents.get(at);
      if (parent === undefined) return false;
      if (parent.kind === "BinaryExpr" && (parent.op === "&&" || parent.op === "||") && parent.y === at)
        return true;
      if (parent.kind === "CaseClause") return true;
      at = parent;
    }
    return false;
  }

  /** An element whose key is a name or constant can be read early: that neither panics nor acts. */
  #isHarmless(access: Expr): boolean {
    if (access.kind !== "IndexExpr") return false;
    const [key] = access.indices;
    const { x } = access;
    const plainMap = x.kind === "Ident" || (x.kind === "SelectorExpr" && x.x.kind === "Ident");
    return plainMap && (key?.kind === "Ident" || key?.kind === "BasicLit");
  }

  #resultCount(call: Expr, stmt: Stmt): number {
    const parent = this.#context.source.parents.get(call);
    const type = this.#context.source.func.info.types.get(call) ?? unknown;
    if (stmt.kind === "AssignStmt" && stmt.rhs.length === 1 && stmt.rhs[0] === call) {
      if (stmt.lhs.length > 1) return stmt.lhs.length;
    }
    if (
      type.kind === "Tuple" ||
      (type.kind === "Unknown" && parent?.kind === "CallExpr" && parent.args.length === 1)
    ) {
      refuse("fix.no.order");
    }
    if (parent?.kind === "ReturnStmt" && parent.results.length === 1 && type.kind === "Unknown")
      refuse("fix.no.order");
    return 1;
  }

  #fresh(candidates: readonly string[]): string {
    const { names, func } = this.#context.source;
    const name = freeName(
      candidates,
      (candidate) => names.has(candidate) || func.func.pkg.lookup(candidate) !== undefined,
    );
    names.add(name);
    return name;
  }
}

/** A call of the builtin: its only argument with effects can be the key. */
function isDelete(node: Node | undefined): boolean {
  return node?.kind === "CallExpr" && node.fun.kind === "Ident" && node.fun.name === "delete";
}

/** Reads without the lock around them. */
function looseReads(reads: readonly Move[]) {
  return {
    lines: reads.flatMap((move) => (move.line === undefined ? [] : [move.line])),
    replace: (out: Placer) => {
      for (const move of reads) out.replace(move.node, move.text);
    },
  };
}

function emitReads(
  out: Placer,
  stmt: Stmt,
  calls: readonly Move[],
  reads: readonly Move[],
  lines: LockLines,
): void {
  const lineOf = (move: Move): string[] => (move.line === undefined ? [] : [move.line]);
  out.before(stmt, [...calls.flatMap(lineOf), lines.open, ...reads.flatMap(lineOf), lines.close]);
  const inRead = (call: Move): boolean => reads.some((read) => isInside(out.source, call.node, read.node));
  for (const move of [...calls.filter((call) => !inRead(call)), ...reads]) out.replace(move.node, move.text);
}

/** The text of a node with some changes made inside it; they do not overlap. */
function textWith(source: FuncSource, node: Node, moves: readonly Move[]): string {
  let text = textOf(source, node);
  for (const move of [...moves].sort((a, b) => b.node.pos - a.node.pos)) {
    text = text.slice(0, move.node.pos - node.pos) + move.text + text.slice(move.node.end - node.pos);
  }
  return text;
}

/** The length of `; ` behind the init statement of a switch without a tag. */
function textAfter(text: string, at: number): number {
  return /^\s*;[ \t]*/.exec(text.slice(at))?.[0].length ?? 0;
}

function namesFor(access: Expr, type: Type): string[] {
  const under = underlying(type);
  if (access.kind === "CallExpr") {
    if (access.fun.kind === "Ident" && access.fun.name === "len") return ["n", "count", "size"];
    return ["result", "all"];
  }
  if (under.kind === "Basic" && under.name === "bool") return ["ok", "found"];
  return ["v", "value", "elem"];
}

/** Would copying a value of the type copy a lock? */
export function holdsLock(type: Type, depth: number): boolean {
  if (depth > 5 || type.kind === "Pointer") return false;
  if (type.kind === "Named" && type.obj.pkg?.path === "sync") return type.obj.name !== "Locker";
  if (qualifiedName(type).startsWith("sync/atomic.")) return true;
  const under = underlying(type);
  if (under.kind === "Array") return holdsLock(under.elem, depth + 1);
  if (under.kind !== "Struct" || deref(type) !== type) return false;
  return structFieldsOf(type).some((field: Var) => holdsLock(field.type(), depth + 1));
}
