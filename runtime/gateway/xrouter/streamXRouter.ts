import type { GenerateEvent, GenerateRequest } from '../types';
import { runXRouter, type XRouterOptions } from './runXRouter';
import type { XRouterResult } from './trace';

/**
 * The router's turns and calls as they happen, then the answer, and 'finish'. Whoever reads no further breaks it off.
 * @throws GatewayError as `runXRouter`
 */
export async function* streamXRouter(
  request: GenerateRequest,
  options: Omit<XRouterOptions, 'onEvent'>,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent> {
  const queue: GenerateEvent[] = [];
  const gone = new AbortController();
  let wake: (() => void) | undefined;
  const run = { ended: false };
  const onEvent = (event: GenerateEvent): void => {
    queue.push(event);
    wake?.();
  };
  const running = runXRouter(request, { ...options, onEvent }, AbortSignal.any([signal, gone.signal]));
  const over = running.then(
    () => undefined,
    () => undefined,
  );
  void over.then(() => {
    run.ended = true;
    wake?.();
  });
  try {
    for (;;) {
      const event = queue.shift();
      if (event) yield event;
      else if (run.ended) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    yield* answerEvents(await running);
  } finally {
    gone.abort();
    // What is under way is settled before the reader goes on.
    await over;
  }
}

function* answerEvents(result: XRouterResult): Generator<GenerateEvent> {
  const { answer, strategy, failure, routerCost, targetModelsCost, turnsUsed } = result;
  if (failure !== undefined) {
    yield { type: 'warning', message: `${failure} ${result.modelUsed} answers (${strategy}).` };
  }
  if (result.text !== '') yield { type: 'text', text: result.text };
  for (const call of result.toolCalls) yield { type: 'tool-call', ...call };
  const { call, decision, finish, usage } = answer;
  yield {
    ...{ type: 'finish', call, decision, model: result.modelUsed, finish, usage, cost: result.totalCost },
    router: { strategy, routerCost, targetModelsCost, turnsUsed },
  };
}
