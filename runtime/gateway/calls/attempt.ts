import { GatewayError } from '../gatewayError';
import { isAbort } from '../providers/providerFailure';
import { AttemptAccount, type Attempt, type AttemptEnd } from './attemptAccount';
import { BudgetWatch } from './budgetWatch';
import type { CallDependencies } from './callDependencies';
import { asGatewayError, type CallEvent } from './executeCall';
import { watchedStream } from './watchedStream';

/**
 * Waits for a place, reserves the worst case, streams, and settles whatever happens.
 * @param spent is told the cost, in micro-dollars, once it is settled
 * @throws GatewayError
 */
export async function* runAttempt(
  attempt: Attempt,
  dependencies: CallDependencies,
  signal: AbortSignal,
  spent: (cost: number) => void,
): AsyncGenerator<CallEvent, AttemptEnd> {
  const { provider, model, call, inputTokens, maxOutputTokens } = attempt;
  const leave = await dependencies
    .limitsOf(provider.id)
    .enter(inputTokens + maxOutputTokens, signal)
    .catch((error: unknown) => {
      throw asGatewayError(error, attempt, call);
    });
  const account = new AttemptAccount(attempt, dependencies);
  let warnings;
  try {
    warnings = await account.reserve();
  } catch (error) {
    leave(0);
    throw error;
  }
  const watch = new BudgetWatch(account.reservation, attempt, dependencies.ledger, dependencies.patience.budgetWatchMs);
  const breakOff = new AbortController();
  const both = AbortSignal.any([signal, breakOff.signal]);
  let failure: GatewayError | undefined;
  let settled: Awaited<ReturnType<AttemptAccount['settle']>> | undefined;
  const settle = async () => {
    settled = await account.settle(failure);
    spent(settled.cost);
    return settled;
  };
  try {
    for (const { message } of warnings) yield { type: 'warning', message };
    const { contextTokens } = model;
    yield { type: 'started', call, model: model.id, attempt: attempt.attempt, contextTokens };
    const names = { title: provider.title, model: model.id, call };
    const source = provider.stream({ ...attempt, signal: both });
    const events = watchedStream(source, names, dependencies.patience, both, (reason) => breakOff.abort(reason));
    for await (const event of events) {
      account.add(event);
      watch.check(account.running);
      switch (event.type) {
        case 'usage':
        case 'finish':
        case 'tool-input':
          break;
        default:
          yield event;
      }
    }
    if (!account.finished) {
      throw new GatewayError('cut-off', `${provider.title} broke off before its answer was complete.`, 'Try again.');
    }
    const end = await settle();
    if (!end.written) {
      const message =
        'The cost of this answer could not be written into the ledger; it counts in full as it was reserved.';
      yield { type: 'warning', message };
    }
    return end;
  } catch (error) {
    // The reason why it was broken off says more than what that did to the stream.
    const cause: unknown = both.aborted && isAborted(error) ? both.reason : error;
    failure = asGatewayError(cause, attempt, call);
    throw failure;
  } finally {
    watch.dispose();
    breakOff.abort(over);
    if (!settled) await settle();
    leave(account.reportedTokens);
  }
}

/** Made once: a new one collects its stack for each call, and nobody reads it. */
const over = new DOMException('The attempt is over.', 'AbortError');

function isAborted(error: unknown): boolean {
  return isAbort(error) || (error instanceof GatewayError && error.kind === 'aborted');
}
