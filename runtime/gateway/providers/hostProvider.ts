import { GatewayError } from '../gatewayError';
import type { HostEvent, HostModel } from '../protocol';
import type { GenerateRequest, Json, Price } from '../types';
import { z } from 'zod';
import type { Provider, ProviderCall, ProviderEvent, ProviderLimits, ProviderModel } from './provider';

/** Calls a model of the editor; its parts are told as they come. Rejects with GatewayError or AbortError. */
export type CallHost = (
  call: { readonly id: string; readonly model: string; readonly request: GenerateRequest },
  tell: (event: HostEvent['event']) => void,
  signal: AbortSignal,
) => Promise<{ readonly finish: 'stop' | 'tool-calls' }>;

interface Ended {
  readonly type: 'ended';
  readonly failure: Error;
}

const json: z.ZodType<Json> = z.json();

/**
 * Models of VS Code (`vscode.lm`), which the extension host calls: they tell neither tokens nor prices, so they are counted by
 * requests. Their vendors run them elsewhere, so they are of the cloud, whatever their names say.
 */
export class HostProvider implements Provider {
  readonly id = 'vscode';
  readonly title = 'VS Code';
  readonly locality = 'cloud';
  readonly limits: ProviderLimits = { concurrency: 2, requestsPerMinute: undefined, tokensPerMinute: undefined };
  readonly priced = { kind: 'openai-compatible', baseUrl: undefined, models: undefined, locality: 'cloud' } as const;

  constructor(
    private readonly hostModels: readonly HostModel[],
    private readonly callHost: CallHost,
  ) {}

  async models(): Promise<readonly ProviderModel[]> {
    return this.hostModels.map((model) => describe(model));
  }

  model(name: string): ProviderModel | undefined {
    const found = this.hostModels.find(({ id }) => id === name);
    return found && describe(found);
  }

  endpointOf(): string {
    return this.id;
  }

  ownPrice(name: string): Price | undefined {
    const perRequest = this.hostModels.find(({ id }) => id === name)?.perRequest;
    if (perRequest === undefined) return undefined;
    return {
      rates: { input: 0, output: 0, cacheRead: undefined, cacheWrite: undefined },
      tiers: [],
      perRequest: Math.ceil(perRequest * 1_000_000 - 1e-6),
      source: 'user',
    };
  }

  async *stream(call: ProviderCall): AsyncGenerator<ProviderEvent> {
    if (call.localOnly) {
      const message = 'Models of VS Code are not on this machine, and this call may not leave it.';
      const action = 'Choose a local model, or turn “local only” off.';
      throw new GatewayError('refused', message, action, { refusal: { reason: 'local-only', message, action } });
    }
    const queue: (ProviderEvent | Ended)[] = [];
    let wake: (() => void) | undefined;
    const push = (event: (typeof queue)[number]) => {
      queue.push(event);
      wake?.();
    };
    this.callHost(
      { id: call.call, model: call.model.name, request: call.request },
      (event) => push(toEvent(event, call)),
      call.signal,
    ).then(
      ({ finish }) => push({ type: 'finish', finish, usage: undefined }),
      (error: unknown) => push({ type: 'ended', failure: asFailure(error, call) }),
    );
    for (;;) {
      const event = queue.shift();
      if (event?.type === 'ended') throw event.failure;
      if (event) yield event;
      else await new Promise<void>((resolve) => (wake = resolve));
      if (event?.type === 'finish') return;
    }
  }
}

function describe({ id, title, contextTokens }: HostModel): ProviderModel {
  return {
    id: `vscode/${id}`,
    provider: 'vscode',
    name: id,
    title,
    locality: 'cloud',
    unit: 'requests',
    contextTokens,
    maxOutputTokens: undefined,
    capabilities: { tools: true, images: false, json: false, reasoning: false },
  };
}

function toEvent(event: HostEvent['event'], { model, call }: ProviderCall): ProviderEvent | Ended {
  if (event.type === 'text') return event;
  try {
    return { type: 'tool-call', id: event.id, name: event.name, input: json.parse(JSON.parse(event.inputJson)) };
  } catch {
    const message = `${model.title} called a tool with an input that is not JSON.`;
    return { type: 'ended', failure: new GatewayError('bad-answer', message, 'Try again.', { model: model.id, call }) };
  }
}

function asFailure(error: unknown, { model, call }: ProviderCall): Error {
  if (error instanceof GatewayError || (error instanceof Error && error.name === 'AbortError')) return error;
  return new GatewayError(
    'unreachable',
    `${model.title} gave no answer: ${error instanceof Error ? error.message : String(error)}`,
    'Try again, or choose another model.',
    { model: model.id, call, reached: 'maybe' },
  );
}
