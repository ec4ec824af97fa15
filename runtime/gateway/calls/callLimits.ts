import { setTimeout as sleep } from 'node:timers/promises';
import type { ProviderLimits } from '../providers/provider';

const minuteMs = 60_000;

interface Taken {
  readonly at: number;
  tokens: number;
  /** It is more than a minute ago. */
  past: boolean;
}

/** Gives the place back. `used`: tokens that it really were. */
export type Leave = (used?: number) => void;

/**
 * How much one provider is asked for: calls at once, and requests and tokens in any sixty seconds. Who is over the limit waits
 * its turn, first come, first served.
 */
export class CallLimits {
  private running = 0;
  /** Of the last minute, oldest first; empty where nothing is limited by the minute. */
  private readonly taken: Taken[] = [];
  /** Tokens of `taken`: adding them up for each call would cost more than the rest of it after some thousand calls. */
  private spent = 0;
  /** Ends when the one before has been let in, or has gone. */
  private turn: Promise<unknown> = Promise.resolve();
  private freed: (() => void)[] = [];

  constructor(
    private readonly limits: ProviderLimits,
    private readonly now: () => number = () => performance.now(),
    private readonly wait: (ms: number, signal: AbortSignal) => Promise<void> = (ms, signal) =>
      sleep(ms, undefined, { signal }),
  ) {}

  /** Calls under way. */
  get underWay(): number {
    return this.running;
  }

  /**
   * Waits for a place, and gives it back when it is called.
   * @param tokens of the call, input and output, as they are expected
   * @throws AbortError
   */
  async enter(tokens: number, signal: AbortSignal): Promise<Leave> {
    const place = this.turn.then(() => this.letIn(tokens, signal));
    // Those behind come after those in front, whether these were let in or have gone.
    this.turn = place.catch(() => undefined);
    try {
      return await unlessAborted(place, signal);
    } catch (error) {
      place.then(
        (leave) => leave(0),
        () => undefined,
      );
      throw error;
    }
  }

  private async letIn(tokens: number, signal: AbortSignal): Promise<Leave> {
    signal.throwIfAborted();
    while (this.running >= this.limits.concurrency) {
      await unlessAborted(new Promise<void>((resolve) => this.freed.push(resolve)), signal);
    }
    for (let pause = this.pause(tokens); pause > 0; pause = this.pause(tokens)) await this.wait(pause, signal);
    const entry: Taken = { at: this.now(), tokens, past: false };
    if (this.hasWindow) {
      this.taken.push(entry);
      this.spent += tokens;
    }
    this.running += 1;
    let left = false;
    return (used) => {
      if (left) return;
      left = true;
      if (used !== undefined) {
        if (this.hasWindow && !entry.past) this.spent += used - entry.tokens;
        entry.tokens = used;
      }
      this.running -= 1;
      for (const wake of this.freed.splice(0)) wake();
    };
  }

  private get hasWindow(): boolean {
    return this.limits.requestsPerMinute !== undefined || this.limits.tokensPerMinute !== undefined;
  }

  /** Milliseconds until the windows have room. */
  private pause(tokens: number): number {
    if (!this.hasWindow) return 0;
    const now = this.now();
    this.forget(now - minuteMs);
    const { requestsPerMinute = Infinity, tokensPerMinute = Infinity } = this.limits;
    // One call that is larger than the whole window goes when the window is empty.
    let { spent } = this;
    let made = this.taken.length;
    for (const { at, tokens: given } of this.taken) {
      if (made < requestsPerMinute && spent + tokens <= tokensPerMinute) return 0;
      made -= 1;
      spent -= given;
      if (made < requestsPerMinute && spent + Math.min(tokens, tokensPerMinute) <= tokensPerMinute) {
        return Math.max(1, Math.ceil(at + minuteMs - now));
      }
    }
    return 0;
  }

  private forget(until: number): void {
    const kept = this.taken.findIndex(({ at }) => at > until);
    for (const entry of this.taken.splice(0, kept < 0 ? this.taken.length : kept)) {
      entry.past = true;
      this.spent -= entry.tokens;
    }
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => reject(abortError(signal));
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function abortError(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError');
}
