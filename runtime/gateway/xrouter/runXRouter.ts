import { randomUUID } from 'node:crypto';
import { GatewayError } from '../gatewayError';
import type {
  GatewayModel,
  GenerateEvent,
  GenerateRequest,
  Json,
  Message,
  MessagePart,
  RoutingStrategy,
} from '../types';
import { verifyJson } from '../verifiers';
import { collectAnswer, type CollectedAnswer, type Generate } from './collectAnswer';
import { asFormRequest, fromFormAnswer } from './decisionForm';
import { modelPool } from './modelPool';
import {
  callArguments,
  callToolsOf,
  definitionsOf,
  SELECT_RESPONSE,
  selectArguments,
  type CallTool,
} from './routerTools';
import { routerSystemPrompt } from './systemPrompt';
import { resultOf, toolResult, type ToolCall } from './toolResults';
import type { CallTrace, TurnTrace, XRouterResult } from './trace';

export interface XRouterOptions {
  readonly generate: Generate;
  /** Id of the model that decides. */
  readonly routerModel: string;
  /** Whether it calls tools; otherwise it fills in a form. Default: yes. */
  readonly callsTools?: boolean | undefined;
  /** Models that it may call. */
  readonly models: readonly GatewayModel[];
  /** Models that it is shown, chosen at random for each request; default: all. */
  readonly poolSize?: number | undefined;
  readonly seed?: number | undefined;
  /** Default 3. */
  readonly maxTurns?: number | undefined;
  /** Default nine minutes. */
  readonly timeoutMs?: number | undefined;
  /** Who gets the request as it is when the router cannot be asked; default: the first model of the pool. */
  readonly fallback?: string | undefined;
  /** Told turns and calls as they happen. */
  readonly onEvent?: ((event: GenerateEvent) => void) | undefined;
}

interface Executed {
  readonly call: ToolCall;
  readonly trace: CallTrace;
}

/**
 * xRouter's form (arXiv 2510.08439): a model decides by calling tools who answers. Unlike there, the whole conversation and
 * the caller's own tools are handed on, the router's tokens are paid for like all others, and every call passes the
 * gateway, whose budgets hold whatever the router wants.
 *
 * @throws GatewayError when nobody has answered; also when it was aborted
 */
export async function runXRouter(
  request: GenerateRequest,
  options: XRouterOptions,
  signal: AbortSignal,
): Promise<XRouterResult> {
  const run = new Run(request, options, signal);
  return run.answer();
}

class Run {
  private readonly began = performance.now();
  private readonly id: string;
  private readonly tools: readonly CallTool[];
  private readonly turns: TurnTrace[] = [];
  private readonly executed: CallTrace[] = [];
  private readonly history: Message[];
  private readonly maxTurns: number;
  private readonly deadline: AbortSignal;
  private readonly signal: AbortSignal;
  /** Micro-dollars by who was asked; a ceiling holds for all of it together. */
  private readonly costs = { router: 0, target: 0 };

  constructor(
    private readonly request: GenerateRequest,
    private readonly options: XRouterOptions,
    outer: AbortSignal,
  ) {
    const { models, poolSize, seed = 0, maxTurns = 3, timeoutMs = 540_000 } = options;
    const pool = modelPool(models, poolSize, seed);
    if (pool.length === 0) {
      throw new GatewayError('bad-request', 'The router has no models to choose from.', 'Set up a model.');
    }
    this.id = request.parentCall ?? randomUUID();
    this.tools = callToolsOf(pool);
    this.maxTurns = maxTurns;
    this.deadline = AbortSignal.timeout(timeoutMs);
    this.signal = AbortSignal.any([outer, this.deadline]);
    const system = { type: 'text', text: routerSystemPrompt(maxTurns) } as const;
    this.history = [{ role: 'system', content: [system] }, ...request.messages];
  }

  async answer(): Promise<XRouterResult> {
    try {
      for (let turn = 0; turn < this.maxTurns; turn++) {
        const ended = await this.turn();
        if (ended !== undefined) return ended;
      }
    } catch (error) {
      return await this.afterFailure(error);
    }
    const last = this.lastGood();
    const failure = `${this.options.routerModel} came to no end in ${this.maxTurns} turns.`;
    return last === undefined ? this.fallback(failure) : this.result(last, 'max_turns_reached', failure);
  }

  /** @returns the result when the router has ended */
  private async turn(): Promise<XRouterResult | undefined> {
    const { routerModel } = this.options;
    const router = await this.decide(this.routerRequest(routerModel));
    const calls = router.toolCalls;
    const turn = this.turns.length + 1;
    this.tell({
      ...{ type: 'router-turn', turn, call: router.call, model: router.model, text: router.text, cost: router.cost },
      calls: calls.map(({ name }) => name),
    });
    const selection = calls.length === 1 && calls[0]!.name === SELECT_RESPONSE ? calls[0] : undefined;
    const others = calls.filter((call) => call !== selection);
    const executed = await Promise.all(others.map((call) => this.call(call, turn, others.length)));
    this.executed.push(...executed.map(({ trace }) => trace));
    const { text, toolCalls, cost, usage } = router;
    this.turns.push({ router: { text, toolCalls, cost, usage }, calls: executed.map(({ trace }) => trace) });
    if (calls.length === 0) {
      if (this.answersItself(router)) return this.result(router, 'direct_response');
      const last = this.lastGood();
      const failure = `What ${routerModel} answered cannot be given.`;
      return last === undefined ? this.fallback(failure) : this.result(last, 'last_response', failure);
    }
    if (selection !== undefined) {
      const selected = this.selected(selection.input);
      if (selected.answer !== undefined) return this.result(selected.answer, 'select_response');
      this.remember(text, calls, [toolResult(selection, selected.error ?? '', true)]);
      return undefined;
    }
    this.remember(
      text,
      calls,
      executed.map(({ call, trace }) => resultOf(call, trace)),
    );
    return undefined;
  }

  private async decide(request: GenerateRequest): Promise<CollectedAnswer> {
    if (this.options.callsTools ?? true) return this.ask('router', request);
    return fromFormAnswer(await this.ask('router', asFormRequest(request)));
  }

  /** @param parallel calls of the turn: they share what is left of the ceiling */
  private async call(call: ToolCall, turn: number, parallel: number): Promise<Executed> {
    const began = performance.now();
    const tool = this.tools.find(({ name }) => name === call.name);
    const parsed = callArguments.safeParse(call.input);
    const trace = (part: Pick<CallTrace, 'answer' | 'error'>, cost = 0): Executed => {
      const { name } = call;
      const milliseconds = performance.now() - began;
      const model = tool?.model.id;
      const { answer, error } = part;
      this.tell({ type: 'router-call', turn, tool: name, model, call: answer?.call, error, cost, milliseconds });
      const systemPrompt = parsed.data?.optimized_system_prompt;
      return { call, trace: { tool: name, model, systemPrompt, answer, error, cost, milliseconds } };
    };
    if (call.name === SELECT_RESPONSE) {
      return trace({ answer: undefined, error: `${SELECT_RESPONSE} must be the only tool of its turn.` });
    }
    if (tool === undefined) {
      const names = this.tools.map(({ name }) => name).join(', ');
      return trace({
        answer: undefined,
        error: `There is no tool ${call.name}. There are: ${names}, ${SELECT_RESPONSE}.`,
      });
    }
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const place = issue?.path.join('.') ?? '';
      return trace({ answer: undefined, error: `The arguments do not fit: ${place}: ${issue?.message ?? 'wrong'}.` });
    }
    let cost = 0;
    try {
      const { optimized_system_prompt: prompt, temperature } = parsed.data;
      const request = this.targetRequest(tool.model.id, prompt, temperature);
      const answer = await this.ask('target', { ...request, ceiling: this.left(parallel) }, (each) => (cost += each));
      return trace({ answer, error: undefined }, cost);
    } catch (error) {
      if (this.signal.aborted) throw error;
      return trace({ answer: undefined, error: error instanceof Error ? error.message : String(error) }, cost);
    }
  }

  private async ask(
    who: 'router' | 'target',
    request: GenerateRequest,
    spent: (cost: number) => void = () => undefined,
  ): Promise<CollectedAnswer> {
    let told = 0;
    const note = (cost: number): void => {
      told += cost;
      this.costs[who] += cost;
      spent(cost);
    };
    const answer = await collectAnswer(this.options.generate, request, this.signal, {
      spent: note,
      event: (event) => this.tell(event),
    });
    // Of those who tell it only at the end.
    note(answer.cost - told);
    return answer;
  }

  private tell(event: GenerateEvent): void {
    this.options.onEvent?.(event);
  }

  /** Micro-dollars of the request's ceiling that each of some calls may still cost. */
  private left(calls: number): number | undefined {
    const { ceiling } = this.request;
    if (ceiling === undefined) return undefined;
    return Math.max(0, Math.floor((ceiling - this.costs.router - this.costs.target) / calls));
  }

  /** Whether what the router wrote is an answer: where JSON was asked for, prose is none. */
  private answersItself({ text, finish }: CollectedAnswer): boolean {
    if (text.trim() === '') return false;
    return this.request.output?.kind !== 'json' || verifyJson({ text, toolCalls: [], finish }, this.request).passed;
  }

  /** Newest first, as several calls may have had one name. */
  private selected(input: Json): { readonly answer?: CollectedAnswer; readonly error?: string } {
    const parsed = selectArguments.safeParse(input);
    if (!parsed.success) return { error: 'The argument model_call_name is missing.' };
    const name = parsed.data.model_call_name;
    const found = this.executed.findLast(({ tool, answer }) => tool === name && answer !== undefined);
    if (found?.answer !== undefined) return { answer: found.answer };
    const names = this.executed.flatMap(({ tool, answer }) => (answer === undefined ? [] : [tool]));
    return { error: `No call ${name} has answered. Answered have: ${names.length === 0 ? 'none' : names.join(', ')}.` };
  }

  private async afterFailure(error: unknown): Promise<XRouterResult> {
    const last = this.lastGood();
    if (this.deadline.aborted) {
      if (last !== undefined) return this.result(last, 'timeout', 'The router took too long.');
      throw new GatewayError(
        'timed-out',
        'The router took too long, and no model had answered.',
        'Try again, or name a model.',
      );
    }
    if (this.signal.aborted || !(error instanceof GatewayError)) throw error;
    return last === undefined ? this.fallback(error.message) : this.result(last, 'last_response', error.message);
  }

  /** Nobody has answered: another model gets the request as it is. */
  private async fallback(failure: string): Promise<XRouterResult> {
    const model = this.options.fallback ?? this.tools[0]!.model.id;
    const request = { ...this.request, model, parentCall: this.id, ceiling: this.left(1) };
    const answer = await this.ask('target', request);
    return this.result(answer, 'fallback', failure);
  }

  private lastGood(): CollectedAnswer | undefined {
    return this.executed.findLast(({ answer }) => answer !== undefined && isGood(answer))?.answer;
  }

  private routerRequest(model: string): GenerateRequest {
    const { verifiers: _, output: _form, taskType: _type, conversation: _conversation, ...rest } = this.request;
    return {
      ...{ ...rest, model, messages: this.history, tools: definitionsOf(this.tools), toolChoice: { kind: 'auto' } },
      ...{ temperature: 0, parentCall: this.id, ceiling: this.left(1) },
    };
  }

  /** The caller's system prompt stays in force beside the router's. */
  private targetRequest(model: string, prompt: string, temperature: number): GenerateRequest {
    const { conversation: _, ...rest } = this.request;
    const written: Message = { role: 'system', content: [{ type: 'text', text: prompt }] };
    return { ...rest, model, temperature, parentCall: this.id, messages: [written, ...this.request.messages] };
  }

  private remember(text: string, calls: readonly ToolCall[], results: readonly MessagePart[]): void {
    this.history.push(
      {
        role: 'assistant',
        content: [
          ...(text === '' ? [] : [{ type: 'text', text } as const]),
          ...calls.map((call) => ({ type: 'tool-call', ...call }) as const),
        ],
      },
      { role: 'tool', content: results },
    );
  }

  private result(answer: CollectedAnswer, strategy: RoutingStrategy, failure?: string): XRouterResult {
    const { router: routerCost, target: targetModelsCost } = this.costs;
    return {
      ...{ text: answer.text, toolCalls: strategy === 'direct_response' ? [] : answer.toolCalls, strategy },
      ...{ answer, failure, modelUsed: answer.model },
      ...{ totalCost: routerCost + targetModelsCost, routerCost, targetModelsCost },
      ...{ milliseconds: performance.now() - this.began, turnsUsed: this.turns.length, turns: this.turns },
      pool: this.tools.map(({ model }) => model.id),
    };
  }
}

function isGood({ text, toolCalls }: CollectedAnswer): boolean {
  return text.trim() !== '' || toolCalls.length > 0;
}
