/** Transitions, as the engine holds them: rows of numbers that are reused from state to state. */

/** What a transition does. */
export const Kind = {
  Execute: 0,
  Drain: 1,
  Collide: 2,
} as const;

/** The enabled transitions of a state. Only the first `count` entries of each column mean anything. */
export class TransitionList {
  count = 0;
  readonly kind: number[] = [];
  /** The thread that acts, or the CPU that drains (they have the same numbers). */
  readonly thread: number[] = [];
  /** A case of a select, a value of a havoc, the place in the buffer of a drain; 0 otherwise. */
  readonly choice: number[] = [];
  /** The other thread of a communication or collision, or -1. */
  readonly partner: number[] = [];
  /** The case of the partner's select; 0 otherwise. */
  readonly partnerChoice: number[] = [];

  add(kind: number, thread: number, choice: number, partner: number, partnerChoice: number): void {
    const at = this.count++;
    this.kind[at] = kind;
    this.thread[at] = thread;
    this.choice[at] = choice;
    this.partner[at] = partner;
    this.partnerChoice[at] = partnerChoice;
  }
}
