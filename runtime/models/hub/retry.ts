import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeError } from '../../runtimeError';

/** How patient a connection is. Milliseconds. */
export interface Patience {
  /** Tries of one request, without any progress between them. */
  readonly attempts: number;
  /** Pause before the second try; doubled for each further one. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A hub that asks for a longer pause than this is not waited for. */
  readonly longestAskedPauseMs: number;
  /** No byte within this time: the connection counts as broken. */
  readonly silenceMs: number;
}

export const patient: Patience = {
  attempts: 8,
  firstPauseMs: 500,
  longestPauseMs: 30_000,
  longestAskedPauseMs: 5 * 60_000,
  silenceMs: 60_000,
};

/** Something that may be well the next time. */
export class PassingError extends Error {
  override readonly name = 'PassingError';

  /** @param pauseMs that the server asked for */
  constructor(
    readonly failure: RuntimeError,
    readonly pauseMs?: number,
  ) {
    super(failure.message, { cause: failure });
  }
}

/**
 * Tries until it works, passing errors are used up, or the signal is aborted.
 * @param progress grows when a try got further than the one before; then the count starts anew
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  options: {
    readonly patience: Patience;
    readonly signal?: AbortSignal | undefined;
    readonly progress?: () => number;
    readonly onPause?: ((reason: string, ms: number) => void) | undefined;
  },
): Promise<T> {
  const { patience, signal } = options;
  let before = options.progress?.() ?? 0;
  for (let tries = 1; ; tries++) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof PassingError)) throw error;
      const now = options.progress?.() ?? 0;
      if (now > before) {
        before = now;
        tries = 1;
      }
      if (tries >= patience.attempts) throw error.failure;
      const pause = pauseBefore(tries, patience, error);
      options.onPause?.(error.message, pause);
      await sleep(pause, undefined, signal ? { signal } : {});
    }
  }
}

function pauseBefore(tries: number, patience: Patience, error: PassingError): number {
  if (error.pauseMs !== undefined) {
    if (error.pauseMs > patience.longestAskedPauseMs) {
      const { kind, message } = error.failure;
      const minutes = Math.ceil(error.pauseMs / 60_000);
      throw new RuntimeError(kind, message, `It asks to wait ${minutes} minutes; try again then.`, { cause: error });
    }
    return error.pauseMs;
  }
  const longest = Math.min(patience.longestPauseMs, patience.firstPauseMs * 2 ** (tries - 1));
  // Spread, so that many machines do not come back at the same moment.
  return longest * (0.5 + Math.random() / 2);
}

/**
 * Milliseconds that a Retry-After header asks for: whole seconds, or a date (RFC 9110, 10.2.3).
 * @returns undefined without a header or with one that makes no sense
 */
export function retryAfter(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  // `Date.parse` alone takes "-1" for a year.
  const at = /^[A-Za-z]{3,9},? /.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
