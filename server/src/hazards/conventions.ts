/** What names and comments tell: which lock guards what, who must hold it, what runs before the rest. */
import { entryOf } from "../effects/entry.ts";
import type { FuncDecl } from "../syntax/ast.ts";
import type { Package } from "../types/package.ts";
import type { Func, Var } from "../types/types.ts";
import { deref, qualifiedName, type Type } from "../types/types.ts";

/** Does the function say that its caller holds the lock, or that it must not be shared yet? */
export function assumesLock(decl: FuncDecl): boolean {
  if (
    /(Locked|NoLock|Unlocked|WithoutLock|LockHeld|Unsafe|NotThreadSafe|HoldingLock|UnderLock|_locked)$/i.test(
      decl.name.name,
    )
  ) {
    return true;
  }
  const doc = decl.doc.replace(/\s+/g, " ");
  if (/\+checklocksignore\b/.test(doc)) return true;
  return (
    /\b(lock|mutex|mu|mtx|\w*mu|\w*lock|\w*mutex)\b[^.]{0,60}\b(held|hold|acquired|locked|taken)\b/i.test(
      doc,
    ) ||
    /\b(hold|holds|holding|held)\b[^.]{0,60}\b(lock|mutex|mu|mtx|\w+\.mu|\w*mu|\w*lock)\b/i.test(doc) ||
    /\b(callers?|must|should|already|assumes?|requires?|expects?)\b[^.]{0,60}\b(acquired?|owns?|has|have|takes?|taken|locks?|locked)\b/i.test(
      doc,
    ) ||
    /\b(not|isn't|is not|un)[ -]?(safe for concurrent|thread[ -]?safe|go-?routine[ -]?safe|concurren(?:t|cy|tly)[ -]?safe|synchronized)/i.test(
      doc,
    ) ||
    /\bsafe(ly)?\b[^.]{0,40}\bonly (after|when)\b|\bmust not be (called|used|read) until after\b/i.test(
      doc,
    ) ||
    leavesSynchronising(doc) ||
    /\b(must|should|only|may)\b[^.]{0,40}\bbe (called|used|run)\b[^.]{0,60}\b(lock|before|single|same goroutine|one goroutine|not concurrently|init)/i.test(
      doc,
    )
  );
}

/**
 * Does the function say that once it has been called, the object is for one goroutine alone? It hands over what it
 * gives out.
 */
export function endsSharing({ doc }: FuncDecl): boolean {
  return doc
    .replace(/\s+/g, " ")
    .split(/[.;](?=\s|$)/)
    .some(
      (sentence) =>
        /\b(once|after|afterwards)\b/i.test(sentence) &&
        /\b(no longer|not|isn't|aren't) ((thread|concurrency|go-?routine)[ -]?)?safe\b|\bunsafe\b/i.test(
          sentence,
        ),
    );
}

/**
 * Does the function say that the lock is held when it is called? Stricter than {@link assumesLock}, which
 * believes all that may excuse an access without the lock.
 */
export function requiresLock(decl: FuncDecl): boolean {
  const name = decl.name.name;
  if (/(Locked|LockHeld|HoldingLock|UnderLock|_locked)$/.test(name))
    return !/^(is|are|has|was|set|mark|check|try|on|when|if)|(Un|Not|Non|Is|Try)Locked$/i.test(name);
  return decl.doc
    .replace(/\s+/g, " ")
    .split(/[.;](?=\s|$)/)
    .some(
      (sentence) =>
        !/\b(not|n't|without|no|if|when|unless|or|may)\b/i.test(sentence) &&
        (/\b(lock|mutex|mu|mtx|\w+\.mu|\w*(lock|mutex))\b (is|must be|should be|has to be|needs to be|already|assumed) (already )?(to be )?(held|acquired|taken|locked)\b/i.test(
          sentence,
        ) ||
          /\b(callers?|must|should|assumes?|requires?|expects?)\b[^.]{0,40}\b(hold|holds|held|holding|acquired?)\b[^.]{0,40}\b(lock|mutex|mu|mtx|\w+\.mu|\w*(lock|mutex))\b/i.test(
            sentence,
          )),
    );
}

/** How far above a place a comment may stand to speak of it, in UTF-16 units: about three lines. */
const commentReach = 250;

/**
 * Does a comment right above a place in the function, or at its top, say that no lock is needed there or
 * that the caller holds it? `top` and `pos` are relative to the declaration.
 */
export function saysNoLock(func: Func, top: number, pos: number): boolean {
  const text = commentsAbove(func, top, pos);
  return (
    /\bsingle[- ]?thread/i.test(text) ||
    /\b(absence of|without|no)\b[^.]{0,20}\b(lock|mutex|locking)\b[^.]{0,30}\b(here|needed|necessary|required|deliberate|on purpose)\b/i.test(
      text,
    ) ||
    /\block(ing)? (is |are )?(not|n't|isn't) (needed|necessary|required)\b/i.test(text) ||
    /\b(must|should) be (called|run|invoked) (under|with|while holding)\b[^.]{0,30}\b(lock|mutex|mu)\b/i.test(
      text,
    ) ||
    /\b(lock|mutex|mu)\b (is |must be |should be )?(already )?held\b/i.test(text)
  );
}

/** Does a comment right above a place say why it is safe there: that no other goroutine does so? */
export function saysOnlyGoroutine(func: Func, pos: number): boolean {
  const text = commentsAbove(func, 0, pos);
  return /\bsafe(ly)?\b[^.]{0,60}\b(because|since|as)\b[^.]{0,40}\b(only|one|single) go-?routine\b/i.test(
    text,
  );
}

/** Does the function's comment say that one goroutine alone calls it: `Only called from processLoop`? */
export function isOfOneLoop(decl: FuncDecl): boolean {
  return /\bonly (be )?(called|invoked|used|run) (from|by|in|on|within) (the )?\w*(loop|main go-?routine|event go-?routine)\b/i.test(
    decl.doc.replace(/\s+/g, " "),
  );
}

/** The comments right above a place in a function, and those at its top; `top` and `pos` as above. */
function commentsAbove(func: Func, top: number, pos: number): string {
  const placement = func.decl === undefined ? undefined : func.pkg.placementOf(func.decl);
  if (placement === undefined || func.decl === undefined) return "";
  const { offset, unit } = placement;
  const from = offset + func.decl.pos;
  const near = unit.file.comments.filter(
    ({ pos: start, end }) =>
      (start >= from && end <= offset + top) ||
      (start >= from && end <= offset + pos && end >= offset + pos - commentReach),
  );
  const texts = near.map((comment) => comment.text.replace(/^\/[/*]+|\*\/$/g, ""));
  return texts.join(" ").replace(/\s+/g, " ");
}

/** Does the function by its name end an object of the type, as DeleteNetwork does a network? */
export function endsObjectOf({ name }: Func, type: string): boolean {
  const verb = /^(delete|remove|destroy|drop|close|stop|leave|release|free)/i.exec(name)?.[0];
  return verb !== undefined && name.slice(verb.length).toLowerCase() === type.toLowerCase();
}

/** Does the function by its name fill its object from what was kept, before others use it? */
export function loadsAtStart({ name }: Func): boolean {
  return /^(load|restore|init)/i.test(name);
}

/** Is it a method that by its name is called once for each object: `Run`, `Serve`, `Start`? */
export function runsOnce({ name, recv }: Func): boolean {
  return recv !== undefined && /^(run|serve|start)$/i.test(name);
}

/** Functions that prepare, configure or end an object; usually nobody else has it then. */
export function isLifecycle(func: Func, decl: FuncDecl): boolean {
  const runs = entryOf(func);
  // A service is set up by a call of its own, before it is asked for anything.
  if (runs !== undefined && /^(Configure|Init|Initialize|Set[Uu]p)$/.test(func.name)) return true;
  if ((runs !== undefined && runs !== "as-main") || isNamedAtomic(func)) return false;
  return (
    /^(new|make|create|init|setup|set[A-Z]?\w*Options?|start|run|serve|listen|open|configure|config|register|load|parse|must|with|default|build|prepare|provision|bootstrap|reset|close|stop|shutdown|destroy|dispose|teardown|finali[sz]e|clone|copy|deepcopy|marshal|unmarshal|encode|decode|serialize|deserialize|string|gob|validate|verify$|test)/i.test(
      func.name,
    ) ||
    isForTests(func, decl) ||
    /\b(called|used|invoked) (only )?(once\b|((during|at|before|on|from|by|in) (the )?\w*(init|start|set|boot|construct|creat|load|new|main|test|shut|stop|clos)))/i.test(
      decl.doc,
    )
  );
}

/** Does a function of this name prepare its object? Nobody else uses that until it returns. */
export function isPreparing(name: string): boolean {
  return /^(new|make|create|init|setup|start|run|serve|open|launch|begin|build)/i.test(name);
}

/**
 * Does the function set an object up before anybody else has it, by its name, with what it calls for that? What a
 * method creates is no object of its own type: `CreateUser` is asked of one that is there.
 */
export function setsUp({ name, recv }: Func, part: Func): boolean {
  const isOfObject = recv !== undefined && recv.named.obj === part.recv?.named.obj;
  return /^(init|setup|bootstrap)/i.test(name) || (!isOfObject && /^(new|make|create)/i.test(name));
}

/**
 * Is the function there for tests alone, as its name or comment says, or as it is given a test? They call it
 * between the steps of the program.
 */
export function isForTests({ name, recv, signature }: Func, decl: FuncDecl): boolean {
  if (signature().params.some((param) => isTest(param.type()))) return true;
  const names = [name, recv?.named.obj.name ?? ""];
  if (names.some((each) => /(ForTests?|ForTesting|ForUnitTests?|TestOnly)$/i.test(each))) return true;
  const doc = decl.doc.replace(/\s+/g, " ");
  return (
    /\b(only|solely|exclusively)( be)?( used| called| meant| intended| for use)? (for|in|by|from) (the )?(unit[ -])?test(s|ing)?\b/i.test(
      doc,
    ) || /\bfor (use in )?(the )?(unit[ -])?test(s|ing)? (code|purposes?|only)\b/i.test(doc)
  );
}

/** `*testing.T` and the like, which only `go test` makes. */
function isTest(type: Type): boolean {
  return /^testing\.(T|B|F|TB)$/.test(qualifiedName(deref(type)));
}

/**
 * Is the package there for tests, as its place says, and no program? What it exports is called by tests, one after
 * the other, and what runs beside them they wait for in ways of their own.
 */
export function isTestSupport({
  path,
  name,
}: Pick<Package, "path"> & Partial<Pick<Package, "name">>): boolean {
  const folders = path.split("/");
  return (
    name !== "main" &&
    folders.some(
      (folder, i) =>
        /^(tests?|[\w-]+[-_]tests?|testing|test(?:util|helper|kit|bed|net|env|suite)s?|e2e|mock\w*|fakes?|\w+mocks?)$/.test(
          folder,
        ) ||
        // As `net/http/httptest`.
        folder === `${folders[i - 1]}test`,
    )
  );
}

/**
 * Is the function there for tests, as its package says, or the name of its file or type: `fake_client.go`,
 * `client_mock.go`, `FakeClient`? A program's own fakes are there for its users.
 */
export function isTestDouble({ pkg, recv, decl }: Func): boolean {
  if (pkg.name === "main") return false;
  const path = (decl && pkg.placementOf(decl)?.unit.path) ?? "";
  return (
    isTestSupport(pkg) ||
    /(^|\/)(fake|mock)_\w+\.go$|_(fake|mock)s?\.go$/.test(path) ||
    /^([Ff]ake|[Mm]ock)[A-Z]/.test(recv?.named.obj.name ?? "")
  );
}

/** Does the comment of a variable say that one goroutine alone uses it? */
export function saysOneGoroutine({ comment }: Var): boolean {
  return /\bonly (ever )?(be )?(accessed|used|touched|read|written|changed|modified|updated|mutated)\b[^.]{0,60}\b(go-?routine|loop|thread)\b/i.test(
    comment.replace(/\s+/g, " "),
  );
}

/** Functions that put something into a table; by custom they are called while the program starts. */
export function isRegistration(func: Func): boolean {
  if (isNamedAtomic(func)) return false;
  return /^(add|append|set|define|declare|enable|disable|delete|remove|clear|reset|install|override|replace|must|init|setup|new|load|parse|configure)|register|init$/i.test(
    func.name,
  );
}

/** Is the function told of events, as `OnUpdate` is by its name? Who notices them tells one after the other. */
export function isNotification({ name }: Func): boolean {
  return /^On[A-Z]/.test(name);
}

/** Is the function named as the operations of `sync.Map` that look and change in one step, beside others? */
export function isNamedAtomic({ name }: Func): boolean {
  return /^(LoadOrStore|LoadAndDelete|CompareAndSwap|CompareAndDelete)$/.test(name);
}

/** Is the lock named after the map, as `registryMu` is after `registry`? */
export function isNamedAfter(lock: Var, map: Var): boolean {
  return new RegExp(`^${escapeRegExp(map.name)}_?(mu|mutex|mtx|mx|lock|lk|rw)`, "i").test(lock.name);
}

/** Does a comment at the map or at the lock say that one guards the other? */
export function commentNamesGuard(map: Var, lock: Var): boolean {
  const names = (text: string, name: string): boolean =>
    new RegExp(`(^|[^\\w])${escapeRegExp(name)}([^\\w]|$)`).test(text);
  const guards = /guard|protect|synchroni[sz]e|GUARDED_BY|checklocks|lock|covers|serializ/i;
  return (
    (guards.test(map.comment) && names(map.comment, lock.name)) ||
    (guards.test(lock.comment) &&
      (names(lock.comment, map.name) || /\b(fields|below|following|everything|all)\b/i.test(lock.comment)))
  );
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A mutex hat: the lock stands above the map, with no blank line and no other lock between. */
export function isHat(fields: readonly Var[], lock: Var, map: Var): boolean {
  const from = fields.indexOf(lock);
  const to = fields.indexOf(map);
  if (from < 0 || to <= from) return false;
  return fields.slice(from + 1, to + 1).every((field) => !field.blankLineBefore && !isMutex(field.type()));
}

/** Is the type sync.Mutex, sync.RWMutex, sync.Locker or a pointer to one? */
export function isMutex(type: Type): boolean {
  return /^sync\.(Mutex|RWMutex|Locker)$/.test(qualifiedName(deref(type)));
}

/** Can the lock be held for reading only? */
export function isReadWrite(type: Type): boolean {
  return qualifiedName(deref(type)) === "sync.RWMutex";
}

/** Does a comment leave it to the callers that no two of them do so at the same time? */
function leavesSynchronising(doc: string): boolean {
  return (
    /\b(callers?|users?|clients?|you)\b[^.]{0,80}\b(must|should|have to|has to|need to|needs to|responsible for|expected to|up to)\b[^.]{0,30}\b(serializ|serialis|synchroniz|synchronis)/i.test(
      doc,
    ) ||
    (/\bexternal(ly)? (synchroniz|synchronis|serializ|serialis|lock)/i.test(doc) &&
      !/(\bno|\bwithout|(\bnot|n't) (need|require))\b[^.]{0,30}\bexternal/i.test(doc))
  );
}

/** Does the documentation say that the type may be used by several goroutines? */
export function saysConcurrent(text: string): boolean {
  const doc = text.replace(/\s+/g, " ");
  return (
    !leavesSynchronising(doc) &&
    (/\b(safe|ok|okay)\b[^.]{0,40}\b(concurrent|concurrency|multiple goroutines|several goroutines)/i.test(
      doc,
    ) ||
      /\b(thread|go-?routine|concurrency)[ -]?safe\b/i.test(doc) ||
      /\b(concurrently|concurrent) (use|access|safe)/i.test(doc)) &&
    !/(\bnot|n't|\bnon|\bun)\b[^.]{0,30}(safe|thread|concurrent)|\bunsafe\b/i.test(doc)
  );
}
