/** The effects of all functions of a package, computed on demand and remembered by declaration. */
import type { BlockStmt, CallExpr, FuncDecl } from "../syntax/ast.ts";
import { checkFunc } from "../types/body.ts";
import { functionIn } from "../types/funcVars.ts";
import type { Info } from "../types/info.ts";
import { initialisersOf } from "../types/initialisers.ts";
import { isExported, type Package } from "../types/package.ts";
import type { Func, Obj } from "../types/types.ts";
import { componentsOf, maxCircle, roundsOf } from "./callgraph.ts";
import { Composer } from "./compose.ts";
import { faceKey } from "./face.ts";
import { Implementations } from "./implementations.ts";
import type { Face, FuncEffects } from "./model.ts";
import { noOthers, type OtherPackages, type OutsideSummary, slimFace } from "./outside.ts";
import { SeenOutside } from "./seen.ts";
import { exclusiveSemaphores } from "./semaphores.ts";
import { sameSets } from "./sets.ts";
import { variableTargets } from "./targets.ts";
import { type Callees, functionEffects } from "./walk.ts";

/** A body with what the checker found out about it. */
interface CheckedFunc {
  readonly func: Func;
  readonly decl: FuncDecl;
  readonly body: BlockStmt;
  readonly info: Info;
  /** The functions of the package that the body names: it may call them. */
  readonly named: readonly Func[];
  /** What its calls through interfaces and package variables reach, where that is known. */
  readonly targets: ReadonlyMap<CallExpr, Func>;
}

/** A body with what the checker and the walker found out about it. */
export interface AnalysedFunc extends CheckedFunc {
  readonly effects: FuncEffects;
}

/** What stays known of a function whose body is forgotten. */
interface Retired {
  readonly face: Face;
  readonly summary: OutsideSummary;
}

/** Something that went wrong inside one function; the others are not affected. */
export interface Failure {
  readonly func: Func;
  readonly error: Error;
}

/** The functions of one package. Results are kept as long as the declarations stay the same. */
export class PackageEffects {
  readonly pkg: Package;
  readonly failures: Failure[] = [];
  /** Circles of calls that are too large to be gone round: one function of each, and how many there are. */
  readonly largeCircles: { readonly func: Func; readonly size: number }[] = [];
  readonly #bodyOf: (decl: FuncDecl) => BlockStmt | undefined;
  #known = new Map<FuncDecl, AnalysedFunc | undefined>();
  readonly #others: OtherPackages;
  /** What was seen of other packages' functions; what is known here holds as long as that is the same. */
  #seen = new SeenOutside();
  readonly #imported = new Map<Package, PackageEffects | undefined>();
  #composer: Composer | undefined;
  #implementations: Implementations | undefined;
  #semaphores: ReadonlySet<string> | undefined;
  #retired: ReadonlyMap<FuncDecl, Retired> | undefined;
  #version = 0;
  /** What `all` gave, until a function changes. */
  #all: readonly AnalysedFunc[] | undefined;

  constructor(
    pkg: Package,
    bodyOf: (decl: FuncDecl) => BlockStmt | undefined,
    others: OtherPackages = noOthers,
  ) {
    this.pkg = pkg;
    this.#bodyOf = (decl) => initialisersOf(pkg).bodyOf(decl) ?? bodyOf(decl);
    this.#others = others;
  }

  /** The composition of the functions as they are now. */
  get composer(): Composer {
    this.#composer ??= new Composer(this);
    return this.#composer;
  }

  /** The effects of a package that this one imports; asked for at every call, so remembered. */
  #outside(pkg: Package): PackageEffects | undefined {
    if (!this.#imported.has(pkg)) this.#imported.set(pkg, this.#others.effectsOf(pkg, this.pkg));
    return this.#imported.get(pkg);
  }

  /** Another number whenever something changed that others may have seen. */
  get version(): number {
    return this.#version;
  }

  /** What callers see of a function, of this package or of one that it imports. */
  faceOf(func: Func): Face | undefined {
    if (func.pkg === this.pkg)
      return (func.decl && this.#retired?.get(func.decl)?.face) ?? this.get(func)?.effects;
    const effects = this.#outside(func.pkg);
    return effects && this.#seen.face(func, effects);
  }

  /** What callers in other packages see of a function's accesses, of this package or of one that it imports. */
  summaryOf(func: Func): OutsideSummary | undefined {
    if (func.pkg === this.pkg)
      return (func.decl && this.#retired?.get(func.decl)?.summary) ?? this.composer.summaryOf(func);
    const effects = this.#outside(func.pkg);
    return effects && this.#seen.summary(func, effects);
  }

  /**
   * Takes note of changes in other packages: forgets what depended on them.
   * @param tick a number for this occasion: each package is looked at once
   */
  refresh(tick: number): void {
    const changed = this.#seen.changes(tick);
    if (changed === undefined) return;
    if (changed === "faces") this.#forgetAll();
    this.#retired = undefined;
    this.#composer = undefined;
    this.#version++;
  }

  /** Keeps what importers see, and forgets the bodies and all else: no more is asked for, and nothing changes. */
  retire(): void {
    const variables = this.pkg.vars.filter(({ name }) => isExported(name));
    const held = new Set(variables.map(functionIn));
    this.#keep(this.#funcs().filter((func) => isExported(func.name) || held.has(func)));
    this.#seen.clear();
    this.#imported.clear();
  }

  /** Forgets the bodies of the packages that this one looked into, near and far, but for those of `open` ones. */
  slimImported(open: ReadonlySet<PackageEffects>): void {
    const asked = new Map<PackageEffects, Set<Func>>();
    this.#seen.addTo(asked);
    // The map grows under way.
    for (const importer of asked.keys()) importer.#seen.addTo(asked);
    for (const [effects, funcs] of asked) {
      if (!open.has(effects) && effects.#known.size > 0) effects.#keep([...funcs]);
    }
  }

  #keep(funcs: readonly Func[]): void {
    const kept = new Map(this.#retired);
    for (const func of funcs) {
      if (func.decl !== undefined && kept.has(func.decl)) continue;
      const effects = this.get(func)?.effects;
      if (effects === undefined || func.decl === undefined) continue;
      const summary = this.composer.summaryOf(func);
      kept.set(func.decl, { face: slimFace(effects, summary), summary });
    }
    this.#retired = kept;
    this.#known.clear();
    this.#all = undefined;
    this.#implementations = undefined;
    this.#composer = undefined;
  }

  /** The body of a function, the one that was analysed where it is known. */
  bodyOf(decl: FuncDecl): BlockStmt | undefined {
    return this.#known.get(decl)?.body ?? this.#bodyOf(decl);
  }

  /** Every function that has a body, in source order, then the code in the initial values of variables. */
  all(): readonly AnalysedFunc[] {
    if (this.#all === undefined) {
      const funcs = this.#funcs();
      this.#complete(funcs);
      this.#all = funcs.flatMap((func) => this.get(func) ?? []);
    }
    return this.#all;
  }

  #funcs(): readonly Func[] {
    return [...this.pkg.funcs, ...initialisersOf(this.pkg).funcs];
  }

  /** One function; undefined when it has no body here. */
  get(func: Func): AnalysedFunc | undefined {
    const { decl } = func;
    if (decl?.bodyRange === undefined || func.pkg !== this.pkg) return undefined;
    if (!this.#known.has(decl)) this.#complete([func]);
    return this.#known.get(decl);
  }

  /**
   * Walks functions again that changed. When what they show their callers is still the same, nothing else has to
   * be walked; otherwise those that see the difference have, and no others.
   */
  update(changed: readonly { readonly before: FuncDecl; readonly after: Func }[]): void {
    if (changed.length === 0) return;
    this.#retired = undefined;
    this.#composer = undefined;
    this.#version++;
    this.#all = undefined;
    const old = new Map(changed.map(({ before, after }) => [after, this.#known.get(before)]));
    for (const { before } of changed) this.#known.delete(before);
    // A function that failed names nothing, so that nobody can tell whether it would fail again.
    if (this.failures.length > 0 || this.#hasOtherSemaphores()) {
      this.#forgetAll();
      return;
    }
    const again = new Set<Func>();
    const otherFace = new Set<Func>();
    for (const [func, before] of old) {
      const now = this.get(func);
      // What the members of a circle see of each other depends on all of them.
      for (const member of circleOf(before, (named) => (old.has(named) ? old.get(named) : this.get(named))))
        again.add(member);
      for (const member of circleOf(now, (named) => this.get(named))) again.add(member);
      if (faceKey(before?.effects) !== faceKey(now?.effects)) otherFace.add(func);
    }
    if (again.size > 0 || otherFace.size > 0) this.#walkAgain(again, otherFace, old);
  }

  /**
   * Looks at the package as it would be with other bodies: afterwards everything is known as before.
   * @param changed functions that have their new declarations already, and get the old ones back afterwards
   */
  tryOut<T>(changed: readonly { readonly before: FuncDecl; readonly after: Func }[], look: () => T): T {
    const kept = {
      known: this.#known,
      all: this.#all,
      seen: this.#seen,
      composer: this.#composer,
      version: this.#version,
      semaphores: this.#semaphores,
    };
    const failures = this.failures.length;
    this.#known = new Map(kept.known);
    this.#seen = kept.seen.copy();
    try {
      this.update(changed);
      return look();
    } finally {
      this.#known = kept.known;
      this.#all = kept.all;
      this.#seen = kept.seen;
      this.#composer = kept.composer;
      this.#version = kept.version;
      this.#semaphores = kept.semaphores;
      this.failures.length = failures;
    }
  }

  #exclusiveSemaphores(): ReadonlySet<string> {
    this.#semaphores ??= exclusiveSemaphores(this.pkg, this.#bodyOf);
    return this.#semaphores;
  }

  /** Do changed functions make semaphores with another room than before? */
  #hasOtherSemaphores(): boolean {
    const before = this.#semaphores;
    this.#semaphores = undefined;
    return before !== undefined && !sameSets(before, this.#exclusiveSemaphores());
  }

  #forgetAll(): void {
    this.#all = undefined;
    this.#retired = undefined;
    this.#known.clear();
    this.#seen.clear();
    this.#semaphores = undefined;
  }

  /** Analyses functions, and those they name, callees first. */
  #complete(funcs: readonly Func[]): void {
    const checked = new Map<Func, CheckedFunc | undefined>();
    const check = (func: Func): CheckedFunc | undefined => {
      if (checked.has(func)) return checked.get(func);
      const result = this.#check(func);
      checked.set(func, result);
      return result;
    };
    const checkAll = (all: readonly Func[]): CheckedFunc[] => all.flatMap((func) => check(func) ?? []);
    for (const component of componentsOf(checkAll(funcs), ({ named }) => checkAll(named))) {
      this.#analyse(component);
    }
  }

  /**
   * Walks functions again, and those that see another face of one than they saw before, callees first. What the
   * checker found out stays, since it depends on types alone.
   * @param again functions that are not known as they are
   * @param otherFace functions that show another face than before
   * @param old what the others saw of functions that changed
   */
  #walkAgain(
    again: ReadonlySet<Func>,
    otherFace: Set<Func>,
    old: ReadonlyMap<Func, AnalysedFunc | undefined>,
  ): void {
    const known = [...this.#known.values()].flatMap((owner) => owner ?? []);
    const next = ({ named }: AnalysedFunc): AnalysedFunc[] => named.flatMap((func) => this.get(func) ?? []);
    for (const component of componentsOf(known, next)) {
      const isStale = component.some(
        ({ func, named }) => again.has(func) || named.some((callee) => otherFace.has(callee)),
      );
      if (!isStale) continue;
      this.#analyse(component);
      for (const before of component) {
        const { func, decl } = before;
        const seen = old.has(func) ? old.get(func) : before;
        const isSame = faceKey(seen?.effects) === faceKey(this.#known.get(decl)?.effects);
        if (isSame) otherFace.delete(func);
        else otherFace.add(func);
      }
    }
  }

  /** Checks a function of this package that is not analysed yet. */
  #check(func: Func): CheckedFunc | undefined {
    const { decl } = func;
    if (decl?.bodyRange === undefined || func.pkg !== this.pkg || this.#known.has(decl)) return undefined;
    try {
      const body = this.#bodyOf(decl);
      if (body === undefined) {
        this.#known.set(decl, undefined);
        return undefined;
      }
      const info = checkFunc(func, decl, body);
      this.#implementations ??= new Implementations([this.pkg, ...this.#others.importsOf(this.pkg)]);
      const targets = new Map([...this.#implementations.targetsIn(info), ...variableTargets(info)]);
      return { func, decl, body, info, named: namedIn(info, func.pkg, targets), targets };
    } catch (error) {
      this.#fail(func, decl, error);
      return undefined;
    }
  }

  /**
   * Walks a function, or functions that call each other in a circle: these round by round, each round
   * with what the one before found out about all of them, until nothing changes.
   */
  #analyse(members: readonly CheckedFunc[]): void {
    const isCircle = members.length > 1 || members[0].named.includes(members[0].func);
    const circle = new Set(isCircle ? members.map(({ decl }) => decl) : []);
    if (members.length > maxCircle) this.largeCircles.push({ func: members[0].func, size: members.length });
    let last = new Map<FuncDecl, FuncEffects>();
    for (let round = 0; round < roundsOf(members.length, isCircle); round++) {
      const seen = last;
      const calleesOf = (targets: CheckedFunc["targets"]): Callees => ({
        effects: (func: Func): Face | undefined => {
          const { pkg, decl } = func;
          if (decl === undefined) return undefined;
          if (pkg !== this.pkg) return this.faceOf(func);
          return circle.has(decl) ? seen.get(decl) : this.#known.get(decl)?.effects;
        },
        canSee: ({ pkg, decl }: Func): boolean =>
          decl?.bodyRange !== undefined && (pkg === this.pkg || this.#outside(pkg) !== undefined),
        target: (call: CallExpr): Func | undefined => targets.get(call),
        semaphores: (): ReadonlySet<string> => this.#exclusiveSemaphores(),
      });
      last = new Map();
      for (const { func, decl, body, info, targets } of members) {
        try {
          last.set(decl, functionEffects(func, decl, body, info, calleesOf(targets)));
        } catch (error) {
          this.#fail(func, decl, error);
        }
      }
      if (!isCircle || members.every(({ decl }) => faceKey(seen.get(decl)) === faceKey(last.get(decl))))
        break;
    }
    for (const member of members) {
      const effects = last.get(member.decl);
      this.#known.set(member.decl, effects && { ...member, effects });
    }
  }

  #fail(func: Func, decl: FuncDecl, error: unknown): void {
    this.#known.set(decl, undefined);
    if (this.failures.some((failure) => failure.func === func)) return;
    this.failures.push({ func, error: error instanceof Error ? error : new Error(String(error)) });
  }
}

/** The functions of a package that a body names, whether it calls them or hands them on. */
function namedIn(info: Info, pkg: Package, targets: ReadonlyMap<CallExpr, Func>): readonly Func[] {
  const named = new Set<Func>();
  const add = (obj: Obj): void => {
    if (obj.kind === "Func" && obj.pkg === pkg) named.add(obj);
  };
  for (const obj of [...info.uses.values(), ...targets.values()]) add(obj);
  for (const { obj } of info.selections.values()) add(obj);
  return [...named];
}

/** The functions that a function leads to and that lead back to it; none when it is in no circle. */
function circleOf(
  start: AnalysedFunc | undefined,
  get: (func: Func) => AnalysedFunc | undefined,
): readonly Func[] {
  if (start === undefined) return [];
  const next = ({ named }: AnalysedFunc): AnalysedFunc[] => named.flatMap((func) => get(func) ?? []);
  const circle = componentsOf([start], next).at(-1) ?? [];
  return circle.length > 1 || start.named.includes(start.func) ? circle.map(({ func }) => func) : [];
}
