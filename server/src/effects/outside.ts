/** What packages show each other: a function's face and summary, without its body. */
import type { Package } from "../types/package.ts";
import type { Place, Type } from "../types/types.ts";
import type { AnalysedFunc, PackageEffects } from "./analyse.ts";
import type { SeenAccess } from "./compose.ts";
import { faceKey, lockKeys } from "./face.ts";
import { withoutOwnLocks } from "./lockset.ts";
import type { AccessKind, CallEvent, Face, FuncEffects, Lockset, MapAccess } from "./model.ts";
import { classKey, classVar, type Path, pathKey } from "./path.ts";

/** A map access of another package's function, its path in that function's terms. */
export interface OutsideAccess {
  readonly kind: AccessKind;
  readonly path: Path;
  readonly type: Type;
  readonly viaAlias: boolean;
  readonly locks: Lockset;
  readonly waited: ReadonlySet<string>;
  readonly signals: ReadonlySet<string>;
  /** How many calls lead from the function to it. */
  readonly calls: number;
}

/** The accesses that a function's callers can place, and what it signals. */
export interface OutsideSummary {
  readonly accesses: readonly OutsideAccess[];
  readonly signals: ReadonlySet<string>;
}

/** A text that is equal for equal summaries. */
export function summaryKey({ accesses, signals }: OutsideSummary): string {
  const keys = accesses.map(
    ({ kind, path, viaAlias, locks, waited, signals: after }) =>
      `${kind} ${pathText(path)} ${viaAlias} ${lockKeys(locks)} ${[...waited].join()} ${[...after].join()}`,
  );
  return `${keys.join("\n")}\n${[...signals].join()}`;
}

/** Parameters go by name: they are other objects whenever the body is edited. */
function pathText({ root, steps }: Path): string {
  return pathKey({ root, steps }).replace(/^\d+/, (id) =>
    root.role === "package" ? id : `${root.role} ${root.name}`,
  );
}

/** The packages that a package may look into. */
export interface OtherPackages {
  /**
   * The effects of a package that another one imports; undefined where nothing is to be had: of the standard
   * library, and of packages that import each other in a circle.
   */
  effectsOf(pkg: Package, importer: Package): PackageEffects | undefined;
  /** The packages that a package imports, those of the standard library not among them. */
  importsOf(pkg: Package): readonly Package[];
}

/** For a package that is looked at alone. */
export const noOthers: OtherPackages = { effectsOf: () => undefined, importsOf: () => [] };

/** An access as the importers see it. */
export function seenFromOutside({
  kind,
  path,
  locks,
  waited,
  signals,
  access,
  owner,
  calls,
}: SeenAccess): OutsideAccess {
  const { type, viaAlias } = access.target;
  return {
    kind,
    path,
    type,
    viaAlias,
    locks: withoutOwnLocks(locks, owner.decl),
    waited,
    signals,
    calls: calls.length + (access.callsInside ?? 0),
  };
}

const nothing: Face = {
  acquires: [],
  releases: [],
  returnsUnlock: [],
  paramCalls: new Map(),
  paramStarts: new Map(),
  paramMaps: [],
  waits: new Set(),
  returnsFresh: false,
  params: [],
};
const nothingKey = faceKey(nothing);

/** The part of a function's effects that its callers see; the same object for all that show nothing. */
export function slimFace(effects: FuncEffects, summary: OutsideSummary): Face {
  if (summary.accesses.length + summary.signals.size === 0 && faceKey(effects) === nothingKey) return nothing;
  const { acquires, releases, returnsUnlock, paramCalls, paramStarts, paramMaps } = effects;
  const { waits, returnsFresh, givesChannel, params, recv } = effects;
  const locks = { acquires, releases, returnsUnlock };
  return { ...locks, paramCalls, paramStarts, paramMaps, waits, returnsFresh, givesChannel, params, recv };
}

/** Calls of other packages' functions as the places where their accesses happen. */
export class OutsideCalls {
  readonly #seen = new Map<Place, readonly SeenAccess[]>();

  /** The accesses of a callee, standing at the call; the same objects each time. */
  at(call: CallEvent, owner: AnalysedFunc, summary: OutsideSummary | undefined): readonly SeenAccess[] {
    if (summary === undefined || summary.accesses.length === 0) return [];
    const known = this.#seen.get(call.place);
    if (known !== undefined) return known;
    const seen = summary.accesses.map((inner) => ({
      ...inner,
      access: accessAt(call, inner),
      owner,
      calls: [],
    }));
    this.#seen.set(call.place, seen);
    return seen;
  }
}

/** What a callee of another package accesses, as an access at the call; `placed` is its path from the caller's variables. */
export function accessAt(call: CallEvent, inner: OutsideAccess, placed?: Path): MapAccess {
  const { strand, order, loops, locks, live, waited, facts, place, callee } = call;
  const { kind, type, viaAlias } = inner;
  const path = placed ?? inner.path;
  const variable = classVar(path);
  const text = variable.name;
  const target = { key: classKey(path), variable, path: placed, text, type, viaAlias, owned: false };
  return {
    strand,
    order,
    loops,
    locks,
    live,
    waited,
    facts,
    kind,
    target,
    place,
    node: place,
    through: callee,
    callsInside: inner.calls + 1,
  };
}
