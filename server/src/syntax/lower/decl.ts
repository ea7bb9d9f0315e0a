/** Declarations: functions without their bodies, and groups of types, variables and constants. */
import type { Expr, Field, FuncDecl, GenDecl, Ident, ImportSpec, Spec, TypeSpec, ValueSpec } from "../ast.ts";
import { K } from "../kinds.ts";
import { commentAfter, docAbove } from "./comments.ts";
import { bad, type Context, childOf, identOf, isExpression, textOf } from "./context.ts";
import { lowerExpr, lowerExprs } from "./expr.ts";
import { lowerSignature, parameters, typeParameters } from "./type.ts";

/** What the lowering of a top-level declaration is told about it. */
export interface DeclFacts {
  readonly doc: string;
  /** The comment behind it on its last line. */
  readonly comment: string;
  readonly text: string;
  readonly hasError: boolean;
}

/** A function or method; undefined when it has no readable name. */
export function lowerFunc(c: Context, n: number, facts: DeclFacts): FuncDecl | undefined {
  const { kind, start, end } = c.tree;
  const isMethod = kind[n] === K.methodDeclaration;
  const name = childOf(c, n, isMethod ? K.fieldIdentifier : K.identifier);
  if (name < 0) return undefined;
  const receivers = isMethod ? parameters(c, childOf(c, n, K.parameterList)) : [];
  const recv: Field | undefined = receivers[0];
  const body = childOf(c, n, K.block);
  return {
    kind: "FuncDecl",
    pos: start[n],
    end: end[n],
    doc: facts.doc,
    ...(recv && { recv }),
    name: identOf(c, name),
    type: lowerSignature(c, n, start[n]),
    ...(body >= 0 && { bodyRange: { pos: start[body], end: end[body] } }),
    text: facts.text,
    hasError: facts.hasError,
  };
}

const TOKENS: Readonly<Record<number, GenDecl["tok"]>> = {
  [K.typeDeclaration]: "type",
  [K.varDeclaration]: "var",
  [K.constDeclaration]: "const",
};

/** A `type`, `var` or `const` declaration. */
export function lowerGen(c: Context, n: number, facts: DeclFacts): GenDecl {
  const list = specs(c, n);
  const last = list.at(-1);
  // The comment behind an ungrouped spec stands outside of the declaration's own text.
  if (last && last.end === c.tree.end[n]) list[list.length - 1] = { ...last, comment: facts.comment };
  return {
    kind: "GenDecl",
    pos: c.tree.start[n],
    end: c.tree.end[n],
    tok: TOKENS[c.tree.kind[n]] ?? "var",
    doc: facts.doc,
    specs: list,
    text: facts.text,
    hasError: facts.hasError,
  };
}

/** A declaration inside a body. */
export function localDecl(c: Context, n: number): GenDecl {
  const hasError = c.tree.errors.some((error) => error > n && error < c.tree.next[n]);
  const doc = docAbove(c, c.tree.start[n]);
  return lowerGen(c, n, { doc, comment: commentAfter(c, c.tree.end[n]), text: "", hasError });
}

function specs(c: Context, n: number): Spec[] {
  const { kind, next } = c.tree;
  const list: Spec[] = [];
  let iota = 0;
  for (let child = n + 1; child < next[n]; child = next[child]) {
    const k = kind[child];
    if (k === K.typeSpec || k === K.typeAlias) {
      const spec = typeSpec(c, child);
      if (spec) list.push(spec);
    } else if (k === K.constSpec) list.push(valueSpec(c, child, iota++));
    else if (k === K.varSpec) list.push(valueSpec(c, child, 0));
    else if (k === K.varSpecList) list.push(...specs(c, child));
  }
  return list;
}

function typeSpec(c: Context, n: number): TypeSpec | undefined {
  const { kind, next, start, end } = c.tree;
  let name: Ident | undefined;
  let typeParams: Field[] = [];
  let type: Expr | undefined;
  for (let child = n + 1; child < next[n]; child = next[child]) {
    const k = kind[child];
    if (k === K.typeParameterList) typeParams = typeParameters(c, child);
    else if (!name && k === K.typeIdentifier) name = identOf(c, child);
    else if (isExpression(k)) type = lowerExpr(c, child);
  }
  if (!name) return undefined;
  return {
    kind: "TypeSpec",
    pos: start[n],
    end: end[n],
    doc: docAbove(c, start[n]),
    comment: commentAfter(c, end[n]),
    name,
    typeParams,
    alias: kind[n] === K.typeAlias,
    type: type ?? bad(end[n], end[n]),
  };
}

function valueSpec(c: Context, n: number, iota: number): ValueSpec {
  const { kind, next, start, end } = c.tree;
  const names: Ident[] = [];
  let type: Expr | undefined;
  let values: Expr[] = [];
  for (let child = n + 1; child < next[n]; child = next[child]) {
    const k = kind[child];
    if (k === K.identifier || k === K.blankIdentifier) names.push(identOf(c, child));
    else if (k === K.expressionList) values = lowerExprs(c, child);
    else if (isExpression(k)) type = lowerExpr(c, child);
  }
  return {
    kind: "ValueSpec",
    pos: start[n],
    end: end[n],
    doc: docAbove(c, start[n]),
    comment: commentAfter(c, end[n]),
    names,
    ...(type && { type }),
    values,
    iota,
  };
}

/** The imports of an import declaration. */
export function lowerImports(c: Context, n: number): ImportSpec[] {
  const { kind, next, start, end } = c.tree;
  const list: ImportSpec[] = [];
  for (let child = n + 1; child < next[n]; child = next[child]) {
    if (kind[child] === K.importSpecList) list.push(...lowerImports(c, child));
    if (kind[child] !== K.importSpec) continue;
    let name: string | undefined;
    let path = "";
    for (let part = child + 1; part < next[child]; part = next[part]) {
      if (kind[part] === K.rawString || kind[part] === K.interpretedString)
        path = textOf(c, part).slice(1, -1);
      else if (kind[part] >= K.identifier) name = textOf(c, part);
    }
    list.push({
      kind: "ImportSpec",
      pos: start[child],
      end: end[child],
      ...(name !== undefined && { name }),
      path,
    });
  }
  return list;
}
