/**
 * Ways in which a struct that gets a lock is copied. `go vet` finds most of them and says nothing about
 * some: a send of `*t`, copy, a type switch, a result with a name.
 */
import type { PackageEffects } from "../effects/analyse.ts";
import type { CallExpr, CompositeLit, Expr, GenDecl, Node } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { forEachChild } from "../syntax/walk.ts";
import { checkValues } from "../types/body.ts";
import { unparen } from "../types/expr.ts";
import { type Info, newInfo } from "../types/info.ts";
import { initialisersOf } from "../types/initialisers.ts";
import { lookupMember, structFieldsOf } from "../types/lookup.ts";
import { deref, type Named, type Type, underlying, unknown, type Var } from "../types/types.ts";
import { refuse } from "./refusal.ts";

/** A literal `T{a, b}` without keys, and the file and offset its positions count from. */
export interface UnkeyedLiteral {
  readonly literal: CompositeLit;
  readonly path: string;
  readonly offset: number;
}

/** Code with its types: a function's body, or the values of package variables. */
interface Region {
  readonly where: string;
  readonly nodes: readonly Node[];
  readonly info: Info;
  readonly path: string;
  readonly offset: number;
}

/**
 * Looks at every use of the struct in the package. Throws a Refusal where a lock in it would be copied
 * or walked by reflection; returns the literals that have to become keyed.
 */
export function checkCopies(named: Named, effects: PackageEffects): UnkeyedLiteral[] {
  const carriers = carriersOf(named, effects);
  const holds = (type: Type | undefined): boolean => type?.kind === "Named" && carriers.has(type.origin);
  const typeName = named.obj.name;
  const copied = (where: string): never => refuse("fix.no.copied", { type: typeName, function: where });
  for (const func of effects.pkg.funcs) {
    if (func.recv !== undefined && !func.recv.pointer && holds(func.recv.named)) {
      refuse("fix.no.valueReceiver", { function: `${func.recv.named.obj.name}.${func.name}` });
    }
    const { params } = func.signature();
    if (params.some((param) => holdsByValue(param.type(), holds))) copied(func.name);
  }
  const unkeyed: UnkeyedLiteral[] = [];
  for (const region of regionsOf(effects)) {
    const { info, where } = region;
    for (const variables of info.params.values()) {
      if (variables.some((param) => holdsByValue(param.type(), holds))) copied(where);
    }
    for (const variable of info.implicits.values()) if (holds(variable.type())) copied(where);
    const visit = (node: Node, parent: Node | undefined): void => {
      if (node.kind === "CompositeLit" && isTheType(info.types.get(node), named)) {
        if (node.elts.length > 0 && node.elts.every((elt) => elt.kind !== "KeyValueExpr")) {
          unkeyed.push({ literal: node, path: region.path, offset: region.offset });
        }
      }
      if (
        node.kind === "RangeStmt" &&
        node.value !== undefined &&
        holdsByValue(info.types.get(node.value), holds)
      ) {
        copied(where);
      }
      if (node.kind === "CallExpr") checkCall(node, info, where);
      if (isCopied(node, parent, info, holds)) copied(where);
      forEachChild(node, (child) => visit(child, node));
    };
    for (const node of region.nodes) visit(node, undefined);
  }
  return unkeyed;

  function checkCall(call: CallExpr, info: Info, where: string): void {
    const fun = unparen(call.fun);
    if (info.typeExprs.has(call.fun)) {
      const to = info.types.get(call.fun) ?? unknown;
      const from = call.args[0] === undefined ? unknown : (info.types.get(call.args[0]) ?? unknown);
      const struct = (type: Type): boolean => underlying(deref(type)).kind === "Struct";
      if (struct(to) && struct(from) && (holds(deref(to)) || holds(deref(from)))) {
        refuse("fix.no.conversion", { type: typeName });
      }
      return;
    }
    const builtin = fun.kind === "Ident" && info.uses.get(fun)?.kind === "Builtin";
    for (const arg of call.args) {
      const type = underlying(info.types.get(arg) ?? unknown);
      if (type.kind !== "Slice" || !holdsByValue(type.elem, holds)) continue;
      if (builtin ? /^(copy|append)$/.test(fun.name) : info.callees.get(call)?.pkg.path === "slices")
        copied(where);
    }
    checkReflection(call, info, holds, typeName);
  }
}

/** The struct and every named type of the package that holds it by value. */
function carriersOf(named: Named, effects: PackageEffects): ReadonlySet<Named> {
  const carriers = new Set<Named>([named.origin]);
  const holds = (type: Type | undefined): boolean => type?.kind === "Named" && carriers.has(type.origin);
  for (let grown = true; grown; ) {
    grown = false;
    for (const typeName of effects.pkg.typeNames) {
      const type = typeName.type();
      if (typeName.alias || type.kind !== "Named" || carriers.has(type)) continue;
      const under = underlying(type);
      const inside =
        under.kind === "Struct"
          ? under.fields.some((field: Var) => holdsByValue(field.type(), holds))
          : under.kind === "Array" && holdsByValue(under.elem, holds);
      if (inside) {
        carriers.add(type);
        grown = true;
      }
    }
  }
  return carriers;
}

function holdsByValue(type: Type | undefined, holds: (type: Type | undefined) => boolean): boolean {
  if (type === undefined) return false;
  if (holds(type)) return true;
  if (type.kind === "Array") return holdsByValue(type.elem, holds);
  return type.kind === "Struct" && structFieldsOf(type).some((field) => holdsByValue(field.type(), holds));
}

function isTheType(type: Type | undefined, named: Named): boolean {
  const base = type === undefined ? unknown : deref(type);
  return base.kind === "Named" && base.origin === named.origin;
}

/** Is the expression an existing value of such a type, used as a value? */
function isCopied(
  node: Node,
  parent: Node | undefined,
  info: Info,
  holds: (type: Type | undefined) => boolean,
): boolean {
  const copyable = ["Ident", "SelectorExpr", "IndexExpr", "StarExpr", "TypeAssertExpr", "UnaryExpr"];
  if (!copyable.includes(node.kind) || parent === undefined) return false;
  const expr = node as Expr;
  if (info.typeExprs.has(expr) || !holdsByValue(info.types.get(expr), holds)) return false;
  if (expr.kind === "UnaryExpr" && expr.op !== "<-") return false;
  switch (parent.kind) {
    case "SelectorExpr":
    case "IndexExpr":
    case "RangeStmt":
    case "ValueSpec":
      return parent.kind === "ValueSpec" && parent.values.includes(expr);
    case "ParenExpr":
    case "Field":
      return false;
    case "UnaryExpr":
      return parent.op !== "&";
    case "KeyValueExpr":
      return parent.value === expr;
    case "AssignStmt":
      return parent.rhs.includes(expr);
    default:
      return true;
  }
}

/** Encoders and printers walk the struct they are given, the map in it too. */
function checkReflection(
  call: CallExpr,
  info: Info,
  holds: (type: Type | undefined) => boolean,
  typeName: string,
): void {
  const callee = info.callees.get(call);
  const walks =
    callee === undefined ||
    !/^(fmt|log|encoding|reflect|text\/template|html\/template|testing)/.test(callee.pkg.path);
  if (walks) return;
  for (const arg of call.args) {
    const type = info.types.get(arg) ?? unknown;
    const base = deref(type);
    const elem =
      base.kind === "Slice" || base.kind === "Map" || base.kind === "Array" ? deref(base.elem) : base;
    if (!holds(elem)) continue;
    const prints = /^(fmt|log|testing)/.test(callee.pkg.path);
    const own = ["String", "Error", "Format", "MarshalJSON"].some(
      (name) => lookupMember(type, name)?.obj.kind === "Func",
    );
    if (!(prints && own)) refuse("fix.no.reflection", { what: exprString(call.fun), type: typeName });
  }
}

/** All code of the package: bodies, and the values of package variables. */
function regionsOf(effects: PackageEffects): Region[] {
  const regions: Region[] = [];
  const initialisers = initialisersOf(effects.pkg);
  for (const { func, decl, body, info } of effects.all()) {
    const placement = effects.pkg.placementOf(decl);
    // What stands in the declaration of a variable comes with that below.
    if (placement === undefined || initialisers.bodyOf(decl) !== undefined) continue;
    regions.push({
      where: func.name,
      nodes: [body],
      info,
      path: placement.unit.path,
      offset: placement.offset,
    });
  }
  for (const unit of effects.pkg.units) {
    for (const { decl, offset } of unit.file.decls) {
      if (decl.kind !== "GenDecl" || decl.tok !== "var") continue;
      const values = decl.specs.flatMap((spec) => (spec.kind === "ValueSpec" ? spec.values : []));
      if (values.length === 0) continue;
      regions.push({ where: "var", nodes: values, info: valuesInfo(decl, effects), path: unit.path, offset });
    }
  }
  return regions;
}

/** What the checker knows of the values of a `var` declaration. */
export function valuesInfo(decl: GenDecl, effects: PackageEffects): Info {
  const info = newInfo();
  for (const spec of decl.specs) {
    if (spec.kind === "ValueSpec") {
      const obj = effects.pkg.lookup(spec.names[0]?.name ?? "_");
      const expected = spec.type === undefined || obj?.kind !== "Var" ? undefined : obj.type();
      checkValues(spec.values, { pkg: effects.pkg, decl, scope: effects.pkg.scopeOf(decl) }, info, expected);
    }
  }
  return info;
}
