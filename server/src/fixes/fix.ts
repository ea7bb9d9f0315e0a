/** What a fix offers. */
import type { Message } from "../../../protocol/src/messages.ts";

/** A replacement in one file: UTF-16 offsets into the text that was analysed. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface FileEdit {
  readonly path: string;
  /** Sorted, without overlaps. */
  readonly edits: readonly TextEdit[];
}

/** A rewrite of a finding, or the reason why it cannot be had. */
export interface Fix {
  /** Stable: `use-guard`, `add-rwmutex`, `add-mutex`, ... */
  readonly id: string;
  readonly title: Message;
  /** At most one fix of a finding is preferred. */
  readonly preferred: boolean;
  /** Why this fix is the one to take, or what it costs; one sentence. */
  readonly reason?: Message;
  /** Set when the fix cannot keep its promises here; then there are no edits. */
  readonly disabledReason?: Message;
  /** The edits of all files, each file once. */
  readonly edits: readonly FileEdit[];
}
