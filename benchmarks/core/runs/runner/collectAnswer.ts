import type { GenerateEvent } from '../../../../runtime/gateway/types';
import type { ModelAnswer } from '../types';

/**
 * The answer that a stream of the gateway comes to. Times begin with the attempt that was answered, without waits for a free place.
 * @throws Error for a stream that ends without an end, what the stream throws
 */
export async function collectAnswer(events: AsyncIterable<GenerateEvent>): Promise<ModelAnswer> {
  let began = performance.now();
  let first: number | undefined;
  let text = '';
  const toolCalls: ModelAnswer['toolCalls'][number][] = [];
  for await (const event of events) {
    switch (event.type) {
      case 'started':
        began = performance.now();
        first = undefined;
        break;
      case 'text':
        first ??= performance.now();
        text += event.text;
        break;
      case 'reasoning':
        first ??= performance.now();
        break;
      case 'tool-call':
        first ??= performance.now();
        toolCalls.push({ id: event.id, name: event.name, input: event.input });
        break;
      case 'finish':
        return {
          call: event.call,
          model: event.model,
          text,
          toolCalls,
          finish: event.finish,
          usage: event.usage,
          cost: event.cost,
          firstTokenMs: first === undefined ? undefined : first - began,
          totalMs: performance.now() - began,
          cached: false,
        };
      default:
    }
  }
  throw new Error('The answer of the gateway did not end.');
}
