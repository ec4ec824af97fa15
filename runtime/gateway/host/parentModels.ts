import { randomUUID } from 'node:crypto';
import { ResponseError, type MessageConnection, type NotificationType, type RequestType } from 'vscode-jsonrpc';
import { z } from 'zod';
import { cancellable } from '../../host/cancellable';
import type { RuntimeErrorData } from '../../protocol';
import { GatewayError, type GatewayErrorKind } from '../gatewayError';
import type { GenerateEvent, GenerateRequest, GenerateResult } from '../protocol';

/** How a child asks its parent for an answer: the request ends with the answer, its events come as notifications of the same id. */
export interface GenerateTypes {
  readonly generate: RequestType<
    { readonly id: string; readonly request: GenerateRequest },
    GenerateResult,
    RuntimeErrorData
  >;
  readonly generateEvent: NotificationType<{ readonly id: string; readonly event: GenerateEvent }>;
}

/** The parent is our own program, and events come many a second: only the envelope is looked at. */
const isTyped = (value: unknown) => typeof value === 'object' && value !== null && 'type' in value;
const eventParamsSchema = z.object({ id: z.string(), event: z.custom<GenerateEvent>(isTyped) });
const resultSchema: z.ZodType<GenerateResult> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('done'),
    decision: z.string(),
    cost: z.number(),
    usage: z.object({
      inputTokens: z.number(),
      cacheReadTokens: z.number(),
      cacheWriteTokens: z.number(),
      outputTokens: z.number(),
      reasoningTokens: z.number(),
      source: z.enum(['provider', 'estimated']),
    }),
  }),
  z.object({
    kind: z.literal('failed'),
    error: z.object({
      kind: z.string(),
      message: z.string(),
      action: z.string(),
      cost: z.number().optional(),
      refusal: z
        .object({
          reason: z.enum([
            'budget',
            'ceiling',
            'price-unknown',
            'local-only',
            'no-model',
            'policy',
            'context',
            'ledger-unavailable',
          ]),
          message: z.string(),
          action: z.string(),
          budget: z.string().optional(),
        })
        .optional(),
    }),
  }),
]);

const errorData = z.object({ message: z.string(), action: z.string() });

/** Models for a child that has no gateway of its own: each call goes to its parent, which hands it to the gateway's process. */
export class ParentModels {
  private readonly listeners = new Map<string, (event: GenerateEvent) => void>();

  constructor(
    private readonly connection: MessageConnection,
    private readonly types: GenerateTypes,
  ) {
    connection.onNotification(types.generateEvent, (params) => {
      const parsed = eventParamsSchema.safeParse(params);
      if (parsed.success) this.listeners.get(parsed.data.id)?.(parsed.data.event);
    });
  }

  /** @throws GatewayError, or what the signal was aborted with */
  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    const id = randomUUID();
    const waiting: GenerateEvent[] = [];
    let wake: () => void = () => undefined;
    const state = { ended: false };
    this.listeners.set(id, (event) => {
      waiting.push(event);
      wake();
    });
    const answer = cancellable(signal, (token) =>
      this.connection.sendRequest(this.types.generate, { id, request }, token),
    ).finally(() => {
      state.ended = true;
      wake();
    });
    // It is awaited below; a failure before that is no unhandled one.
    answer.catch(() => undefined);
    const onAbort = () => wake();
    signal.addEventListener('abort', onAbort);
    try {
      for (;;) {
        yield* waiting.splice(0);
        // Not waited for: a parent that is gone, or hangs, would never say that it heard.
        signal.throwIfAborted();
        if (state.ended && waiting.length === 0) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (state.ended || waiting.length > 0 || signal.aborted) resolve();
        });
      }
      const result = resultSchema.parse(await this.withGatewayError(answer, signal));
      if (result.kind === 'failed') {
        const { kind, message, action, refusal, cost } = result.error;
        throw new GatewayError(knownKind(kind), message, action, { refusal, cost });
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.listeners.delete(id);
    }
  }

  private async withGatewayError<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      signal.throwIfAborted();
      const data = error instanceof ResponseError ? errorData.safeParse(error.data).data : undefined;
      if (data === undefined) throw error;
      throw new GatewayError('internal', data.message, data.action, { cause: error });
    }
  }
}

const kinds: ReadonlySet<string> = new Set<GatewayErrorKind>([
  'refused',
  'authentication',
  'rate-limited',
  'overloaded',
  'unreachable',
  'timed-out',
  'cut-off',
  'bad-answer',
  'bad-request',
  'context-too-long',
  'aborted',
  'internal',
]);

function knownKind(kind: string): GatewayErrorKind {
  return isKind(kind) ? kind : 'internal';
}

function isKind(kind: string): kind is GatewayErrorKind {
  return kinds.has(kind);
}
