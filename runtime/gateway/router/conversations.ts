import type { GatewayModel, GenerateRequest } from '../types';
import { trailingToolResults } from './features/requestText';
import { ratesAt } from './outputCosts';

/** How long providers keep a prompt that nobody asks for. */
const CACHE_MS = 300_000;
const REMEMBERED = 1_000;

interface Conversation {
  readonly model: GatewayModel;
  readonly inputTokens: number;
  readonly at: number;
}

/** Which model each conversation is with, whose prompt cache is warm and whose manner the user has got used to. */
export class Conversations {
  private readonly conversations = new Map<string, Conversation>();

  constructor(private readonly now: () => number) {}

  currentOf(request: GenerateRequest): Conversation | undefined {
    return request.conversation === undefined ? undefined : this.conversations.get(request.conversation);
  }

  /** Tokens of the request that this model's provider is likely to have in its cache. */
  cachedTokens(request: GenerateRequest, model: GatewayModel, inputTokens: number): number {
    const current = this.currentOf(request);
    if (current?.model.id !== model.id || this.now() - current.at > CACHE_MS) return 0;
    return Math.min(current.inputTokens, inputTokens);
  }

  /**
   * Micro-dollars that are lost when the conversation leaves its model: the cache of what both requests share. Between
   * local models nothing is lost.
   */
  lostCache(request: GenerateRequest, to: GatewayModel, inputTokens: number): number {
    const current = this.currentOf(request);
    if (current === undefined || current.model.id === to.id || this.now() - current.at > CACHE_MS) return 0;
    const { model } = current;
    if (model.locality === 'local' || model.price === undefined || model.unit === 'requests') return 0;
    const rates = ratesAt(model.price, inputTokens);
    return Math.min(current.inputTokens, inputTokens) * Math.max(0, rates.input - (rates.cacheRead ?? rates.input));
  }

  answered(conversation: string, model: GatewayModel, inputTokens: number): void {
    this.conversations.delete(conversation);
    this.conversations.set(conversation, { model, inputTokens, at: this.now() });
    const oldest = this.conversations.keys().next();
    if (this.conversations.size > REMEMBERED && oldest.done !== true) this.conversations.delete(oldest.value);
  }
}

/**
 * Where a request stands in a loop of tool calls. Models are not changed inside one unless the loop is failing: the same
 * error twice, or two failed calls in a row.
 */
export function toolLoopOf(request: GenerateRequest): 'none' | 'running' | 'failing' {
  const results = trailingToolResults(request);
  if (results.length === 0) return 'none';
  const [last, before] = results;
  return last?.failed === true && before?.failed === true ? 'failing' : 'running';
}
