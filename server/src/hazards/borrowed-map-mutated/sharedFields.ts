/** Fields of one object that were given a map of another: both objects have the same map from then on. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import { isMap } from "../../effects/known.ts";
import { pathKey, pathOf } from "../../effects/path.ts";
import type { Expr } from "../../syntax/ast.ts";
import { unparen } from "../../types/expr.ts";

/** A field that holds somebody else's map. */
export interface SharedField {
  /** The key of the field's path. */
  readonly key: string;
  readonly from: Expr;
  /** When it was given. */
  readonly order: number;
}

/** The fields of a function's own objects and of its parameters that get a map out of a longer-lived object. */
export function sharedFieldsOf({ info, effects }: AnalysedFunc): readonly SharedField[] {
  const fields: SharedField[] = [];
  for (const { kind, to, node, order, target } of effects.handovers) {
    if ((kind !== "store" && kind !== "alias") || to === undefined || !isMap(node, info)) continue;
    const source = target.path;
    const path = pathOf(unparen(to), info, new Map());
    if (source === undefined || path === undefined || path.steps.length === 0) continue;
    const isShared = source.root === effects.recv || source.root.role === "package";
    if (!isShared || path.root === source.root || path.root.role === "package") continue;
    fields.push({ key: pathKey(path), from: node, order });
  }
  return fields;
}
