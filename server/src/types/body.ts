/** Checks function bodies: scopes, definitions, types of all expressions. */
import type {
  AssignStmt,
  BlockStmt,
  Expr,
  FuncDecl,
  GenDecl,
  RangeStmt,
  Stmt,
  ValueSpec,
} from "../syntax/ast.ts";
import { checkExpr, checkTypeExpr, type Env, inner, unparen } from "./expr.ts";
import { type Info, newInfo } from "./info.ts";
import { bindReceiverParams, receiverType } from "./package.ts";
import { Scope } from "./scope.ts";
import { deref, type Func, type Type, underlying, unknown, type Var } from "./types.ts";
import { bindTypeParam, declareType, makeVar, type Site, settle } from "./typexpr.ts";
import { basic, defaultType, untyped } from "./universe.ts";

/** Checks the body of a declared function. */
export function checkFunc(func: Func, decl: FuncDecl, body: BlockStmt): Info {
  const info = newInfo();
  const scope = new Scope(func.pkg.scopeOf(decl));
  const env: Env = { pkg: func.pkg, decl, scope, info };
  const signature = func.signature();
  bindReceiverParams(
    (decl.recv === undefined ? undefined : receiverType(decl.recv.type))?.typeParams ?? [],
    func.recv?.named,
    scope,
  );
  for (const param of signature.typeParams) bindTypeParam(param, param.name, scope);
  const ident = decl.recv?.names[0];
  if (decl.recv !== undefined && ident !== undefined) {
    const { recv } = func;
    const type: Type =
      recv === undefined ? unknown : recv.pointer ? { kind: "Pointer", elem: recv.named } : recv.named;
    const variable = makeVar(env, {
      name: ident.name,
      role: "recv",
      pos: ident.pos,
      end: ident.end,
      type: () => type,
    });
    info.recv = variable;
    scope.insert(variable);
  }
  info.params.set(decl, signature.params);
  info.results.set(decl, signature.results);
  for (const variable of [...signature.params, ...signature.results]) scope.insert(variable);
  // Parameters and the body's own variables share a block: `:=` may assign to a parameter.
  checkBlock(body, env);
  return info;
}

/**
 * Checks the initial values of variables or constants; what is found goes into `info`. Gives the types of all
 * values, those of the only one when it has several, such as `v, ok := m[k]`. Constants stay untyped.
 */
export function checkValues(
  values: readonly Expr[],
  site: Site,
  info: Info,
  expected?: Type,
): readonly Type[] {
  return valueTypes(values, { ...site, info }, expected);
}

/** The types of package-level variables' initial values. */
export function packageValueTypes(values: readonly Expr[], site: Site): readonly Type[] {
  return valueTypes(values, { ...site, info: newInfo(), typesOnly: true });
}

function valueTypes(values: readonly Expr[], env: Env, expected?: Type): readonly Type[] {
  const types = values.map((value) => checkExpr(value, env, expected));
  const [only] = types;
  if (values.length !== 1) return types;
  if (only.kind === "Tuple") return only.types;
  const { kind } = unparen(values[0]);
  const hasOk = kind === "IndexExpr" || kind === "TypeAssertExpr" || kind === "UnaryExpr";
  return hasOk ? [only, untyped.bool] : types;
}

/** Checks the statements of a block in the scope that `env` brings. */
export function checkBlock(block: BlockStmt, env: Env): void {
  checkStmts(block.list, env);
}

function checkStmts(list: readonly Stmt[], env: Env): void {
  for (const stmt of list) checkStmt(stmt, env);
}

function checkStmt(stmt: Stmt, env: Env): void {
  switch (stmt.kind) {
    case "DeclStmt":
      checkLocalDecl(stmt.decl, env);
      return;
    case "LabeledStmt":
      checkStmt(stmt.stmt, env);
      return;
    case "ExprStmt":
      checkExpr(stmt.x, env);
      return;
    case "SendStmt":
      checkExpr(stmt.chan, env);
      checkExpr(stmt.value, env);
      return;
    case "IncDecStmt":
      checkExpr(stmt.x, env);
      return;
    case "AssignStmt":
      checkAssign(stmt, env);
      return;
    case "GoStmt":
    case "DeferStmt":
      checkExpr(stmt.call, env);
      return;
    case "ReturnStmt":
      for (const result of stmt.results) checkExpr(result, env);
      return;
    case "BlockStmt":
      checkBlock(stmt, inner(env));
      return;
    case "IfStmt": {
      const own = inner(env);
      if (stmt.init !== undefined) checkStmt(stmt.init, own);
      checkExpr(stmt.cond, own);
      checkBlock(stmt.body, inner(own));
      if (stmt.else !== undefined) checkStmt(stmt.else, own);
      return;
    }
    case "SwitchStmt": {
      const own = inner(env);
      if (stmt.init !== undefined) checkStmt(stmt.init, own);
      if (stmt.tag !== undefined) checkExpr(stmt.tag, own);
      for (const clause of stmt.clauses) {
        for (const expr of clause.list ?? []) checkExpr(expr, own);
        checkStmts(clause.body, inner(own));
      }
      return;
    }
    case "TypeSwitchStmt":
      checkTypeSwitch(stmt, inner(env));
      return;
    case "SelectStmt":
      for (const clause of stmt.clauses) {
        const own = inner(env);
        if (clause.comm !== undefined) checkStmt(clause.comm, own);
        checkStmts(clause.body, own);
      }
      return;
    case "ForStmt": {
      const own = inner(env);
      if (stmt.init !== undefined) checkStmt(stmt.init, own);
      if (stmt.cond !== undefined) checkExpr(stmt.cond, own);
      if (stmt.post !== undefined) checkStmt(stmt.post, own);
      checkBlock(stmt.body, inner(own));
      return;
    }
    case "RangeStmt":
      checkRange(stmt, inner(env));
      return;
    default:
  }
}

function checkTypeSwitch(stmt: Extract<Stmt, { kind: "TypeSwitchStmt" }>, env: Env): void {
  if (stmt.init !== undefined) checkStmt(stmt.init, env);
  const subject = checkExpr(stmt.x, env);
  for (const clause of stmt.clauses) {
    const own = inner(env);
    const types = (clause.list ?? []).map((expr) => checkTypeExpr(expr, own));
    if (stmt.name !== undefined) {
      const type = types.length === 1 && types[0].kind !== "Unknown" ? types[0] : subject;
      const { name, pos, end } = stmt.name;
      const variable = makeVar(env, { name, role: "local", pos, end, type: () => type });
      env.info.implicits.set(clause.body, variable);
      own.scope.insert(variable);
    }
    checkStmts(clause.body, own);
  }
}

function checkLocalDecl(decl: GenDecl, env: Env): void {
  let repeated: ValueSpec | undefined;
  for (const spec of decl.specs) {
    if (spec.kind === "TypeSpec") {
      const { alias, type, doc } = spec;
      const local = { name: spec.name.name, alias, type, doc };
      const obj = declareType(local, spec.typeParams, spec.name, env, true);
      env.scope.insert(obj);
      settle(underlying(obj.type()));
      continue;
    }
    if (spec.values.length > 0 || spec.type !== undefined) repeated = spec;
    const { type, values } = decl.tok === "const" ? (repeated ?? spec) : spec;
    const declared = type === undefined ? undefined : checkTypeExpr(type, env);
    const types = checkValues(values, env, env.info, declared);
    spec.names.forEach((ident, i) => {
      const own = declared ?? types[i] ?? unknown;
      if (decl.tok === "const") {
        env.scope.insert({ kind: "Const", name: ident.name, pkg: env.pkg, type: () => own });
      } else define(ident, defaultType(own), env);
    });
  }
}

function define(ident: Extract<Expr, { kind: "Ident" }>, type: Type, env: Env): Var {
  const { name, pos, end } = ident;
  const variable = makeVar(env, { name, role: "local", pos, end, type: () => type });
  env.info.defs.set(ident, variable);
  env.info.types.set(ident, type);
  env.scope.insert(variable);
  return variable;
}

function checkAssign(stmt: AssignStmt, env: Env): void {
  if (stmt.tok === ":=") {
    const types = checkValues(stmt.rhs, env, env.info);
    stmt.lhs.forEach((expr, i) => {
      if (expr.kind !== "Ident") {
        checkExpr(expr, env);
        return;
      }
      const known = env.scope.own(expr.name);
      if (known !== undefined && known.kind === "Var") {
        env.info.uses.set(expr, known);
        env.info.types.set(expr, known.type());
      } else define(expr, defaultType(types[i] ?? unknown), env);
    });
    return;
  }
  const targets = stmt.lhs.map((expr) => checkExpr(expr, env));
  stmt.rhs.forEach((expr, i) => {
    checkExpr(expr, env, stmt.lhs.length === stmt.rhs.length ? targets[i] : undefined);
  });
}

function checkRange(stmt: RangeStmt, env: Env): void {
  const [key, value] = rangeTypes(checkExpr(stmt.x, env));
  const own = inner(env);
  const bind = (expr: Expr | undefined, type: Type): void => {
    if (expr === undefined) return;
    if (stmt.tok === ":=" && expr.kind === "Ident") define(expr, type, own);
    else checkExpr(expr, own);
  };
  bind(stmt.key, key);
  bind(stmt.value, value);
  checkBlock(stmt.body, inner(own));
}

/** The types of the two variables of a range loop. */
function rangeTypes(type: Type): readonly [Type, Type] {
  const under = underlying(type);
  switch (under.kind) {
    case "Map":
      return [under.key, under.elem];
    case "Slice":
    case "Array":
      return [basic("int"), under.elem];
    case "Pointer": {
      const array = underlying(deref(under));
      return array.kind === "Array" ? [basic("int"), array.elem] : [unknown, unknown];
    }
    case "Chan":
      return [under.elem, unknown];
    case "Basic":
      return under.name.includes("string") ? [basic("int"), basic("int32")] : [defaultType(type), unknown];
    case "Signature": {
      const yielded = under.params[0] === undefined ? unknown : underlying(under.params[0].type());
      if (yielded.kind !== "Signature") return [unknown, unknown];
      return [yielded.params[0]?.type() ?? unknown, yielded.params[1]?.type() ?? unknown];
    }
    default:
      return [unknown, unknown];
  }
}
