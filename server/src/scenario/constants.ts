/** Constants: their values, worked out where they are declared. */
import type { GenDecl, ValueSpec } from "../syntax/ast.ts";
import { checkValues } from "../types/body.ts";
import { newInfo } from "../types/info.ts";
import type { Const } from "../types/types.ts";
import { evaluate } from "./expressions.ts";
import { Scope } from "./scope.ts";
import type { Translator } from "./translator.ts";
import { number, type Value } from "./value.ts";

/** The value of a constant; one that cannot be worked out stands for itself. */
export function constantValue(t: Translator, obj: Const): Value {
  if (obj.name === "true" || obj.name === "false") return number(obj.name === "true" ? 1 : 0);
  if (obj.name === "iota" && obj.pkg === undefined) return number(t.iota);
  const known = t.world.constants.get(obj);
  if (known !== undefined) return known;
  const unknownValue: Value = { kind: "unknown", text: obj.name, type: obj.type() };
  // A constant that needs itself is an error of the reader's.
  t.world.constants.set(obj, unknownValue);
  const value = ofPackage(t, obj) ?? unknownValue;
  t.world.constants.set(obj, value);
  return value;
}

function ofPackage(t: Translator, obj: Const): Value | undefined {
  const { pkg } = obj;
  if (pkg === undefined || pkg !== t.world.effects.pkg || pkg.lookup(obj.name) !== obj) return undefined;
  for (const { file } of pkg.units) {
    for (const { decl } of file.decls) {
      if (decl.kind !== "GenDecl" || decl.tok !== "const") continue;
      const spec = specOf(decl, obj.name);
      const values = spec === undefined ? undefined : valuesOf(decl, spec);
      const expr = values?.[spec?.names.findIndex((name) => name.name === obj.name) ?? -1];
      if (values === undefined || spec === undefined || expr === undefined) continue;
      const info = newInfo();
      checkValues(values, { pkg, decl, scope: pkg.scopeOf(decl) }, info);
      const { frame, block, scope, iota } = t;
      Object.assign(t, {
        frame: { ...frame, code: { pkg, decl, info } },
        block: undefined,
        scope: new Scope(),
        iota: spec.iota,
      });
      const value = evaluate(t, expr);
      Object.assign(t, { frame, block, scope, iota });
      return value.kind === "word" ? value : undefined;
    }
  }
  return undefined;
}

function specOf(decl: GenDecl, name: string): ValueSpec | undefined {
  return decl.specs.find(
    (spec): spec is ValueSpec => spec.kind === "ValueSpec" && spec.names.some((ident) => ident.name === name),
  );
}

/** The expressions of a spec; one without any repeats the last ones of its group. */
function valuesOf(decl: GenDecl, spec: ValueSpec): ValueSpec["values"] {
  const before = decl.specs.slice(0, decl.specs.indexOf(spec) + 1);
  const last = before.findLast((other) => other.kind === "ValueSpec" && other.values.length > 0);
  return last?.kind === "ValueSpec" ? last.values : [];
}

/** `const` inside a function. */
export function declareConstants(t: Translator, decl: GenDecl): void {
  const { iota } = t;
  for (const spec of decl.specs) {
    if (spec.kind !== "ValueSpec") continue;
    t.iota = spec.iota;
    spec.names.forEach((name, i) => {
      const obj = t.code.info.defs.get(name);
      const expr = valuesOf(decl, spec)[i];
      if (obj?.kind === "Const" && expr !== undefined) t.world.constants.set(obj, evaluate(t, expr));
    });
  }
  t.iota = iota;
}
