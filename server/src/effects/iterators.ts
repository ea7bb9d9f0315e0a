/** Function literals that a function gives back as iterators. */
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import { isExported } from "../types/package.ts";
import { qualifiedName } from "../types/types.ts";
import type { AnalysedFunc } from "./analyse.ts";
import type { Strand } from "./model.ts";

/**
 * Does an exported function give back the literal of a strand as an `iter.Seq`? Then callers from outside run it, by
 * ranging over it, when the function has returned.
 */
export function isIteratorForCallers({ func, body }: AnalysedFunc, { code }: Strand): boolean {
  if (!isExported(func.name)) return false;
  if (!func.signature().results.some(({ type }) => /^iter\.Seq2?$/.test(qualifiedName(type())))) return false;
  let found = false;
  walk(body, (node) => {
    if (node.kind === "FuncLit") return false;
    if (node.kind === "ReturnStmt")
      found ||= node.results.some((result) => {
        const bare = unparen(result);
        return bare.kind === "FuncLit" && bare.pos === code.pos;
      });
    return !found;
  });
  return found;
}
