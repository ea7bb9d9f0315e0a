/** `add-rwmutex` and `add-mutex`: declare a lock beside the map and take it at every access. */
import { message } from "../../../protocol/src/messages.ts";
import type { PackageEffects } from "../effects/analyse.ts";
import { isFreshExpr } from "../effects/locals.ts";
import type { BlockStmt, Expr, File, Node, Stmt } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import { structFieldsOf } from "../types/lookup.ts";
import { originVar } from "../types/subst.ts";
import type { Var } from "../types/types.ts";
import type { Change } from "./change.ts";
import { checkCopies, type UnkeyedLiteral, valuesInfo } from "./copies.ts";
import { declareLock } from "./declare.ts";
import { Drafts } from "./drafts.ts";
import { mapVariable } from "./find.ts";
import { finishFiles, type Pass } from "./finish.ts";
import { type FuncSource, funcSource } from "./funcs.ts";
import { importSync, syncName } from "./imports.ts";
import type { Lock } from "./lock.ts";
import { lockName } from "./lockName.ts";
import { type Occurrence, occurrencesIn } from "./occurrences.ts";
import { allLists } from "./place.ts";
import { quietAfterWait } from "./quiet.ts";
import { recovers } from "./recovers.ts";
import { Refusal, refuse } from "./refusal.ts";
import type { FixRequest } from "./request.ts";
import { Safety } from "./safety.ts";
import { planSections } from "./sections.ts";
import { type LocalTarget, type Target, targetOf } from "./target.ts";

/** The change, and whether this kind of lock suits how the map is used. Throws a Refusal. */
export function addLock(request: FixRequest, readWrite: boolean): Change & { readonly suits: boolean } {
  const { effects, mapKey } = request;
  if (mapKey.endsWith("[]")) refuse("fix.no.inside");
  const map = mapVariable(request);
  const target = targetOf(map, effects.pkg);
  checkFiles(request, target);
  const uses = target.kind === "local" ? localUses(request, target) : usesOf(request, map);
  const unkeyed = target.kind === "field" ? checkCopies(target.named, effects) : [];
  const name = lockName(target, effects);
  const lock: Lock = { name, readWrite, place: target.kind === "field" ? "field" : "variable" };
  const safety = new Safety(effects, map);
  const recovering = recovers(effects);
  const drafts = new Drafts(request.text);
  for (const { source, occurrences } of uses) {
    const context = { source, map, lock, safety, occurrences, mayRecover: recovering.has(source.func.func) };
    for (const section of planSections(context)) {
      if (section.refusal !== undefined) throw section.refusal;
      section.emit(drafts.placer(source));
    }
  }
  keyLiterals(unkeyed, target, drafts);
  const unit = effects.pkg.units.find(({ path }) => path === target.path);
  if (unit === undefined) return refuse("fix.no.unreadable", { file: target.path });
  const sync = syncName(unit.file, (one) => effects.pkg.lookup(one) !== undefined);
  const type = `${sync}.${readWrite ? "RWMutex" : "Mutex"}`;
  const passes: Pass[] = [(text, file: File) => importSync(text, file, sync)];
  if (target.kind === "local") declareLocal(target, `var ${name} ${type}`, uses, drafts, effects);
  else passes.unshift(declareLock(target, name, type));
  const all = uses.flatMap(({ occurrences }) => occurrences);
  const writes = all.filter((occurrence) => occurrence.writes).length;
  const reads = all.length - writes;
  const dominated = reads > writes;
  return {
    title: message(readWrite ? "fix.addRWMutex" : "fix.addMutex", { map: target.name, lock: name }),
    reason: message(dominated ? "fix.add.why.rw" : "fix.add.why.mutex", { reads, writes }),
    edits: finishFiles(drafts, new Map([[target.path, passes]])),
    suits: dominated === readWrite,
  };
}

/** Every file must be one that can be changed, and no other file may name the map. */
function checkFiles(request: FixRequest, target: Target): void {
  const { effects } = request;
  for (const { path, file } of effects.pkg.units) {
    const text = request.text(path);
    const base = path.split("/").at(-1) ?? path;
    if (text === undefined) throw new Refusal(message("fix.no.unreadable", { file: base }));
    if (file.errors.length > 0) refuse("fix.no.syntax", { file: base });
    if (!mentions(text, target)) continue;
    const head = text.slice(0, file.packageNameRange.pos);
    if (/^\/\/ Code generated .* DO NOT EDIT\.\r?$/m.test(head)) refuse("fix.no.generated", { file: base });
    if (file.imports.some((spec) => spec.path === "C")) refuse("fix.no.cgo", { file: base });
  }
  for (const { func } of effects.failures) refuse("fix.no.failed", { function: func.name });
  // A local is named in its function alone.
  for (const path of target.kind === "local" ? [] : (request.otherFiles ?? [])) {
    const text = request.text(path);
    const file = path.split("/").at(-1) ?? path;
    if (text === undefined || mentions(text, target)) refuse("fix.no.otherFile", { file, map: target.name });
  }
}

/** Does the text name the map, or write a literal of its struct? */
function mentions(text: string, target: Target): boolean {
  const word = (name: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, "u");
  return (
    word(target.map.name).test(text) || (target.kind === "field" && word(target.spec.name.name).test(text))
  );
}

interface Use {
  readonly source: FuncSource;
  /** Those that need the lock. */
  readonly occurrences: readonly Occurrence[];
}

/** Every use of the map in the package. Throws a Refusal where one cannot be covered. */
function usesOf(request: FixRequest, map: Var): Use[] {
  const { effects } = request;
  checkInitialisers(request, map);
  const found: { source: FuncSource; all: Occurrence[] }[] = [];
  for (const func of effects.all()) {
    // Most functions do not name the map: what follows costs a walk of the body.
    if (!func.decl.text.includes(map.name)) continue;
    const source = funcSource(func, effects, request.text);
    if (source === undefined) return refuse("fix.no.failed", { function: func.func.name });
    // A test that looks into its object does so by itself; where it does not, the check of the result tells.
    if (source.path.endsWith("_test.go") && source.path !== request.finding.range.path) continue;
    const all = occurrencesIn(source, map);
    if (all.length > 0) found.push({ source, all });
    checkSources(source, map);
  }
  const replaced = found.some(({ all }) => all.some((one) => one.kind === "reassign" && !one.owned));
  return found.map(({ source, all }) => {
    const occurrences = all.filter((one) => !one.owned && (one.kind !== "nil" || replaced));
    const escaped = all.find((one) => one.escape !== undefined && !isOwnedRoot(one, all));
    if (escaped !== undefined) refuse("fix.no.escapes", { map: map.name });
    return { source, occurrences };
  });
}

/** An escape of an object's map is harmless where every access there finds the object still unknown. */
function isOwnedRoot(escaped: Occurrence, all: readonly Occurrence[]): boolean {
  return all.some((one) => one.effect !== undefined) && all.every((one) => one === escaped || one.owned);
}

/** What the map is set to must not stay known to somebody else. */
function checkSources(source: FuncSource, map: Var): void {
  const { info, body } = source.func;
  const fromCaller = (value: Expr | undefined): boolean => {
    if (value === undefined) return false;
    const bare = unparen(value);
    if (isFreshExpr(bare, info, () => true)) return false;
    const obj = bare.kind === "Ident" ? info.uses.get(bare) : undefined;
    return !(obj?.kind === "Var" && obj.role === "local") && obj?.kind !== "Nil";
  };
  const isMap = (target: Expr): boolean => {
    const ident = target.kind === "SelectorExpr" ? target.sel : target.kind === "Ident" ? target : undefined;
    const obj = ident === undefined ? undefined : info.uses.get(ident);
    return obj?.kind === "Var" && originVar(obj) === map;
  };
  walk(body, (node: Node) => {
    const pairs: [Expr, Expr | undefined][] =
      node.kind === "AssignStmt"
        ? node.lhs.map((target, i) => [
            target,
            node.rhs.length === node.lhs.length ? node.rhs[i] : node.rhs[0],
          ])
        : node.kind === "KeyValueExpr"
          ? [[node.key, node.value]]
          : [];
    for (const [target, value] of pairs) {
      if (isMap(unparen(target)) && fromCaller(value)) refuse("fix.no.fromCaller", { map: map.name });
    }
    return true;
  });
}

/** Package variables are set up before any goroutine runs, but a literal among them runs later. */
function checkInitialisers({ effects }: FixRequest, map: Var): void {
  for (const unit of effects.pkg.units) {
    for (const { decl } of unit.file.decls) {
      if (decl.kind !== "GenDecl" || decl.tok !== "var") continue;
      const info = valuesInfo(decl, effects);
      const values = decl.specs.flatMap((spec) => (spec.kind === "ValueSpec" ? spec.values : []));
      const visit = (node: Node, inLiteral: boolean): void => {
        walk(node, (inner) => {
          if (inner.kind === "FuncLit" && !inLiteral) {
            visit(inner.body, true);
            return false;
          }
          const obj = inner.kind === "Ident" ? info.uses.get(inner) : undefined;
          const named = obj?.kind === "Var" && originVar(obj) === map;
          if (named && (inLiteral || map.role === "package")) refuse("fix.no.initialiser", { map: map.name });
          return true;
        });
      };
      for (const value of values) visit(value, false);
    }
  }
}

/** The uses of a local map, apart from those after its goroutines. Throws a Refusal. */
function localUses(request: FixRequest, target: LocalTarget): Use[] {
  const { effects } = request;
  const func = effects.all().find((one) => one.decl === target.func);
  const source = func && funcSource(func, effects, request.text);
  if (source === undefined) return refuse("fix.no.notFound");
  const { map } = target;
  checkSources(source, map);
  const quiet = quietAfterWait(source, map, effects);
  const occurrences = occurrencesIn(source, map).filter(
    (one) => !one.owned && one.kind !== "nil" && !quiet(one),
  );
  if (occurrences.some((one) => one.escape !== undefined)) refuse("fix.no.escapes", { map: map.name });
  return [{ source, occurrences }];
}

/** The lock of a local map, on a line above the map's declaration. */
function declareLocal(
  target: LocalTarget,
  line: string,
  uses: readonly Use[],
  drafts: Drafts,
  effects: PackageEffects,
): void {
  const { map } = target;
  for (const { source } of uses) {
    const { info, body } = source.func;
    for (const list of allBodies(body).flatMap((one) => allLists(one.list))) {
      for (const stmt of list) {
        const value = declaredValue(stmt, map, info);
        if (value === undefined) continue;
        const fresh = value === "zero" || isFreshExpr(value, info, (call) => makesNew(call, source, effects));
        if (!fresh) refuse("fix.no.fromCaller", { map: map.name });
        drafts.placer(source).before(stmt, [line]);
        return;
      }
    }
  }
  refuse("fix.no.declaration", { map: map.name });
}

function allBodies(body: BlockStmt): BlockStmt[] {
  const bodies = [body];
  walk(body, (node) => {
    if (node.kind === "FuncLit") bodies.push(node.body);
    return true;
  });
  return bodies;
}

/** What a statement gives a variable that it declares; undefined when it does not declare it. */
function declaredValue(stmt: Stmt, variable: Var, info: Info): Expr | "zero" | undefined {
  const declares = (target: Expr): boolean =>
    target.kind === "Ident" && target.pos === variable.place.pos && info.defs.has(target);
  if (stmt.kind === "AssignStmt") {
    const index = stmt.lhs.findIndex(declares);
    return index < 0 ? undefined : stmt.rhs[stmt.lhs.length === stmt.rhs.length ? index : 0];
  }
  if (stmt.kind !== "DeclStmt") return undefined;
  for (const spec of stmt.decl.specs) {
    const index = spec.kind === "ValueSpec" ? spec.names.findIndex(declares) : -1;
    if (spec.kind === "ValueSpec" && index >= 0) return spec.values[index] ?? "zero";
  }
  return undefined;
}

function makesNew(call: Expr, source: FuncSource, effects: PackageEffects): boolean {
  const callee = source.func.info.callees.get(call);
  return callee !== undefined && effects.get(callee)?.effects.returnsFresh === true;
}

/** `T{a, b}` becomes `T{m: a, n: b}`. */
function keyLiterals(unkeyed: readonly UnkeyedLiteral[], target: Target, drafts: Drafts): void {
  if (target.kind !== "field") return;
  const fields = structFieldsOf(target.named);
  for (const { literal, path, offset } of unkeyed) {
    const draft = drafts.of(path);
    const text = draft.text.slice(offset + literal.pos, offset + literal.end);
    if (literal.elts.length !== fields.length || text.includes("\n")) refuse("fix.no.layout");
    for (const [i, elt] of literal.elts.entries()) draft.insert(offset + elt.pos, `${fields[i].name}: `);
  }
}
