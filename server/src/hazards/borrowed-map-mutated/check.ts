/** Rule `borrowed-map-mutated`: a map that others have, too, is changed in place. */
import { type Message, message } from "../../../../protocol/src/messages.ts";
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import type { Contexts } from "../../effects/contexts.ts";
import { join } from "../../effects/lockset.ts";
import type { MapAccess } from "../../effects/model.ts";
import { type Path, pathKey } from "../../effects/path.ts";
import type { CallExpr, Range } from "../../syntax/ast.ts";
import { exprString } from "../../syntax/print.ts";
import { unparen } from "../../types/expr.ts";
import { originVar } from "../../types/subst.ts";
import { underlying, type Var } from "../../types/types.ts";
import { customsOf, isWrite, type StructOwner } from "../classes.ts";
import { loadsAtStart, runsOnce } from "../conventions.ts";
import { type Copy, copiesOf } from "../copies.ts";
import type { Finding } from "../finding.ts";
import { placeFinding, subjectOf } from "../placeFinding.ts";
import { accessWord, rangeOf } from "../render.ts";
import { inOtherBranches } from "./branches.ts";
import { isSharedByCaller } from "./callers.ts";
import { lastsUntil } from "./lasting.ts";
import { type LendingFuncs, lendingFuncs, loanOf } from "./lenders.ts";
import { isNilFallback, isPutBack, isReplacedBefore } from "./replaced.ts";
import { type SharedField, sharedFieldsOf } from "./sharedFields.ts";
import { type Surroundings, surroundingsOf } from "./surroundings.ts";

/** What makes a map somebody else's, and where it was got. */
interface Borrowed {
  readonly why: Message;
  readonly from: Range;
}

/** The first change of each borrowed map in each function. */
export function borrowedMapMutated(
  effects: PackageEffects,
  contexts: Contexts,
  owners: ReadonlyMap<Var, StructOwner>,
): readonly Finding[] {
  const findings: Finding[] = [];
  const lending = lendingFuncs(effects);
  // Only who has borrowed something needs to know them.
  let known: Surroundings | undefined;
  const surroundings = (): Surroundings => {
    known ??= surroundingsOf(effects, contexts, lending);
    return known;
  };
  for (const owner of effects.all()) {
    const writes = owner.effects.accesses.filter((access) => isWrite(access) && access.kind !== "reassign");
    if (writes.length === 0 || customsOf(owner).forTests || isUnused(owner, contexts)) continue;
    const copies = copiesOf(owner);
    const fields = sharedFieldsOf(owner);
    const reported = new Set<string>();
    for (const access of writes) {
      const { path } = access.target;
      if (path === undefined || reported.has(pathKey(path))) continue;
      const borrowed =
        fromLoan(path, access, owner, contexts, lending, surroundings) ??
        fromCopy(path, access, owner, copies, effects, contexts) ??
        fromField(path, access, owner, fields);
      if (borrowed === undefined) continue;
      reported.add(pathKey(path));
      findings.push(report(owner, access, path, borrowed, owners));
    }
  }
  return findings;
}

/** Does nothing lead to the function? */
function isUnused({ func }: AnalysedFunc, contexts: Contexts): boolean {
  return contexts.of(func).roots.size === 0;
}

function fromLoan(
  path: Path,
  { locks: here, target, strand }: MapAccess,
  owner: AnalysedFunc,
  contexts: Contexts,
  lending: LendingFuncs,
  surroundings: () => Surroundings,
): Borrowed | undefined {
  const borrowed = loanOf(path, owner, lending);
  if (borrowed === undefined) return undefined;
  const { published, users, contextKeys } = surroundings();
  const { loan, steps } = borrowed;
  const text = exprString(loan.from);
  const fields = path.steps.slice(steps).filter((step) => step !== "[]");
  // An object of a request, or one with a lock of its own, is there to be changed.
  const own = [...here.values()].some(({ lock }) => lock.path?.root === path.root);
  const locks = join(contexts.ofStrand(owner, strand).entry, here);
  const isUsedBy = (known: ReadonlySet<AnalysedFunc> | undefined): boolean =>
    [...(known ?? [])].some((user) => user !== owner);
  switch (loan.lender) {
    case "context":
      if (fields.length > 0 || locks.size > 0) return undefined;
      // What the package puts there itself is its notebook for one request.
      if (contextKeys.has(exprString(loan.asked.args[0]))) return undefined;
      break;
    case "syncMap":
      if (locks.size > 0 || (fields.length > 0 && !isUsedBy(users.get(target.key)))) return undefined;
      // Who loads the data of a store at its start makes the entries as it goes.
      if (loadsAtStart(owner.func) && isLoadOrStore(loan.asked)) return undefined;
      break;
    case "atomic":
      // An object that others only point to is no snapshot: they must be seen to read its map.
      if (own || (fields.length > 0 && !isUsedBy(published.get(target.key)))) return undefined;
      break;
    case "cache":
      break;
  }
  const why = message(`finding.borrowed-map-mutated.${loan.lender}`, { text, map: target.text });
  return { why, from: loan.from };
}

function isLoadOrStore({ fun }: CallExpr): boolean {
  const bare = unparen(fun);
  return bare.kind === "SelectorExpr" && bare.sel.name === "LoadOrStore";
}

/** `c := *orig` and then `c.labels[k] = v`: the struct is the function's own, the map is not. */
function fromCopy(
  { root, steps }: Path,
  { order, target, place }: MapAccess,
  owner: AnalysedFunc,
  copies: ReadonlyMap<Var, Copy>,
  effects: PackageEffects,
  contexts: Contexts,
): Borrowed | undefined {
  const copy = copies.get(root);
  if (copy === undefined || steps.length === 0 || !isMeantApart(copy) || isPutBack(copy, owner))
    return undefined;
  const last = steps.findLastIndex((step) => step !== "[]");
  const isInside = steps
    .slice(0, last)
    .every((step) => step !== "[]" && underlying(step.type()).kind === "Struct");
  if (!isInside) return undefined;
  // The copy got a map of its own, here or on the way in.
  const replaced = owner.effects.accesses.some(
    (access) =>
      access.kind === "reassign" &&
      access.target.path?.root === root &&
      access.order < order &&
      !isNilFallback(pathKey(access.target.path), access.place, owner.body, owner.info),
  );
  // Effects leave out assignments to fields of copied parameters.
  if (replaced || isReplacedBefore({ root, steps }, place.pos, owner)) return undefined;
  if (isReplacedByMethod(root, target.key, order, owner, effects)) return undefined;
  if (isOfCallersMaking(copy, owner, contexts)) return undefined;
  const args = { map: target.text, copy: copy.variable.name };
  if (copy.from === undefined) {
    if (!isSharedByCaller(owner.func, owner.effects.params.indexOf(root), steps, contexts)) return undefined;
    return { why: message("finding.borrowed-map-mutated.parameter", args), from: copy.variable.place };
  }
  const why = message("finding.borrowed-map-mutated.copy", { ...args, text: exprString(copy.from) });
  return { why, from: copy.from };
}

/** Is the copy made to differ from the original, and not only for a shorter name or a method? */
function isMeantApart({ by, changed }: Copy): boolean {
  return by === "dereference" || (changed && (by === "assignment" || by === "parameter"));
}

/** Is the original a parameter for which all callers give an object that they have just made? They have no other use for it. */
function isOfCallersMaking(
  { from }: Copy,
  { func, info, effects }: AnalysedFunc,
  contexts: Contexts,
): boolean {
  const bare = from && unparen(from);
  const original = bare?.kind === "StarExpr" ? unparen(bare.x) : undefined;
  const obj = original?.kind === "Ident" ? info.uses.get(original) : undefined;
  const index = obj?.kind === "Var" ? effects.params.indexOf(obj) : -1;
  const callers = contexts.callersOf(func);
  if (index < 0 || contexts.isRoot(func) || callers.length === 0) return false;
  return callers.every(({ call }) => call.args[index]?.owned === true);
}

/** Does a method that was called on the copy before give its field a new map? */
function isReplacedByMethod(
  copy: Var,
  key: string,
  order: number,
  { effects: { calls } }: AnalysedFunc,
  effects: PackageEffects,
): boolean {
  return calls.some((call) => {
    if (call.order > order || call.recv?.path?.root !== copy) return false;
    const callee = effects.get(call.callee)?.effects;
    return callee?.accesses.some(
      ({ kind, target }) => kind === "reassign" && target.key === key && target.path?.root === callee.recv,
    );
  });
}

/** `req.Header = s.header` and then `req.Header.Set(k, v)`. */
function fromField(
  path: Path,
  { order, target, place }: MapAccess,
  owner: AnalysedFunc,
  fields: readonly SharedField[],
): Borrowed | undefined {
  // What the one run of an object does with the object's own maps is its own affair.
  if (runsOnce(owner.func)) return undefined;
  const key = pathKey(path);
  const field = fields.find(
    (candidate) =>
      candidate.key === key &&
      candidate.order < order &&
      !inOtherBranches(owner.body, candidate.from, place) &&
      lastsUntil(path, candidate.from, place, owner),
  );
  if (field === undefined) return undefined;
  const why = message("finding.borrowed-map-mutated.field", {
    text: exprString(field.from),
    map: target.text,
  });
  return { why, from: field.from };
}

function report(
  owner: AnalysedFunc,
  access: MapAccess,
  path: Path,
  borrowed: Borrowed,
  owners: ReadonlyMap<Var, StructOwner>,
): Finding {
  const last = path.steps.findLastIndex((step) => step !== "[]");
  const variable = originVar(last < 0 ? path.root : (path.steps[last] as Var));
  const subject = subjectOf(variable, path.steps.length - 1 - last, owners);
  return placeFinding({
    rule: "borrowed-map-mutated",
    subject,
    owner,
    place: access.place,
    kind: access.kind,
    text: access.target.text,
    message: message("finding.borrowed-map-mutated", {
      access: accessWord(access.kind),
      map: access.target.text,
      why: borrowed.why,
    }),
    related: [
      {
        role: "escape",
        range: rangeOf({ decl: owner.decl, pos: borrowed.from.pos, end: borrowed.from.end }, owner.func.pkg),
        message: message("related.borrowed", { map: access.target.text }),
      },
    ],
    evidence: [message("evidence.sameMap")],
  });
}
