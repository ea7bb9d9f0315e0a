/** A package: its files, the names it declares, its methods. Named after go/types. */
import type { Decl, Expr, File, FuncDecl, GenDecl, ImportSpec, ValueSpec } from "../syntax/ast.ts";
import { Scope } from "./scope.ts";
import {
  type Const,
  type Func,
  type Named,
  type Obj,
  type PkgName,
  type Signature,
  type Type,
  type TypeName,
  unknown,
  type Var,
} from "./types.ts";
import {
  bindTypeParam,
  declareType,
  emptySignature,
  lazy,
  makeVar,
  type Site,
  signatureOf,
  typeOf,
} from "./typexpr.ts";
import { defaultType, universe } from "./universe.ts";

/** One file of a package. The file is replaced when only bodies were edited. */
export interface Unit {
  readonly path: string;
  file: File;
}

/** Where a declaration stands. */
export interface Placement {
  readonly unit: Unit;
  readonly offset: number;
}

/** What a package needs from outside. */
export interface PackageOptions {
  readonly path: string;
  readonly name: string;
  /** Is it declared by the index? Then its declarations stand in no file. */
  readonly indexed?: boolean;
  /** The package with an import path; undefined when it cannot be had. */
  readonly importer: (path: string) => Package | undefined;
  /** The types of a package-level variable's initial value, computed by the body checker. */
  readonly valueTypes: (values: readonly Expr[], site: Site) => readonly Type[];
}

/** A package and everything it declares. Types are resolved on demand. */
export class Package {
  readonly path: string;
  readonly name: string;
  readonly units: readonly Unit[];
  /** Declared by the index: its declarations stand in no file. */
  readonly indexed: boolean;
  /** All functions and methods with a declaration, in source order. */
  readonly funcs: Func[] = [];
  /** All package-level variables, in source order, with the declaration that holds them. */
  readonly vars: Var[] = [];
  /** All package-level type names, in source order. */
  readonly typeNames: TypeName[] = [];

  readonly #options: PackageOptions;
  readonly #consts: Const[] = [];
  readonly #scope: Scope;
  readonly #fileScopes = new Map<Unit, Scope>();
  readonly #placements = new WeakMap<Decl, Placement>();
  /** Declarations that are a part of another one. */
  readonly #holders = new WeakMap<Decl, Decl>();
  /** By the name that the receiver is written with. */
  readonly #methods = new Map<string, Map<string, Func>>();
  /** By the name of the defined type. */
  #methodsOf: Map<string, ReadonlyMap<string, Func>> | undefined;
  readonly #funcOf = new Map<FuncDecl, Func>();

  constructor(options: PackageOptions, units: readonly Unit[]) {
    this.#options = options;
    this.path = options.path;
    this.name = options.name;
    this.units = units;
    this.indexed = options.indexed === true;
    this.#scope = new Scope(undefined, (name) => universe.get(name));
    for (const unit of units) this.#collect(unit);
    // After the declarations: these win over an import's name that is only guessed.
    for (const unit of units) this.#importAll(unit);
  }

  /** The same package made of other versions of its files. */
  withUnits(units: readonly Unit[]): Package {
    return new Package(this.#options, units);
  }

  /** A package-level object by name. */
  lookup(name: string): Obj | undefined {
    return this.#scope.own(name);
  }

  /** The scope that a top-level declaration sees: its file's imports, the package, the universe. */
  scopeOf(decl: Decl): Scope {
    const placement = this.placementOf(decl);
    const scope = placement === undefined ? undefined : this.#fileScopes.get(placement.unit);
    return scope ?? this.#scope;
  }

  /** Where a top-level declaration of this package stands. */
  placementOf(decl: Decl): Placement | undefined {
    return this.#placements.get(this.#holders.get(decl) ?? decl);
  }

  /** From now on the declaration stands where the other one does, of which it is a part. */
  holdsToo(part: Decl, whole: Decl): void {
    this.#holders.set(part, whole);
  }

  /** The function that a declaration declares. */
  funcOf(decl: FuncDecl): Func | undefined {
    return this.#funcOf.get(decl);
  }

  /** The declared methods of a type, by name. */
  methodsOf(named: Named): ReadonlyMap<string, Func> {
    if (this.#methodsOf === undefined) {
      this.#methodsOf = new Map();
      for (const [receiver, methods] of this.#methods) {
        const known = this.#methodsOf.get(this.#unalias(receiver));
        this.#methodsOf.set(this.#unalias(receiver), new Map([...(known ?? []), ...methods]));
      }
    }
    return this.#methodsOf.get(named.obj.name) ?? noMethods;
  }

  /** The name of the defined type that a receiver's type name denotes. */
  #unalias(name: string): string {
    const obj = this.#scope.own(name);
    const type = obj?.kind === "TypeName" && obj.alias ? obj.type() : unknown;
    return type.kind === "Named" && type.obj.pkg === this ? type.obj.name : name;
  }

  /**
   * Takes a new version of a file in which only function bodies changed or declarations moved.
   * Everything that is known of types stays valid.
   */
  replaceBodies(unit: Unit, file: File): void {
    const previous = unit.file.decls;
    unit.file = file;
    file.decls.forEach(({ decl, offset }, i) => {
      const old = previous[i]?.decl;
      this.#placements.set(decl, { unit, offset });
      if (old === undefined || old === decl) return;
      // The old declaration stays known: types resolved from it still point into it.
      this.#placements.set(old, { unit, offset });
      if (old.kind !== "FuncDecl" || decl.kind !== "FuncDecl") return;
      const func = this.#funcOf.get(old);
      if (func === undefined) return;
      func.decl = decl;
      this.#funcOf.delete(old);
      this.#funcOf.set(decl, func);
    });
  }

  #collect(unit: Unit): void {
    const scope = new Scope(this.#scope);
    this.#fileScopes.set(unit, scope);
    for (const { decl, offset } of unit.file.decls) {
      this.#placements.set(decl, { unit, offset });
      if (decl.kind === "FuncDecl") this.#declareFunc(decl, scope);
      else this.#declareGen(decl, scope);
    }
  }

  #importAll(unit: Unit): void {
    const scope = this.#fileScopes.get(unit);
    for (const spec of unit.file.imports) if (scope !== undefined) this.#import(spec, scope);
  }

  #import(spec: ImportSpec, scope: Scope): void {
    let imported: Package | undefined;
    // Asked again while there is none: in a cycle of imports it is there later.
    const load = (): Package | undefined => {
      imported ??= this.#options.importer(spec.path);
      return imported;
    };
    if (spec.name === "_") return;
    if (spec.name === ".") {
      for (const obj of load()?.exported() ?? []) scope.insert(obj);
      return;
    }
    // The name in the package clause is usually the last element of the path, or the one before a
    // version; only where the package itself is at hand can it be told for sure.
    const name =
      spec.name ?? (isGuessable(spec.path) ? guessName(spec.path) : (load()?.name ?? guessName(spec.path)));
    if (spec.name === undefined && this.#scope.own(name) !== undefined) return;
    const obj: PkgName = { kind: "PkgName", name, path: spec.path, imported: load };
    scope.insert(obj);
  }

  /** The exported objects of package level. */
  exported(): Obj[] {
    const all: Obj[] = [
      ...this.typeNames,
      ...this.vars,
      ...this.#consts,
      ...this.funcs.filter((func) => func.recv === undefined),
    ];
    return all.filter((obj) => isExported(obj.name));
  }

  #declareFunc(decl: FuncDecl, fileScope: Scope): void {
    const recvType = decl.recv === undefined ? undefined : receiverType(decl.recv.type);
    const scope = new Scope(fileScope);
    const site: Site = { pkg: this, decl, scope };
    let signature: Signature | undefined;
    let known: Func["recv"];
    const recv = (): Func["recv"] => {
      if (recvType === undefined || known !== undefined) return known;
      const obj = this.#scope.own(recvType.name);
      const type = obj?.kind === "TypeName" ? obj.type() : unknown;
      if (type.kind !== "Named") return undefined;
      known = { named: type, pointer: recvType.pointer, name: decl.recv?.names[0]?.name ?? "_" };
      return known;
    };
    const func: Func = {
      kind: "Func",
      name: decl.name.name,
      pkg: this,
      decl,
      place: { decl, pos: decl.name.pos, end: decl.name.end },
      get recv() {
        return recv();
      },
      signature: () => {
        if (signature === undefined) {
          signature = emptySignature;
          bindReceiverParams(recvType?.typeParams ?? [], recv()?.named, scope);
          signature = signatureOf(decl.type, site);
        }
        return signature;
      },
      ofInterface: false,
    };
    this.funcs.push(func);
    this.#funcOf.set(decl, func);
    if (recvType === undefined) {
      if (func.name !== "init") this.#scope.insert(func);
      return;
    }
    const methods = this.#methods.get(recvType.name) ?? new Map<string, Func>();
    methods.set(func.name, func);
    this.#methods.set(recvType.name, methods);
  }

  #declareGen(decl: GenDecl, scope: Scope): void {
    const site: Site = { pkg: this, decl, scope };
    let repeated: ValueSpec | undefined;
    for (const spec of decl.specs) {
      const comment = [spec.doc === "" ? decl.doc : spec.doc, spec.comment]
        .filter((text) => text !== "")
        .join("\n");
      if (spec.kind === "TypeSpec") {
        const { alias, type } = spec;
        const named = { name: spec.name.name, alias, type, doc: comment };
        const obj = declareType(named, spec.typeParams, spec.name, site, false);
        this.typeNames.push(obj);
        this.#scope.insert(obj);
        continue;
      }
      if (spec.values.length > 0 || spec.type !== undefined) repeated = spec;
      const types = this.#typesOf(decl.tok === "const" ? (repeated ?? spec) : spec, site);
      for (const [i, { name, pos, end }] of spec.names.entries()) {
        if (decl.tok === "const") {
          const obj: Const = { kind: "Const", name, pkg: this, type: lazy(() => types(i)) };
          this.#consts.push(obj);
          this.#scope.insert(obj);
          continue;
        }
        const type = lazy(() => defaultType(types(i)));
        const obj = makeVar(site, { name, role: "package", pos, end, type, comment });
        this.vars.push(obj);
        this.#scope.insert(obj);
      }
    }
  }

  /** The type of the i-th name of a declaration, found on demand. */
  #typesOf(spec: ValueSpec, site: Site): (i: number) => Type {
    const { type } = spec;
    if (type !== undefined) return () => typeOf(type, site);
    let values: readonly Type[] | undefined;
    return (i) => {
      if (values === undefined) {
        values = [];
        values = this.#options.valueTypes(spec.values, site);
      }
      return values[i] ?? unknown;
    };
  }
}

const noMethods: ReadonlyMap<string, Func> = new Map();

/** Does the name start with an upper-case letter? */
export function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

/** The base type's name, the pointer and the type parameters' names of a receiver's type expression. */
export function receiverType(
  expr: Expr,
): { name: string; pointer: boolean; typeParams: readonly string[] } | undefined {
  if (expr.kind === "ParenExpr") return receiverType(expr.x);
  if (expr.kind === "StarExpr") {
    const base = receiverType(expr.x);
    return base === undefined ? undefined : { ...base, pointer: true };
  }
  if (expr.kind === "IndexExpr" && expr.x.kind === "Ident") {
    const typeParams = expr.indices.map((index) => (index.kind === "Ident" ? index.name : "_"));
    return { name: expr.x.name, pointer: false, typeParams };
  }
  return expr.kind === "Ident" ? { name: expr.name, pointer: false, typeParams: [] } : undefined;
}

/** A method's names for its receiver's type parameters denote the parameters of the type itself. */
export function bindReceiverParams(names: readonly string[], named: Named | undefined, scope: Scope): void {
  const params = named?.obj.typeParams() ?? [];
  names.forEach((name, i) => {
    if (params[i] !== undefined) bindTypeParam(params[i], name, scope);
  });
}

/** Is the package's name surely the last element of its path? So it is in the standard library. */
function isGuessable(path: string): boolean {
  return !path.includes(".") && !/\/v\d+$/.test(path);
}

function guessName(path: string): string {
  const elements = path.split("/");
  let last = elements.at(-1) ?? path;
  if (/^v\d+$/.test(last) && elements.length > 1) last = elements.at(-2) ?? last;
  return last.replace(/\.v\d+$/, "").replace(/^go-|-go$|\.go$/g, "");
}
