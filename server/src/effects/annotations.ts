/**
 * The annotations of gVisor's checklocks analyzer on functions (gvisor.dev/gvisor, tools/checklocks):
 * `+checklocks:s.mu` (held at entry), `+checklocksread:s.mu` (held for reading), `+checklocksacquire:s.mu`,
 * `+checklocksacquireread:s.mu`, `+checklocksrelease:s.mu`, `+checklocksreleaseread:s.mu`.
 */
import type { FuncDecl } from "../syntax/ast.ts";
import { lookupMember } from "../types/lookup.ts";
import type { Package } from "../types/package.ts";
import { originVar } from "../types/subst.ts";
import type { Type, Var } from "../types/types.ts";
import { acquire, noLocks } from "./lockset.ts";
import type { LockRef, Lockset } from "./model.ts";
import { classKey, classVar, type Path } from "./path.ts";

/** What a function's comment says of locks. */
export interface LockContract {
  /** Held by whoever calls the function. */
  readonly entry: Lockset;
  /** Held when the function returns, and not at entry. */
  readonly acquires: Lockset;
}

/** The annotations of a function; `variables` are its receiver and parameters. */
export function lockContract(decl: FuncDecl, pkg: Package, variables: readonly Var[]): LockContract {
  let entry = noLocks;
  let acquires = noLocks;
  for (const [, kind, read, name] of decl.doc.matchAll(annotation)) {
    const lock = lockNamed(name, decl, pkg, variables);
    if (lock === undefined) continue;
    const mode = read === "read" ? "R" : "W";
    if (kind === "acquire") acquires = acquire(acquires, lock, mode);
    else entry = acquire(entry, lock, mode);
  }
  return { entry, acquires };
}

const annotation = /^\s*\+checklocks(acquire|release)?(read)?:([\w.]+)\s*$/gm;

/** The lock that `s.inner.mu` names, from a receiver, a parameter or a package variable on. */
function lockNamed(
  name: string,
  decl: FuncDecl,
  pkg: Package,
  variables: readonly Var[],
): LockRef | undefined {
  const [first, ...rest] = name.split(".");
  const root = variables.find((variable) => variable.name === first) ?? pkg.lookup(first);
  if (root?.kind !== "Var") return undefined;
  const steps: Var[] = [];
  let type: Type = root.type();
  for (const field of rest) {
    const member = lookupMember(type, field);
    if (member?.obj.kind !== "Var") return undefined;
    steps.push(...[...member.path, member.obj].map(originVar));
    type = member.type;
  }
  const path: Path = { root, steps };
  return {
    key: classKey(path),
    variable: classVar(path),
    text: name,
    path,
    pos: decl.name.pos,
    pseudo: false,
  };
}
