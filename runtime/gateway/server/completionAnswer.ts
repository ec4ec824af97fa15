/** Answers of `POST /v1/chat/completions`, whole or in pieces. */
import type { FinishReason, GenerateEvent, RouteDecision, Usage } from '../types';

type Finish = Extract<GenerateEvent, { readonly type: 'finish' }>;

/** How an answer came about; names and shape: xRouter (github.com/SalesforceAIResearch/xRouter). Dollars and seconds. */
export interface RouterMetadata {
  readonly model_used: string;
  readonly total_cost: number;
  readonly router_cost: number;
  readonly target_models_cost: number;
  readonly total_time: number;
  readonly routing_strategy: string;
  readonly call_history: readonly HistoryEntry[];
  readonly turns_used: number;
  /** Beyond xRouter: id of the decision, why it was taken, and what went otherwise than asked. */
  readonly decision: string;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
}

/** A call that was made, and one that the router model tried to make. */
interface HistoryEntry {
  /** null: the router model called a tool that is not there. */
  readonly model: string | null;
  /** null: nothing was sent. */
  readonly call: string | null;
  readonly attempt: number;
  /** Of the model `xrouter`: turn from 1, tool ('router': the router model itself), dollars, and why it failed. */
  readonly turn?: number;
  readonly tool?: string;
  readonly cost?: number;
  readonly error?: string;
}

/** Puts an answer together from the gateway's events. */
export class CompletionAnswer {
  readonly id: string;
  private readonly created = Math.floor(Date.now() / 1000);
  private readonly began = performance.now();
  private calls: readonly HistoryEntry[] = [];
  private readonly warnings: string[] = [];
  private decision: RouteDecision | undefined;
  private text = '';
  private reasoning = '';
  private readonly toolCalls: object[] = [];

  constructor(
    id: string,
    private readonly asked: string,
  ) {
    this.id = `chatcmpl-${id}`;
  }

  /** @returns the piece of the answer that the event is, for clients that want pieces; undefined: none */
  add(event: GenerateEvent): object | undefined {
    switch (event.type) {
      case 'decision':
        this.decision = event.decision;
        return undefined;
      case 'started':
        this.calls = [...this.calls, { model: event.model, call: event.call, attempt: event.attempt }];
        return undefined;
      case 'warning':
        this.warnings.push(event.message);
        return undefined;
      case 'router-turn': {
        const { turn, call, model, cost } = event;
        this.remember({ model, call, turn, tool: 'router', cost: cost / 1_000_000 });
        return undefined;
      }
      case 'router-call': {
        const { turn, tool, model = null, call = null, cost, error } = event;
        this.remember({ model, call, turn, tool, cost: cost / 1_000_000, ...(error !== undefined && { error }) });
        return undefined;
      }
      case 'text':
        this.text += event.text;
        return this.chunk({ content: event.text });
      case 'reasoning':
        this.reasoning += event.text;
        return event.text === '' ? undefined : this.chunk({ reasoning_content: event.text });
      case 'tool-call': {
        const call = {
          id: event.id,
          type: 'function',
          function: { name: event.name, arguments: JSON.stringify(event.input) },
        };
        this.toolCalls.push(call);
        return this.chunk({ tool_calls: [{ index: this.toolCalls.length - 1, ...call }] });
      }
      case 'finish':
        return undefined;
    }
  }

  /** The first piece. */
  opening(): object {
    return this.chunk({ role: 'assistant', content: '' });
  }

  /** The last pieces. */
  *closing(finish: Finish, withUsage: boolean): Generator<object> {
    const metadata = this.metadata(finish);
    yield { ...this.chunk({}, finishReason(finish.finish)), router_metadata: metadata };
    if (withUsage) yield { ...this.chunk({}), choices: [], usage: usageOf(finish.usage), router_metadata: metadata };
  }

  whole(finish: Finish): object {
    return {
      id: this.id,
      object: 'chat.completion',
      created: this.created,
      model: finish.model,
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: this.text === '' && this.toolCalls.length > 0 ? null : this.text,
            refusal: null,
            ...(this.reasoning !== '' && { reasoning_content: this.reasoning }),
            ...(this.toolCalls.length > 0 && { tool_calls: this.toolCalls }),
          },
          logprobs: null,
          finish_reason: finishReason(finish.finish),
        },
      ],
      usage: usageOf(finish.usage),
      router_metadata: this.metadata(finish),
    };
  }

  /** What is known of a call once it has ended joins what was told at its start. */
  private remember(entry: Omit<HistoryEntry, 'attempt'>): void {
    const at = entry.call === null ? -1 : this.calls.findIndex(({ call }) => call === entry.call);
    const begun = this.calls[at];
    this.calls = begun
      ? this.calls.with(at, { ...begun, ...entry })
      : [...this.calls, { ...entry, attempt: entry.call === null ? 0 : 1 }];
  }

  private chunk(delta: object, reason: string | null = null): object {
    return {
      id: this.id,
      object: 'chat.completion.chunk',
      created: this.created,
      // Whose answer it is the router model decides at the end only.
      model: (this.decision?.state === 'xrouter' ? undefined : this.calls.at(-1)?.model) ?? this.asked,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    };
  }

  private metadata({ model, cost, decision, router }: Finish): RouterMetadata {
    const routerCost = router?.routerCost ?? 0;
    return {
      model_used: model,
      total_cost: cost / 1_000_000,
      router_cost: routerCost / 1_000_000,
      target_models_cost: (cost - routerCost) / 1_000_000,
      total_time: Math.round(performance.now() - this.began) / 1000,
      routing_strategy: router?.strategy ?? this.strategy(model),
      call_history: this.calls,
      turns_used: router?.turnsUsed ?? new Set(this.calls.map((call) => call.model)).size,
      decision,
      reasons: this.decision?.reasons ?? [],
      warnings: this.warnings,
    };
  }

  private strategy(used: string): string {
    if (this.decision?.mode === 'fixed') return 'fixed';
    if (this.decision?.mode === 'cascade') return used === this.decision.model ? 'cascade_first' : 'cascade_escalated';
    return used === this.decision?.model ? 'direct_response' : 'fallback';
  }
}

function finishReason(finish: FinishReason): string {
  switch (finish) {
    case 'tool-calls':
      return 'tool_calls';
    case 'content-filter':
      return 'content_filter';
    case 'length':
      return 'length';
    case 'stop':
    case 'error':
    case 'other':
      return 'stop';
  }
}

function usageOf(usage: Usage): object {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cacheReadTokens, cache_write_tokens: usage.cacheWriteTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}
