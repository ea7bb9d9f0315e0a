/** The predeclared identifiers of Go. */
import {
  type Basic,
  type Interface,
  type Named,
  type Obj,
  type Type,
  type TypeName,
  unknown,
} from "./types.ts";

const basicNames = [
  "bool",
  "string",
  "int",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "uintptr",
  "float32",
  "float64",
  "complex64",
  "complex128",
] as const;

const builtinNames = [
  "append",
  "cap",
  "clear",
  "close",
  "complex",
  "copy",
  "delete",
  "imag",
  "len",
  "make",
  "max",
  "min",
  "new",
  "panic",
  "print",
  "println",
  "real",
  "recover",
] as const;

function makeBasic(name: string): Basic {
  return { kind: "Basic", name };
}

export const untyped = {
  bool: makeBasic("untyped bool"),
  int: makeBasic("untyped int"),
  rune: makeBasic("untyped rune"),
  float: makeBasic("untyped float"),
  complex: makeBasic("untyped complex"),
  string: makeBasic("untyped string"),
  nil: makeBasic("untyped nil"),
} as const;

/** The predeclared types by name. */
export const basics: ReadonlyMap<string, Basic> = new Map(basicNames.map((name) => [name, makeBasic(name)]));

/** A predeclared type; the name must be one. */
export function basic(name: (typeof basicNames)[number]): Basic {
  const type = basics.get(name);
  if (type === undefined) throw new Error(`no predeclared type ${name}`);
  return type;
}

/** `interface{}`. */
export const emptyInterface: Interface = { kind: "Interface", methods: [], embeds: [] };

const errorName: TypeName = {
  kind: "TypeName",
  name: "error",
  alias: false,
  doc: "",
  local: false,
  typeParams: () => [],
  type: () => errorType,
};

/** Its method is left out: nobody asks what becomes of the text. */
const errorType: Named = {
  kind: "Named",
  obj: errorName,
  typeArgs: [],
  get origin() {
    return errorType;
  },
  underlying: () => emptyInterface,
};

/** The type a variable gets that is initialised with a value of this type. */
export function defaultType(type: Type): Type {
  switch (type) {
    case untyped.bool:
      return basic("bool");
    case untyped.int:
      return basic("int");
    case untyped.rune:
      return basic("int32");
    case untyped.float:
      return basic("float64");
    case untyped.complex:
      return basic("complex128");
    case untyped.string:
      return basic("string");
    case untyped.nil:
      return unknown;
    default:
      return type;
  }
}

/** Is it the type of an untyped constant? */
export function isUntyped(type: Type): boolean {
  return type.kind === "Basic" && type.name.startsWith("untyped");
}

const constantKinds: readonly Type[] = [untyped.int, untyped.rune, untyped.float, untyped.complex];

/** The kind of constant that an operation on two untyped constants gives; the other one when one is unknown. */
export function widerConstant(x: Type, y: Type): Type {
  if (x.kind === "Unknown") return y;
  return constantKinds.indexOf(y) > constantKinds.indexOf(x) ? y : x;
}

function typeName(name: string, type: Type): Obj {
  return {
    kind: "TypeName",
    name,
    alias: true,
    doc: "",
    local: false,
    typeParams: () => [],
    type: () => type,
  };
}

/** The outermost scope. */
export const universe: ReadonlyMap<string, Obj> = new Map<string, Obj>([
  ...[...basics].map(([name, type]): [string, Obj] => [name, typeName(name, type)]),
  ["byte", typeName("byte", basic("uint8"))],
  ["rune", typeName("rune", basic("int32"))],
  ["any", typeName("any", emptyInterface)],
  ["comparable", typeName("comparable", emptyInterface)],
  ["error", errorName],
  ...builtinNames.map((name): [string, Obj] => [name, { kind: "Builtin", name }]),
  ...["true", "false"].map((name): [string, Obj] => [
    name,
    { kind: "Const", name, type: () => untyped.bool },
  ]),
  ["iota", { kind: "Const", name: "iota", type: () => untyped.int }],
  ["nil", { kind: "Nil", name: "nil" }],
]);
