/** One call with its retries: each attempt is reserved, watched and settled for itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../gatewayError';
import type { Provider } from '../providers/provider';
import type { GatewayModel, GenerateEvent, GenerateRequest, Price } from '../types';
import { runAttempt } from './attempt';
import type { AttemptEnd } from './attemptAccount';
import type { CallDependencies } from './callDependencies';
import { pauseBefore } from './callPatience';
import { sifted } from './sifted';

export interface CallPlan {
  readonly model: GatewayModel & { readonly price: Price };
  readonly provider: Provider;
  readonly request: GenerateRequest;
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  readonly localOnly: boolean;
  readonly decision: string;
}

export type CallEvent = Exclude<GenerateEvent, { readonly type: 'decision' | 'finish' }>;

export interface CallResult extends AttemptEnd {
  readonly call: string;
}

/**
 * @param spent is told the cost of every attempt once it is settled, in micro-dollars
 * @returns how the last attempt ended
 * @throws GatewayError
 */
export async function* executeCall(
  plan: CallPlan,
  dependencies: CallDependencies,
  signal: AbortSignal,
  spent: (cost: number) => void,
): AsyncGenerator<CallEvent, CallResult> {
  const { patience } = dependencies;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(tookTooLong(plan, patience.totalMs)), patience.totalMs);
  const both = AbortSignal.any([signal, deadline.signal]);
  try {
    for (let attempt = 1; ; attempt++) {
      const call = dependencies.newId();
      const told = { any: false };
      try {
        const events = runAttempt({ ...plan, call, attempt }, dependencies, both, spent);
        const end = yield* sifted(events, ({ type }) => {
          if (type !== 'started' && type !== 'warning') told.any = true;
          return true;
        });
        return { ...end, call };
      } catch (error) {
        const failure = asGatewayError(error, plan, call);
        const { passing, retryAfterMs } = failure.details;
        if (!passing || told.any || attempt >= patience.attempts || both.aborted) throw failure;
        const pause = pauseBefore(attempt, patience, retryAfterMs);
        if (pause === undefined) throw failure;
        await sleep(pause, undefined, { signal: both }).catch(() => {
          throw both.reason instanceof GatewayError ? failure : asGatewayError(both.reason, plan, call);
        });
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

export function asGatewayError(error: unknown, { model }: Pick<CallPlan, 'model'>, call?: string): GatewayError {
  if (error instanceof GatewayError) return error;
  const details = { model: model.id, call, cause: error };
  if (error instanceof Error && error.name === 'AbortError') {
    return new GatewayError('aborted', 'The call was aborted.', 'Nothing is to be done.', details);
  }
  const said = error instanceof Error ? error.message : String(error);
  return new GatewayError(
    'internal',
    `The gateway failed: ${said}`,
    'Try again; if it happens again, report it with the log.',
    details,
  );
}

function tookTooLong({ provider, model }: CallPlan, ms: number): GatewayError {
  return new GatewayError(
    'timed-out',
    `${provider.title} did not finish within ${Math.round(ms / 100) / 10} s.`,
    'Ask for less, or choose a faster model.',
    { model: model.id, reached: 'maybe' },
  );
}
