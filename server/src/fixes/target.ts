/** Where a map is declared, so that a lock can be declared beside it. */
import type { Field, FuncDecl, GenDecl, StructType, TypeSpec, ValueSpec } from "../syntax/ast.ts";
import type { Package } from "../types/package.ts";
import { isExported } from "../types/package.ts";
import type { Named, Var } from "../types/types.ts";
import { refuse } from "./refusal.ts";

/** A field of a struct type that the package declares. */
export interface FieldTarget {
  readonly kind: "field";
  readonly map: Var;
  readonly named: Named;
  readonly spec: TypeSpec;
  readonly struct: StructType;
  readonly field: Field;
}

/** A variable of the package. */
export interface VariableTarget {
  readonly kind: "variable";
  readonly map: Var;
  readonly decl: GenDecl;
  readonly spec: ValueSpec;
}

/** A variable of a function. */
export interface LocalTarget {
  readonly kind: "local";
  readonly map: Var;
  readonly func: FuncDecl;
}

export type Target = (FieldTarget | VariableTarget | LocalTarget) & {
  /** The file of the declaration, and the declaration's offset in it. */
  readonly path: string;
  readonly offset: number;
  /** `Type.field` or the variable's name. */
  readonly name: string;
};

/** The declaration of a map. Throws a Refusal where no lock can stand beside it. */
export function targetOf(map: Var, pkg: Package): Target {
  const { decl } = map.place;
  const placement = pkg.placementOf(decl);
  if (placement === undefined) return refuse("fix.no.declaration", { map: map.name });
  const where = { path: placement.unit.path, offset: placement.offset };
  if (map.role === "local" && decl.kind === "FuncDecl") {
    return { kind: "local", map, func: decl, ...where, name: map.name };
  }
  if (map.role !== "field" && map.role !== "package") return refuse("fix.no.fromCaller", { map: map.name });
  if (decl.kind !== "GenDecl") return refuse("fix.no.declaration", { map: map.name });
  const library = pkg.name !== "main";
  if (map.role === "package") {
    const spec = decl.specs.find(
      (one): one is ValueSpec => one.kind === "ValueSpec" && declares(one.names, map),
    );
    if (spec === undefined) return refuse("fix.no.declaration", { map: map.name });
    if (library && isExported(map.name)) refuse("fix.no.exported", { map: map.name });
    return { kind: "variable", map, decl, spec, ...where, name: map.name };
  }
  for (const spec of decl.specs) {
    if (spec.kind !== "TypeSpec" || spec.type.kind !== "StructType") continue;
    const field = spec.type.fields.find((one) => declares(one.names, map));
    const obj = pkg.lookup(spec.name.name);
    const type = obj?.kind === "TypeName" && !spec.alias ? obj.type() : undefined;
    if (field === undefined || type?.kind !== "Named") continue;
    const name = `${spec.name.name}.${map.name}`;
    if (library && isExported(map.name)) refuse("fix.no.exported", { map: name });
    return { kind: "field", map, named: type, spec, struct: spec.type, field, ...where, name };
  }
  return refuse("fix.no.declaration", { map: map.name });
}

function declares(names: readonly { readonly pos: number }[], map: Var): boolean {
  return names.some((ident) => ident.pos === map.place.pos);
}
