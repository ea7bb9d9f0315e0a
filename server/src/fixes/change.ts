/** A fix that can be had. */
import type { Message } from "../../../protocol/src/messages.ts";
import type { FileEdit } from "./fix.ts";

export interface Change {
  readonly title: Message;
  readonly reason: Message;
  readonly edits: readonly FileEdit[];
}
