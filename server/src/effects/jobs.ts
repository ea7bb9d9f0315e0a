/** Channels that a function makes, and gives its caller to wait for what it has started. */
import type { CallExpr, Expr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import { underlying } from "../types/types.ts";
import type { ParamStart } from "./model.ts";
import { classOf, pathKey, pathOf } from "./path.ts";
import type { Walker } from "./walk.ts";

/** What a variable or a collection was given to wait on. */
export interface Job {
  /** What the job signals at its end: see {@link jobSignals}. */
  readonly key: string;
  /** The loops in which it was given. */
  readonly loops: readonly number[];
}

/** Notes which channel a return statement gives: of several, none is known. */
export function noteReturnedChannel(walker: Walker, [first]: readonly Expr[]): void {
  const path = first && pathOf(first, walker.info, walker.locals.aliases);
  const isOwn =
    path !== undefined &&
    path.steps.length === 0 &&
    walker.locals.fresh.has(path.root) &&
    underlying(path.root.type()).kind === "Chan";
  walker.returnedChannels.add(isOwn ? pathKey(path) : undefined);
}

/** The one channel that all returns give. */
export function givenChannel(returned: ReadonlySet<string | undefined>): string | undefined {
  const [only] = returned;
  return returned.size === 1 ? only : undefined;
}

/** What a call's goroutine signals at its end: the channel that the call gives is another one for each call. */
export function jobSignals(walker: Walker, call: CallExpr, { signals }: ParamStart): ReadonlySet<string> {
  const [channel, key] = jobOf(walker, call) ?? [];
  return new Set([...signals].map((signal) => (key !== undefined && signal === channel ? key : signal)));
}

/** The channel that a call gives, in the callee's terms and in this function's. */
function jobOf(walker: Walker, call: CallExpr): readonly [string, string] | undefined {
  const callee = walker.info.callees.get(call);
  const channel = callee && walker.callees.effects(callee)?.givesChannel;
  return channel === undefined ? undefined : [channel, `${channel}@${call.pos}`];
}

/** After `target = value`: which jobs can be waited for by the target? Also for `chans = append(chans, value)`. */
export function noteJobs(walker: Walker, target: Expr, value: Expr): void {
  const named = classOf(target, walker.info, walker.locals.aliases);
  if (named === undefined) return;
  const bare = unparen(value);
  const fun = bare.kind === "CallExpr" ? unparen(bare.fun) : undefined;
  if (bare.kind === "CallExpr" && fun?.kind === "Ident" && fun.name === "append")
    for (const arg of bare.args.slice(1)) addJobs(walker, `${named.key}[]`, jobsIn(walker, arg));
  else addJobs(walker, named.key, jobsIn(walker, bare));
}

function addJobs(walker: Walker, key: string, given: readonly Job[]): void {
  if (given.length === 0) return;
  const jobs = walker.jobs.get(key) ?? [];
  const added = given.filter((job) => !jobs.some((known) => known.key === job.key));
  walker.jobs.set(key, [...jobs, ...added]);
}

/** The jobs that an expression gives to wait for. */
function jobsIn(walker: Walker, value: Expr): readonly Job[] {
  if (value.kind === "CallExpr") {
    const [, key] = jobOf(walker, value) ?? [];
    if (key !== undefined) return [{ key, loops: [...walker.loops] }];
  }
  const named = classOf(value, walker.info, walker.locals.aliases);
  return (named && walker.jobs.get(named.key)) ?? [];
}

/**
 * What a receive waits for. A variable stands for the last job that it was given, and so for all of them only where
 * each is waited for in its turn; a collection is waited for as a whole.
 */
export function awaitedJobs(walker: Walker, on: Expr): readonly string[] {
  const jobs = jobsIn(walker, unparen(on));
  const path = pathOf(on, walker.info, walker.locals.aliases);
  const isOneOfMany = path?.steps.at(-1) === "[]";
  const isSure = ({ loops }: Job): boolean => loops.every((loop) => walker.loops.includes(loop));
  return isOneOfMany || (jobs.length === 1 && isSure(jobs[0])) ? jobs.map(({ key }) => key) : [];
}
