import { GatewayError } from '../gatewayError';
import type { ProviderEvent } from '../providers/provider';
import type { CallPatience } from './callPatience';

/** Whose stream is watched. */
export interface WatchedCall {
  readonly title: string;
  readonly model: string;
  readonly call: string;
}

/**
 * The events of a stream, as long as they come in time. Whoever aborts is not kept waiting by a provider that does not listen.
 * @param signal of the attempt; its reason is thrown
 * @param abort breaks the attempt off
 * @throws GatewayError timed-out; what the stream throws
 */
export async function* watchedStream(
  events: AsyncIterable<ProviderEvent>,
  watched: WatchedCall,
  patience: Pick<CallPatience, 'firstTokenMs' | 'stallMs'>,
  signal: AbortSignal,
  abort: (reason: GatewayError) => void,
): AsyncGenerator<ProviderEvent> {
  const iterator = events[Symbol.asyncIterator]();
  let first = true;
  try {
    for (;;) {
      const limit = first ? patience.firstTokenMs : patience.stallMs;
      const next = await inTime(iterator.next(), limit, () => late(watched, first, limit), signal, abort);
      if (next.done) return;
      if (next.value.type !== 'warning') first = false;
      yield next.value;
    }
  } finally {
    // Not awaited: a generator that waits for its network would hold up whoever breaks off.
    void iterator.return?.().then(undefined, () => undefined);
  }
}

async function inTime<T>(
  work: Promise<T>,
  ms: number,
  reason: () => GatewayError,
  signal: AbortSignal,
  abort: (reason: GatewayError) => void,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const late = new Promise<never>((_, reject) => {
    onAbort = () => reject(asError(signal.reason));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    timer = setTimeout(() => {
      const error = reason();
      abort(error);
      reject(error);
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new DOMException('Aborted', 'AbortError');
}

function late({ title, model, call }: WatchedCall, first: boolean, ms: number): GatewayError {
  const seconds = Math.round(ms / 100) / 10;
  return new GatewayError(
    'timed-out',
    first
      ? `${title} gave no answer within ${seconds} s.`
      : `${title} stopped in the middle of its answer for ${seconds} s.`,
    'Try again, or choose another model.',
    { model, call, reached: 'maybe', passing: first },
  );
}
