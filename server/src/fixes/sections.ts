/** Plans the critical sections of one function: as short as they can be, and right. */
import type { BlockStmt, FuncLit, Node, Stmt } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { originVar } from "../types/subst.ts";
import { asMap, underlying, type Var } from "../types/types.ts";
import { exitsOf } from "./exits.ts";
import { type FuncSource, isAssigned, isInside, listsOf, rootIdent, walkHere } from "./funcs.ts";
import { Hoister } from "./hoist.ts";
import { type Lock, type LockLines, lockLines, lockReceiver } from "./lock.ts";
import type { Occurrence } from "./occurrences.ts";
import type { Placer } from "./place.ts";
import { Refusal, refuse, refuseDanger } from "./refusal.ts";
import type { Safety } from "./safety.ts";

/** A critical section, or several that belong together. */
export interface Section {
  readonly covers: readonly Occurrence[];
  /** Set instead of `emit` where no right rewrite is known. */
  readonly refusal?: Refusal;
  readonly emit: (out: Placer) => void;
  /** Set for reads taken out of a statement: a section that ends right before it can take them in. */
  readonly reads?: {
    readonly stmt: Stmt;
    readonly lines: readonly string[];
    readonly replace: (out: Placer) => void;
  };
}

/** What the planner works with. */
export interface SectionContext {
  readonly source: FuncSource;
  readonly map: Var;
  readonly lock: Lock;
  readonly safety: Safety;
  /** The occurrences that need the lock. */
  readonly occurrences: readonly Occurrence[];
  /** May a panic in here be recovered, so that an explicit Unlock would be skipped? */
  readonly mayRecover: boolean;
}

/** The sections of a function and of the literals in it. */
export function planSections(context: SectionContext): Section[] {
  const { source, occurrences } = context;
  const bodies: BlockStmt[] = [source.func.body];
  walk(source.func.body, (node) => {
    if (node.kind === "FuncLit") bodies.push(node.body);
    return true;
  });
  return bodies.flatMap((body) => {
    const own = occurrences.filter((occurrence) => bodyAround(source, occurrence.map) === body);
    return own.length === 0 ? [] : new BodyPlanner(context, body, own).plan();
  });
}

function bodyAround(source: FuncSource, node: Node): BlockStmt {
  for (let at = source.parents.get(node); at !== undefined; at = source.parents.get(at)) {
    if (at.kind === "FuncLit") return (at as FuncLit).body;
  }
  return source.func.body;
}

/** What to do with one statement: put it into a section as it is, or something of its own. */
type Unit = { readonly wrap: true; readonly stmt: Stmt } | { readonly sections: readonly Section[] };

/** Statements between two accesses that are still taken into one section. */
const maxGap = 2;
/** Statements that may stand behind the last access under a deferred Unlock. */
const maxTail = 2;
/** The body of an `if` up to this many statements is short enough to stay under the lock. */
const shortBody = 2;

class BodyPlanner {
  readonly #context: SectionContext;
  readonly #body: BlockStmt;
  readonly #own: readonly Occurrence[];
  readonly #hoister: Hoister;
  /** Planned once: planning gives out names. */
  readonly #units = new Map<Stmt, Unit | Refusal>();

  constructor(context: SectionContext, body: BlockStmt, own: readonly Occurrence[]) {
    this.#context = context;
    this.#body = body;
    this.#own = own;
    this.#hoister = new Hoister(context);
  }

  plan(): Section[] {
    return this.#list(this.#body.list, true);
  }

  #inside(node: Node): Occurrence[] {
    return this.#own.filter((occurrence) => isInside(this.#context.source, occurrence.map, node));
  }

  /** Runs a planning step; what it refuses becomes a refused section. */
  #attempt(covers: readonly Occurrence[], make: () => readonly Section[]): readonly Section[] {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return [{ covers, refusal: error, emit: () => {} }];
    }
  }

  #list(list: readonly Stmt[], outermost: boolean): Section[] {
    const needed = list.map((stmt) => this.#inside(stmt).length > 0);
    const sections: Section[] = [];
    for (let i = 0; i < list.length; ) {
      if (!needed[i]) {
        i++;
        continue;
      }
      const tail = this.#tail(list, i, outermost);
      if (tail !== undefined) {
        sections.push(tail);
        break;
      }
      const first = i;
      sections.push(
        ...this.#attempt(this.#inside(list[first]), () => {
          const unit = this.#unit(list[first]);
          if (!("wrap" in unit)) return unit.sections;
          const end = this.#groupEnd(list, needed, first);
          i = end;
          const group = list.slice(first, end + 1);
          const joined = this.#joined(group, list[end + 1]);
          if (joined === undefined) return [this.#wrap(group)];
          i = end + 1;
          return [joined];
        }),
      );
      i++;
    }
    return sections;
  }

  /** The last statement of the section that starts at a statement that is wrapped as it is. */
  #groupEnd(list: readonly Stmt[], needed: readonly boolean[], first: number): number {
    let end = first;
    for (let j = first + 1; j < list.length && j - end <= maxGap + 1; j++) {
      const stmt = list[j];
      if (!needed[j]) {
        if (!this.#isPureGap(stmt)) break;
        continue;
      }
      let unit: Unit | undefined;
      try {
        unit = this.#unit(stmt);
        if (!("wrap" in unit)) break;
        this.#bases(list.slice(first, j + 1).flatMap((one) => this.#inside(one)));
        this.#keepsBase(list.slice(first, j + 1));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        break;
      }
      end = j;
    }
    return end;
  }

  /** A simple statement without calls, that may as well run under the lock. */
  #isPureGap(stmt: Stmt): boolean {
    if (!["AssignStmt", "IncDecStmt", "DeclStmt"].includes(stmt.kind)) return false;
    const { info } = this.#context.source.func;
    let pure = true;
    walkHere(stmt, (node) => {
      if (node.kind === "CallExpr" && !this.#context.safety.isPure(node, info)) pure = false;
      if (node.kind === "UnaryExpr" && node.op === "<-") pure = false;
      return pure;
    });
    return pure;
  }

  // -------------------------------------------------------------------------------------------
  // Sections

  /** `Lock` and a deferred `Unlock` from a statement to the end of the function. */
  #tail(list: readonly Stmt[], first: number, outermost: boolean): Section | undefined {
    const region = list.slice(first);
    const last = list.at(-1);
    if (!outermost && last?.kind !== "ReturnStmt") return undefined;
    const covers = region.flatMap((stmt) => this.#inside(stmt));
    const lastNeeded = list.findLastIndex((stmt) => this.#inside(stmt).length > 0);
    const must = list.slice(first, lastNeeded + 1);
    const returns = exitsOf(must).some((exit) => exit.kind === "ReturnStmt");
    const afraid = this.#mayLeak(covers);
    if (!returns && !afraid) return undefined;
    if (!afraid && list.length - 1 - lastNeeded > maxTail) return undefined;
    if (covers.some((occurrence) => occurrence.givesMap && this.#leaves(occurrence))) return undefined;
    if (exitsOf(region).some((exit) => exit.kind !== "ReturnStmt")) return undefined;
    if (region.some((stmt) => this.#danger(stmt)?.level !== undefined)) return undefined;
    if (this.#namesInLiteral(region, covers)) return undefined;
    // An early way out that needs no lock is left before it.
    try {
      const lines = this.#lines(covers);
      this.#keepsBase(region);
      return { covers, emit: (out) => out.before(list[first], [lines.open, `defer ${lines.close}`]) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return undefined;
    }
  }

  /** Literals in the region that use the map themselves: they would lock inside the section. */
  #namesInLiteral(region: readonly Stmt[], covers: readonly Occurrence[]): boolean {
    const { occurrences, source } = this.#context;
    return occurrences.some(
      (occurrence) =>
        !covers.includes(occurrence) &&
        region.some((stmt) => isInside(source, occurrence.map, stmt)) &&
        !this.#startsGoroutine(occurrence),
    );
  }

  /** Does the occurrence stand in a literal that a `go` statement runs? */
  #startsGoroutine(occurrence: Occurrence): boolean {
    const { source } = this.#context;
    for (let at = source.parents.get(occurrence.map); at !== undefined; at = source.parents.get(at)) {
      if (at.kind !== "FuncLit") continue;
      const call = source.parents.get(at);
      const stmt = call === undefined ? undefined : source.parents.get(call);
      return call?.kind === "CallExpr" && call.fun === at && stmt?.kind === "GoStmt";
    }
    return false;
  }

  #wrap(stmts: readonly Stmt[]): Section {
    const covers = stmts.flatMap((stmt) => this.#inside(stmt));
    if (this.#mayLeak(covers)) refuse("fix.no.recover");
    if (this.#namesInLiteral(stmts, covers)) refuse("fix.no.relock", { what: "func" });
    const lines = this.#lines(covers);
    this.#keepsBase(stmts);
    const exits = exitsOf(stmts);
    return {
      covers,
      emit: (out) => {
        out.before(stmts[0], [lines.open]);
        for (const exit of exits) out.before(exit, [lines.close]);
        const last = stmts.at(-1);
        if (last !== undefined && !alwaysLeaves(last)) out.after(last, [lines.close]);
      },
    };
  }

  /** A section that also holds the reads of the statement behind it, as in `m[k]++` and `f(m[k])`. */
  #joined(group: readonly Stmt[], next: Stmt | undefined): Section | undefined {
    if (next === undefined || this.#inside(next).length === 0 || exitsOf(group).length > 0) return undefined;
    try {
      const unit = this.#unit(next);
      const reads = "wrap" in unit || unit.sections.length !== 1 ? undefined : unit.sections[0].reads;
      if (reads === undefined || reads.stmt !== next) return undefined;
      const inGroup = group.flatMap((stmt) => this.#inside(stmt));
      const covers = [...inGroup, ...this.#inside(next)];
      if (this.#mayLeak(covers) || this.#namesInLiteral(group, inGroup)) return undefined;
      const lines = this.#lines(covers);
      this.#keepsBase([...group, next]);
      return {
        covers,
        emit: (out) => {
          out.before(group[0], [lines.open]);
          out.before(next, [...reads.lines, lines.close]);
          reads.replace(out);
        },
      };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return undefined;
    }
  }

  /** One section for some occurrences: their common lock, in the mode that the strongest one needs. */
  #lines(covers: readonly Occurrence[]): LockLines {
    const [base] = this.#bases(covers);
    return lockLines(
      base,
      covers.some((occurrence) => occurrence.writes),
      this.#context.lock,
    );
  }

  #bases(covers: readonly Occurrence[]): string[] {
    const { source, lock, map } = this.#context;
    for (const occurrence of covers) {
      const reason = lock.forbidden?.(source, occurrence);
      if (reason !== undefined) throw new Refusal(reason);
    }
    const bases = [...new Set(covers.map((occurrence) => lockReceiver(occurrence, source, lock, map)))];
    if (bases.length > 1) refuse("fix.no.twoObjects", { first: bases[0], second: bases[1] });
    return bases;
  }

  /** The variable that the lock is reached through must stay the same, and be known, over the section. */
  #keepsBase(stmts: readonly Stmt[]): void {
    const { source } = this.#context;
    for (const occurrence of stmts.flatMap((stmt) => this.#inside(stmt))) {
      const { map } = occurrence;
      const root = map.kind === "SelectorExpr" ? rootIdent(map.x) : undefined;
      const obj = root === undefined ? undefined : source.func.info.uses.get(root);
      if (obj?.kind !== "Var") continue;
      const variable = originVar(obj);
      const first = stmts[0];
      const last = stmts.at(-1) ?? first;
      const declaredInside =
        variable.place.decl === source.func.decl &&
        variable.place.pos >= first.pos &&
        variable.place.pos < last.end &&
        variable.role === "local";
      if (declaredInside || stmts.some((stmt) => isAssigned(obj, stmt, source))) {
        refuse("fix.no.baseChanges", { name: variable.name });
      }
    }
  }

  /** Does an inner map get out of the statement that reads it? */
  #leaves(occurrence: Occurrence): boolean {
    return innerMapLeaves(occurrence, this.#context.source);
  }

  #mayLeak(covers: readonly Occurrence[]): boolean {
    return (
      this.#context.mayRecover &&
      covers.some((occurrence) => occurrence.writes || hasOpenKey(this.#context.map))
    );
  }

  #danger(stmt: Node) {
    return this.#context.safety.danger(stmt, this.#context.source.func.info);
  }

  // -------------------------------------------------------------------------------------------
  // Statements

  #nested(stmt: Stmt): Section[] {
    return listsOf(stmt).flatMap((list) => this.#list(list, false));
  }

  #unit(stmt: Stmt): Unit {
    const known = this.#units.get(stmt);
    if (known instanceof Refusal) throw known;
    if (known !== undefined) return known;
    try {
      const unit = this.#plan(stmt);
      this.#units.set(stmt, unit);
      return unit;
    } catch (error) {
      if (error instanceof Refusal) this.#units.set(stmt, error);
      throw error;
    }
  }

  #plan(stmt: Stmt): Unit {
    const inside = this.#inside(stmt);
    for (const occurrence of inside) {
      if (occurrence.escape !== undefined) refuse("fix.no.escapes", { map: this.#context.map.name });
      if (occurrence.givesMap && this.#leaves(occurrence)) refuse("fix.no.innerMap");
    }
    const bare = stmt.kind === "LabeledStmt" ? stmt.stmt : stmt;
    switch (bare.kind) {
      case "BlockStmt":
        return { sections: this.#nested(bare) };
      case "IfStmt":
      case "ForStmt":
      case "RangeStmt":
      case "SwitchStmt":
      case "TypeSwitchStmt":
      case "SelectStmt":
        return this.#compound(stmt, bare);
      case "ReturnStmt":
        return this.#return(bare);
      case "GoStmt":
      case "DeferStmt":
      case "SendStmt":
        return { sections: [this.#hoister.operands(bare, inside)] };
      case "AssignStmt":
      case "ExprStmt":
      case "IncDecStmt":
      case "DeclStmt":
        if (this.#danger(bare) === undefined) return { wrap: true, stmt };
        return { sections: [this.#hoister.operands(bare, inside)] };
      default:
        return refuse("fix.no.position");
    }
  }

  #return(stmt: Extract<Stmt, { kind: "ReturnStmt" }>): Unit {
    const covers = this.#inside(stmt);
    if (this.#danger(stmt) !== undefined) return { sections: [this.#hoister.operands(stmt, covers)] };
    const lines = this.#lines(covers);
    return {
      sections: [{ covers, emit: (out) => out.before(stmt, [lines.open, `defer ${lines.close}`]) }],
    };
  }

  #compound(stmt: Stmt, bare: Stmt): Unit {
    const lists = listsOf(bare);
    const all = this.#inside(bare);
    const below = new Set(lists.flatMap((list) => list.flatMap((one) => this.#inside(one))));
    const header = all.filter((occurrence) => !below.has(occurrence));
    if (header.length === 0) return { sections: this.#nested(bare) };
    const together = below.size > 0 || (bare.kind === "RangeStmt" && this.#rangesOver(bare, header));
    if (!together && (!this.#isShort(bare) || exitsOf([bare]).length > 0 || this.#dangerOutsideExits(bare))) {
      try {
        return { sections: this.#hoister.header(bare, header) };
      } catch (error) {
        if (!(error instanceof Refusal) || this.#dangerOutsideExits(bare) !== undefined) throw error;
      }
    }
    const danger = this.#dangerOutsideExits(bare);
    if (danger === undefined || (danger.level === "slow" && together)) {
      this.#checkExits(bare);
      return { wrap: true, stmt };
    }
    // The condition of a loop is asked anew each time: its sections and those of the body are separate.
    if (
      bare.kind === "ForStmt" &&
      header.every((one) => bare.cond !== undefined && this.#isIn(one, bare.cond))
    ) {
      return { sections: [...this.#hoister.header(bare, header), ...this.#nested(bare)] };
    }
    return refuseDanger(danger);
  }

  #isIn(occurrence: Occurrence, node: Node): boolean {
    return isInside(this.#context.source, occurrence.map, node);
  }

  #rangesOver(stmt: Extract<Stmt, { kind: "RangeStmt" }>, header: readonly Occurrence[]): boolean {
    return (
      header.some(
        (occurrence) => occurrence.kind === "iterate" || occurrence.kind === "call" || occurrence.givesMap,
      ) || header.some((occurrence) => occurrence.writes && this.#isIn(occurrence, stmt))
    );
  }

  #isShort(stmt: Stmt): boolean {
    if (stmt.kind === "SelectStmt") return false;
    return listsOf(stmt).reduce((sum, list) => sum + list.length, 0) <= shortBody;
  }

  /** Ways out of the section unlock first: what they compute must not need the map. */
  #checkExits(stmt: Stmt): void {
    for (const exit of exitsOf([stmt])) {
      if (exit.kind === "BranchStmt" && exit.tok === "goto") refuse("fix.no.goto");
      if (this.#inside(exit).length > 0) refuse("fix.no.exit");
    }
  }

  /** The danger of a statement without its ways out: they come after the Unlock. */
  #dangerOutsideExits(stmt: Stmt) {
    const exits = new Set<Node>(exitsOf([stmt]));
    if (exits.size === 0) return this.#danger(stmt);
    let worst: ReturnType<Safety["danger"]>;
    const parts = (list: readonly Stmt[]): void => {
      for (const one of list) {
        if (exits.has(one)) continue;
        const inner = listsOf(one);
        if (exitsOf([one]).length === 0) {
          const danger = this.#danger(one);
          if (danger !== undefined && worst?.level !== "never") worst = danger;
        } else {
          const danger = this.#headerDanger(one);
          if (danger !== undefined && worst?.level !== "never") worst = danger;
          for (const below of inner) parts(below);
        }
      }
    };
    parts([stmt]);
    return worst;
  }

  #headerDanger(stmt: Stmt) {
    const lists = new Set<readonly Stmt[]>(listsOf(stmt));
    const below = new Set<Node>([...lists].flat());
    let worst: ReturnType<Safety["danger"]>;
    const { info } = this.#context.source.func;
    walkHere(stmt, (node) => {
      if (below.has(node)) return false;
      if (node.kind === "CallExpr") worst ??= this.#context.safety.call(node, info);
      if (node.kind === "UnaryExpr" && node.op === "<-") worst ??= this.#danger(node);
      if (node.kind === "SelectStmt") worst ??= this.#danger(node);
      return true;
    });
    if (stmt.kind === "RangeStmt") worst ??= this.#danger({ ...stmt, body: { ...stmt.body, list: [] } });
    return worst;
  }
}

/** Does control never reach the end of the statement? */
function alwaysLeaves(stmt: Stmt): boolean {
  switch (stmt.kind) {
    case "ReturnStmt":
      return true;
    case "BlockStmt": {
      const last = stmt.list.at(-1);
      return last !== undefined && alwaysLeaves(last);
    }
    case "IfStmt":
      return stmt.else !== undefined && alwaysLeaves(stmt.body) && alwaysLeaves(stmt.else);
    default:
      return false;
  }
}

/** Keys of an interface type may not be hashable: then even a read panics. */
function hasOpenKey(map: Var): boolean {
  const type = asMap(map.type());
  return type !== undefined && underlying(type.key).kind === "Interface";
}

/** Is an inner map that is read here used outside of the statement? */
function innerMapLeaves(occurrence: Occurrence, source: FuncSource): boolean {
  let node: Node = occurrence.access;
  for (let parent = source.parents.get(node); parent !== undefined; parent = source.parents.get(node)) {
    switch (parent.kind) {
      case "ParenExpr":
        node = parent;
        continue;
      case "IndexExpr":
      case "BinaryExpr":
      case "IncDecStmt":
        return false;
      case "RangeStmt":
        return parent.x !== node;
      case "AssignStmt":
        return !parent.lhs.some((target) => target === node) && !onlyOk(parent);
      case "CallExpr": {
        const { fun } = parent;
        return !(fun.kind === "Ident" && /^(len|delete|clear)$/.test(fun.name));
      }
      default:
        return true;
    }
  }
  return true;
}

/** `_, ok := m[k]`. */
function onlyOk(stmt: Extract<Stmt, { kind: "AssignStmt" }>): boolean {
  const [first] = stmt.lhs;
  return stmt.lhs.length === 2 && first?.kind === "Ident" && first.name === "_";
}
