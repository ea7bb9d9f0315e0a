/** Calls of known functions that read or change the maps they are given. */
import type { CallExpr, Expr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import { lookupMember } from "../types/lookup.ts";
import { isExported } from "../types/package.ts";
import { asMap, deref, qualifiedName, type Type, underlying, type Var } from "../types/types.ts";
import { calleeName, isMap, writtenName } from "./known.ts";
import type { AccessKind } from "./model.ts";

/** A map that a call accesses. */
export interface MapUse {
  readonly map: Expr;
  readonly kind: AccessKind;
}

/** What a function does to maps among its arguments. */
interface Row {
  /** Matches `import/path.Type.Method` or `import/path.Function`, without the major version. */
  readonly name: RegExp;
  readonly kind: AccessKind;
  /** Which argument; all when it is missing. */
  readonly argument?: number;
  /** Structs are gone into as well, as far as their exported fields are maps. */
  readonly objects?: true;
}

const marshals =
  "(Marshal|MarshalIndent|MarshalWrite|MarshalWithOptions|Encode|Encoder\\.Encode|Encoder\\.EncodeElement)";
const encodings =
  "(encoding\\/(json|xml|gob)|gopkg\\.in\\/yaml(\\.v\\d)?|sigs\\.k8s\\.io\\/yaml|github\\.com\\/goccy\\/go-(yaml|json)|github\\.com\\/BurntSushi\\/toml|github\\.com\\/pelletier\\/go-toml|github\\.com\\/vmihailenco\\/msgpack)";

/** Facts: the documentation of each package; for maps and reflect also runtime/map.go, which they call. */
const rows: readonly Row[] = [
  { name: /^maps\.(Copy|Insert)$/, argument: 0, kind: "write" },
  { name: /^maps\.DeleteFunc$/, argument: 0, kind: "delete" },
  { name: /^maps\.Copy$/, argument: 1, kind: "iterate" },
  // The race detector does not see maps.Clone (Go 1.23 to 1.27: runtime mapclone has no racereadpc).
  { name: /^maps\.(Clone|Keys|Values|All|Equal|EqualFunc)$/, kind: "iterate" },
  { name: new RegExp(`^${encodings}\\.${marshals}$`), kind: "iterate", objects: true },
  { name: new RegExp(`^${encodings}\\.(Unmarshal\\w*)$`), argument: 1, kind: "write", objects: true },
  {
    name: new RegExp(`^${encodings}\\.Decoder\\.(Decode|DecodeElement)$`),
    argument: 0,
    kind: "write",
    objects: true,
  },
  { name: /^(text|html)\/template\.Template\.Execute$/, argument: 1, kind: "iterate", objects: true },
  { name: /^(text|html)\/template\.Template\.ExecuteTemplate$/, argument: 2, kind: "iterate", objects: true },
  { name: /^fmt\.(Print|Sprint|Fprint|Append|Error)\w*$/, kind: "iterate" },
  { name: /^log\.(Logger\.)?(Print|Fatal|Panic)\w*$/, kind: "iterate" },
  { name: /^log\/slog\.(Logger\.)?(Debug|Info|Warn|Error|Log|Any|With)\w*$/, kind: "iterate" },
  { name: /^testing\.(common|T|B|F|TB)\.(Log|Error|Fatal|Skip)\w*$/, kind: "iterate" },
  { name: /^github\.com\/sirupsen\/logrus\.(Debug|Info|Warn|Error|Print|Fatal|Panic)\w*$/, kind: "iterate" },
  { name: /^reflect\.DeepEqual$/, kind: "iterate" },
  { name: /^github\.com\/google\/go-cmp\/cmp\.(Diff|Equal)$/, kind: "iterate" },
];

/** Methods of reflect.Value that run into the runtime's map functions (reflect/map.go). */
const reflectMethods: ReadonlyMap<string, AccessKind> = new Map([
  ["MapIndex", "read"],
  ["Len", "read"],
  ["MapKeys", "iterate"],
  ["MapRange", "iterate"],
  ["SetMapIndex", "write"],
  ["Clear", "clear"],
]);

/** What builtin functions do to the map they are given. */
const builtins: ReadonlyMap<string, AccessKind> = new Map([
  ["delete", "delete"],
  ["clear", "clear"],
  ["len", "read"],
]);

/** Map types of the standard library whose methods are plain accesses. */
const headerTypes = /^(net\/http\.Header|net\/url\.Values|net\/textproto\.MIMEHeader|net\/mail\.Header)$/;

/** Maps that a call of a known function accesses: its receiver or arguments. */
export function knownMapUses(call: CallExpr, info: Info): readonly MapUse[] {
  const fun = unparen(call.fun);
  const builtin = fun.kind === "Ident" ? info.uses.get(fun) : undefined;
  if (builtin?.kind === "Builtin") {
    const [first] = call.args;
    const kind = builtins.get(builtin.name);
    return kind !== undefined && first !== undefined && isMap(first, info) ? [{ map: first, kind }] : [];
  }
  return headerUse(call, info) ?? usesByName(call, info).filter(({ map }) => holdsMap(map, info));
}

/** Objects with maps in their fields that a call goes into. */
export function objectUses(
  call: CallExpr,
  info: Info,
): readonly { readonly object: Expr; readonly fields: readonly Var[]; readonly kind: AccessKind }[] {
  return usesByName(call, info)
    .filter(({ objects }) => objects === true)
    .map(({ map, kind }) => ({ object: map, fields: mapFields(info.types.get(map)), kind }))
    .filter(({ fields }) => fields.length > 0);
}

/** `reflect.ValueOf(m).MapIndex(k)`, also through a variable; `values` are those that hold one value for good. */
export function reflectUse(call: CallExpr, info: Info, values: ReadonlyMap<Var, Expr>): MapUse | undefined {
  const fun = unparen(call.fun);
  const name = calleeName(call, info);
  if (fun.kind !== "SelectorExpr" || !name.startsWith("reflect.Value.")) return undefined;
  const kind = reflectMethods.get(fun.sel.name);
  const on = unparen(fun.x);
  const obj = on.kind === "Ident" ? info.uses.get(on) : undefined;
  const value = obj?.kind === "Var" ? values.get(obj) : on;
  if (kind === undefined || value?.kind !== "CallExpr" || calleeName(value, info) !== "reflect.ValueOf")
    return undefined;
  const [map] = value.args;
  return map !== undefined && isMap(map, info) ? { map, kind } : undefined;
}

/** `header.Set`, `values.Get` and the like. */
function headerUse(call: CallExpr, info: Info): readonly MapUse[] | undefined {
  const fun = unparen(call.fun);
  const callee = info.callees.get(call);
  if (fun.kind !== "SelectorExpr" || callee?.recv === undefined) return undefined;
  if (!headerTypes.test(qualifiedName(callee.recv.named))) return undefined;
  if (/^(Set|Add)$/.test(callee.name)) return [{ map: fun.x, kind: "write" }];
  if (callee.name === "Del") return [{ map: fun.x, kind: "delete" }];
  return [{ map: fun.x, kind: /^(Get|Has|Values)$/.test(callee.name) ? "read" : "iterate" }];
}

function usesByName(call: CallExpr, info: Info): readonly (MapUse & { readonly objects?: true })[] {
  if (call.args.length === 0) return [];
  const name = writtenName(call, info);
  if (name === "") return [];
  return rows
    .filter((row) => row.name.test(name))
    .flatMap(({ argument, kind, objects }) =>
      call.args
        .filter((_arg, i) => (argument === undefined || argument === i) && !isUnread(call, i))
        .map((arg) => ({ map: withoutAddress(arg), kind, objects })),
    );
}

/** Is the argument printed by a verb that does not look at it, as `%p` and `%T`? */
function isUnread({ args }: CallExpr, index: number): boolean {
  const at = args.findIndex((arg) => arg.kind === "BasicLit" && arg.tok === "STRING");
  const format = args[at];
  if (format?.kind !== "BasicLit" || at >= index) return false;
  const verbs = [...format.value.matchAll(/%[-+# 0-9.*[\]]*([A-Za-z%])/g)].map(([, verb]) => verb);
  return /^[pT]$/.test(verbs.filter((verb) => verb !== "%")[index - at - 1] ?? "");
}

function withoutAddress(arg: Expr): Expr {
  const bare = unparen(arg);
  return bare.kind === "UnaryExpr" && bare.op === "&" ? bare.x : arg;
}

/** Is the expression a map, or a pointer to one? */
function holdsMap(expr: Expr, info: Info): boolean {
  if (isMap(expr, info)) return true;
  const type = info.types.get(expr);
  return type !== undefined && !info.typeExprs.has(expr) && asMap(deref(type)) !== undefined;
}

/** The exported fields of a struct that hold maps, unless the type says itself how it is encoded. */
function mapFields(type: Type | undefined): readonly Var[] {
  const struct = type === undefined ? undefined : underlying(deref(type));
  if (type === undefined || struct?.kind !== "Struct") return [];
  if (["MarshalJSON", "UnmarshalJSON", "MarshalText"].some((name) => lookupMember(type, name) !== undefined))
    return [];
  return struct.fields.filter((field) => isExported(field.name) && asMap(field.type()) !== undefined);
}
