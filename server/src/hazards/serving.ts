/** Goroutines that do nothing before they have received something. */
import type { AnalysedFunc, PackageEffects } from "../effects/analyse.ts";
import type { Contexts } from "../effects/contexts.ts";
import type { Strand } from "../effects/model.ts";
import { idOf } from "../effects/path.ts";
import type { Expr, Node, Range, Stmt } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { namedObject, unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import { originVar } from "../types/subst.ts";
import { underlying, unknown } from "../types/types.ts";

/**
 * Does a goroutine do nothing in the package until it has received something that nobody sends as early as its starter
 * still prepares? What comes from a channel that a call gives is sent by the other object's users.
 */
export function servesEvents(
  starter: AnalysedFunc,
  strand: Strand,
  effects: PackageEffects,
  contexts: Contexts,
): boolean {
  const owner = strand.callee === undefined ? starter : effects.get(strand.callee);
  if (owner === undefined) return false;
  const id = owner === starter ? strand.id : 0;
  const { accesses, calls } = owner.effects;
  const events = [
    ...accesses.filter((access) => access.strand === id),
    ...calls.filter((call) => call.strand === id && !call.deferred && call.callee.pkg === effects.pkg),
  ];
  const served = receiversIn(owner, (channel) => isSentLater(channel, owner.info, starter, contexts));
  return (
    events.length > 0 &&
    events.every(({ place }) => served.some(({ pos, end }) => pos <= place.pos && place.end <= end))
  );
}

/** Is the channel one that a call gives, or do only those send on it, or close it, that are called later? */
function isSentLater(channel: Expr, info: Info, starter: AnalysedFunc, contexts: Contexts): boolean {
  const bare = unparen(channel);
  if (bare.kind === "CallExpr") return true;
  const obj = namedObject(bare, info);
  if (obj?.kind !== "Var") return false;
  return areCalledLater(String(idOf(originVar(obj))), starter, contexts);
}

/** Does somebody send or close the channel, and are all who do called from outside or called back? */
export function areCalledLater(key: string, starter: AnalysedFunc, contexts: Contexts): boolean {
  const senders = contexts.signallersOf(key);
  return (
    senders.length > 0 &&
    senders.every(({ caller, strand }) => {
      const { roots } = contexts.ofStrand(caller, strand);
      return caller !== starter && [...roots].every(({ kind }) => /^(api|callback|kept)$/.test(kind));
    })
  );
}

/** What is done when something was received: the bodies of loops over a channel, and of what selects among channels. */
function receiversIn({ body, info }: AnalysedFunc, counts: (channel: Expr) => boolean): readonly Range[] {
  const found: Range[] = [];
  walk(body, (node: Node) => {
    if (node.kind === "RangeStmt") {
      const isChannel = underlying(info.types.get(node.x) ?? unknown).kind === "Chan";
      if (isChannel && counts(node.x)) found.push(node.body);
    } else if (node.kind === "SelectStmt") {
      const channels = node.clauses.map(({ comm }) => receivedFrom(comm));
      if (channels.every((channel) => channel !== undefined && counts(channel))) found.push(node);
    }
    return true;
  });
  return found;
}

function receivedFrom(comm: Stmt | undefined): Expr | undefined {
  const from = comm?.kind === "ExprStmt" ? comm.x : comm?.kind === "AssignStmt" ? comm.rhs[0] : undefined;
  const bare = from && unparen(from);
  return bare?.kind === "UnaryExpr" && bare.op === "<-" ? bare.x : undefined;
}
