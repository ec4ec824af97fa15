import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { commonPrefix } from './promptTokens';

/** A place in the context that holds one conversation at a time. */
export interface Slot {
  readonly sequence: LlamaContextSequence;
  /** Whose tokens it holds; undefined: nobody's who comes again. */
  conversation: string | undefined;
  busy: boolean;
  /** Count of the use; the least recent is given away first. */
  used: number;
}

interface Waiter {
  readonly conversation: string | undefined;
  readonly prompt: readonly Token[];
  readonly give: (slot: Slot) => void;
}

/** A shorter common beginning is no reason to take another conversation's place: most prompts begin alike. */
const worthKeeping = 16;

/** Gives sequences to requests: a conversation its own again, others the one that shares most, or the least recently used. */
export class SequencePool {
  private readonly slots: readonly Slot[];
  private waiters: readonly Waiter[] = [];
  private uses = 0;

  constructor(sequences: readonly LlamaContextSequence[]) {
    this.slots = sequences.map((sequence) => ({ sequence, conversation: undefined, busy: false, used: 0 }));
  }

  get all(): readonly Slot[] {
    return this.slots;
  }

  /** Waits where all are in use; first come, first served. */
  async take(conversation: string | undefined, prompt: readonly Token[], signal: AbortSignal): Promise<Slot> {
    const free = this.choose(conversation, prompt);
    if (free) return this.hand(free);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.waiters = this.waiters.filter((each) => each !== waiter);
        reject(signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError'));
      };
      const waiter: Waiter = {
        conversation,
        prompt,
        give: (slot) => {
          signal.removeEventListener('abort', onAbort);
          resolve(slot);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiters = [...this.waiters, waiter];
    });
  }

  release(slot: Slot): void {
    slot.busy = false;
    const [next, ...others] = this.waiters;
    const free = next && this.choose(next.conversation, next.prompt);
    if (!free) return;
    this.waiters = others;
    next.give(this.hand(free));
  }

  private hand(slot: Slot): Slot {
    slot.busy = true;
    slot.used = this.uses += 1;
    return slot;
  }

  private choose(conversation: string | undefined, prompt: readonly Token[]): Slot | undefined {
    const free = this.slots.filter(({ busy }) => !busy);
    if (conversation !== undefined) {
      const own = free.find((slot) => slot.conversation === conversation);
      if (own) return own;
      // A new conversation takes a place from another one only when there is no other.
      const unowned = free.filter((slot) => slot.conversation === undefined);
      if (unowned.length > 0) return best(unowned, prompt);
    }
    return best(free, prompt);
  }
}

function best(slots: readonly Slot[], prompt: readonly Token[]): Slot | undefined {
  const scored = slots.map((slot) => {
    const shared = commonPrefix(slot.sequence.contextTokens, prompt);
    return { slot, shared: shared < worthKeeping ? 0 : shared, owned: slot.conversation === undefined ? 0 : 1 };
  });
  return scored.sort((a, b) => b.shared - a.shared || a.owned - b.owned || a.slot.used - b.slot.used)[0]?.slot;
}
