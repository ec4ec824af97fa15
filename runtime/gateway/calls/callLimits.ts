import { setTimeout as sleep } from 'node:timers/promises';
import type { ProviderLimits } from '../providers/provider';

const minuteMs = 60_000;

interface Taken {
  readonly at: number;
  tokens: number;
}

/** Gives the place back. `used`: tokens that it really were. */
export type Leave = (used?: number) => void;

/**
 * How much one provider is asked for: calls at once, and requests and tokens in any sixty seconds. Who is over the limit waits
 * its turn, first come, first served.
 */
export class CallLimits {
  private running = 0;
  private taken: Taken[] = [];
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
    const entry: Taken = { at: this.now(), tokens };
    this.taken.push(entry);
    this.running += 1;
    let left = false;
    return (used) => {
      if (left) return;
      left = true;
      if (used !== undefined) entry.tokens = used;
      this.running -= 1;
      for (const wake of this.freed.splice(0)) wake();
    };
  }

  /** Milliseconds until the windows have room. */
  private pause(tokens: number): number {
    const now = this.now();
    this.taken = this.taken.filter(({ at }) => at > now - minuteMs);
    const { requestsPerMinute = Infinity, tokensPerMinute = Infinity } = this.limits;
    // One call that is larger than the whole window goes when the window is empty.
    let spent = this.taken.reduce((sum, entry) => sum + entry.tokens, 0);
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
