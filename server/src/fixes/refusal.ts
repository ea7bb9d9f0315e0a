/** Leaves the making of a fix when it cannot keep its promises. */
import { type Message, type MessageArgs, message } from "../../../protocol/src/messages.ts";
import type { Danger } from "./safety.ts";

/** Thrown and caught inside this room only: the fix is shown as disabled with the reason. */
export class Refusal extends Error {
  readonly reason: Message;

  constructor(reason: Message) {
    super(reason.id);
    this.reason = reason;
  }
}

type ReasonId = Extract<Message["id"], `fix.no.${string}`>;

/** Gives up. */
export function refuse(id: ReasonId, args: MessageArgs = {}): never {
  throw new Refusal(message(id, args));
}

/** Gives up because of what would run under the lock. */
export function refuseDanger(danger: Danger): never {
  const { what } = danger;
  switch (danger.why) {
    case "relock":
      refuse("fix.no.relock", { what });
      break;
    case "lock":
      refuse("fix.no.otherLock", { what });
      break;
    case "channel":
      refuse("fix.no.blocks", { what });
      break;
    case "leave":
      refuse("fix.no.panic", { what });
      break;
    default:
      refuse("fix.no.unknownCall", { what });
  }
}
