/** Fields and methods of a type, through embedded fields, as the selector rules of Go say. */
import { bindings, substSignature } from "./subst.ts";
import { deref, type Func, type Type, underlying, type Var } from "./types.ts";

/** What `x.name` denotes. */
export interface Member {
  readonly obj: Var | Func;
  /** The embedded fields passed on the way, outermost first. */
  readonly path: readonly Var[];
  /** The type of the field, or the method's signature, with type arguments filled in. */
  readonly type: Type;
}

interface Level {
  readonly type: Type;
  readonly path: readonly Var[];
}

/** Embedding nests no deeper than this in any real program; cyclic types end here. */
const maxDepth = 8;

/** Finds a field or method of a type by name: the shallowest one. */
export function lookupMember(type: Type, name: string): Member | undefined {
  let level: Level[] = [{ type, path: [] }];
  const seen = new Set<Type>();
  for (let depth = 0; depth < maxDepth && level.length > 0; depth++) {
    const next: Level[] = [];
    // The list grows under way: embedded interfaces and constraints stand at the same depth.
    for (const at of level) {
      const found = memberAt(at, name, seen, level, next);
      if (found !== undefined) return found;
    }
    level = next;
  }
  return undefined;
}

/** A member of one type without its embedded fields; these go to `next`. */
function memberAt(
  { type, path }: Level,
  name: string,
  seen: Set<Type>,
  same: Level[],
  next: Level[],
): Member | undefined {
  const base = deref(type);
  if (base.kind === "Named" || base.kind === "TypeParam") {
    if (seen.has(base)) return undefined;
    seen.add(base);
  }
  if (base.kind === "Named") {
    const method = base.obj.local ? undefined : base.obj.pkg?.methodsOf(base.origin).get(name);
    if (method !== undefined) {
      const signature = method.signature();
      const { typeArgs } = base;
      if (typeArgs.length === 0) return { obj: method, path, type: signature };
      return { obj: method, path, type: substSignature(signature, bindings(base.origin, typeArgs)) };
    }
  } else if (base.kind === "TypeParam") {
    same.push({ type: base.constraint(), path });
  }
  const own = underlying(base);
  // A defined pointer type has the fields of what it points to, and no methods.
  const under = base.kind === "Named" && own.kind === "Pointer" ? underlying(own.elem) : own;
  if (under.kind === "Struct") {
    for (const field of under.fields) {
      if (field.name === name) return { obj: field, path, type: field.type() };
      if (field.embedded) next.push({ type: field.type(), path: [...path, field] });
    }
  } else if (under.kind === "Interface") {
    for (const method of under.methods) {
      if (method.name === name) return { obj: method, path, type: method.signature() };
    }
    for (const embed of under.embeds) {
      // A union gives methods only where it has a single term.
      const only = embed.kind === "Tuple" && embed.types.length === 1 ? embed.types[0] : embed;
      if (only.kind !== "Tuple") same.push({ type: only, path });
    }
  }
  return undefined;
}

/** The fields of the struct behind a type; none when it is no struct. */
export function structFieldsOf(type: Type): readonly Var[] {
  const under = underlying(deref(type));
  return under.kind === "Struct" ? under.fields : [];
}
