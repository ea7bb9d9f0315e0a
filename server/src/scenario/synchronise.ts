/** Locks and what else synchronises. */
import { calleeName, type SyncCall, syncCall } from "../effects/known.ts";
import type { CallExpr } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { unparen } from "../types/expr.ts";
import { deref, underlying } from "../types/types.ts";
import { runArgument, start } from "./calls.ts";
import { evaluate, memoryOf, objectOf, typeOf } from "./expressions.ts";
import { waitGroup } from "./groups.ts";
import { fieldPlace, read, typeName, write } from "./memory.ts";
import { once } from "./once.ts";
import type { Translator } from "./translator.ts";
import { number, type Place, type Value } from "./value.ts";

const nothing: Value = { kind: "tuple", values: [] };

/**
 * What a call does to locks, groups and goroutines, when that is surely so: what only goes by its name, as
 * the rules do when in doubt, is a call like any other here.
 */
export function surelySync(t: Translator, call: CallExpr): SyncCall | undefined {
  const sync = syncCall(call, t.code.info, t.code.pkg);
  if (sync?.op !== "signal" && sync?.op !== "wait") return sync;
  const name = calleeName(call, t.code.info);
  return /^(sync\.(WaitGroup|Cond)|golang\.org\/x\/sync\/errgroup\.Group)\./.test(name) ? sync : undefined;
}

/** Translates a call that synchronises. */
export function synchronise(t: Translator, call: CallExpr, sync: SyncCall): Value {
  const fun = unparen(call.fun);
  const path = fun.kind === "SelectorExpr" ? (t.code.info.selections.get(fun)?.path ?? []) : [];
  const place = sync.on === undefined ? undefined : memoryOf(t, sync.on, path);
  const missing = (): Value => {
    t.note("scenario.syncType", call, { call: exprString(call) });
    return number(0);
  };
  switch (sync.op) {
    case "lock":
    case "unlock":
    case "rlock":
    case "runlock": {
      const name = place === undefined ? undefined : lockName(t, place);
      if (name === undefined) return missing();
      t.emit({ kind: sync.op, sync: name });
      return nothing;
    }
    case "trylock":
    case "tryrlock": {
      const name = place === undefined ? undefined : lockName(t, place);
      if (name === undefined) return missing();
      const register = t.register("locked");
      t.emit({ kind: sync.op === "trylock" ? "try-lock" : "try-rlock", sync: name, register });
      return t.word({ op: "reg", name: register });
    }
    case "signal":
    case "wait":
      if (place === undefined) return missing();
      if (typeName(place) === "sync.Cond") return condition(t, place, call) ?? missing();
      return waitGroup(t, place, sync.op === "wait" ? "Wait" : "Done", call);
    case "go":
      if (place !== undefined) return waitGroup(t, place, "Go", call);
      return missing();
    case "once":
      if (place === undefined) return missing();
      once(t, place.key, place.name, () => runArgument(t, call.args[0], call));
      return nothing;
    case "later":
      // A timer may fire at any time: its function is a goroutine.
      t.world.note("scenario.timer");
      start(t, call, (child) => {
        runArgument(child, sync.run, call);
      });
      return objectOf(t, call, exprString(call));
    default:
      return missing();
  }
}

/** Wait, Signal and Broadcast of a sync.Cond; undefined where its lock is not known. */
function condition(t: Translator, place: Place, call: CallExpr): Value | undefined {
  const fun = unparen(call.fun);
  const method = fun.kind === "SelectorExpr" ? fun.sel.name : "";
  const sync = t.world.sync(place.key, place.name, (name) => ({ kind: "cond", name }));
  if (method !== "Wait") {
    t.emit({ kind: method === "Signal" ? "cond-signal" : "cond-broadcast", sync });
    return nothing;
  }
  const field = lockOf(place);
  const lock = field === undefined ? undefined : read(t, field);
  const name = lock?.kind === "pointer" ? lockName(t, lock.to) : undefined;
  if (name === undefined) return undefined;
  t.emit({ kind: "cond-enter", sync });
  t.emit({ kind: "unlock", sync: name });
  t.emit({ kind: "cond-wait", sync });
  t.emit({ kind: "lock", sync: name });
  return nothing;
}

/** The field L of a sync.Cond. */
function lockOf(place: Place): Place | undefined {
  const type = underlying(place.type);
  const field = type.kind === "Struct" ? type.fields.find(({ name }) => name === "L") : undefined;
  return field === undefined ? undefined : fieldPlace(place, field);
}

/** `sync.NewCond(l)`. */
export function newCond(t: Translator, call: CallExpr): Value {
  const name = t.hint ?? "cond";
  const lock = evaluate(t, call.args[0]);
  const key = `${t.path}!${call.pos}`;
  const place: Place = { key, name, type: deref(typeOf(t, call)), owner: "other", outside: false };
  const field = lockOf(place);
  if (field !== undefined) write(t, field, lock, true);
  return { kind: "pointer", to: place };
}

function lockName(t: Translator, place: Place): string | undefined {
  switch (typeName(place)) {
    case "sync.Mutex":
      return t.world.sync(place.key, place.name, (name) => ({ kind: "mutex", name }));
    case "sync.RWMutex":
      return t.world.sync(place.key, place.name, (name) => ({ kind: "rwmutex", name }));
    default:
      return undefined;
  }
}
