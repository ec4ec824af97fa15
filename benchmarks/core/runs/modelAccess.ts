/** How an evaluation reaches models and books: the gateway in this process, or over a protocol. */
import type { ModelEntry } from '../../../runtime/gateway/protocol';
import type { GenerateEvent, GenerateRequest, Locality, Price } from '../../../runtime/gateway/types';
import type { RunConfiguration } from './types';

export interface ModelAccess {
  /** One call through the gateway: reserved, sent, booked. @throws GatewayError */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent>;
  /** Models by their ids; one that is not known is left out. */
  facts(models: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, ModelFacts>>;
}

export interface ModelFacts {
  readonly id: string;
  /** What tells two models of one id apart: the address of an endpoint, a file with its size and date. Part of the cache's key. */
  readonly endpoint: string;
  readonly locality: Locality;
  readonly price: Price | undefined;
  readonly contextTokens: number | undefined;
  readonly maxOutputTokens: number | undefined;
  /** Why it cannot be called now. */
  readonly problem: string | undefined;
}

/** Facts of the models that are wanted, of those that a gateway lists. */
export function modelFacts(entries: readonly ModelEntry[], wanted: readonly string[]): ReadonlyMap<string, ModelFacts> {
  const names = new Set(wanted);
  return new Map(
    entries
      .filter(({ model }) => names.has(model.id))
      .map(({ model, endpoint, problem }) => {
        const { id, locality, price, contextTokens, maxOutputTokens } = model;
        return [id, { id, endpoint, locality, price, contextTokens, maxOutputTokens, problem }];
      }),
  );
}

/** The ledger, as far as runs need it. Money is in micro-dollars. */
export interface RunBooks {
  /** Makes the budget of a run's task, or changes its limit. It counts from when it was made, over all processes. */
  setBudget(task: string, limit: number): Promise<void>;
  /** What a task has cost since a time, calls under way in full; undefined: these books do not tell. */
  spent(task: string, since: number): Promise<number | undefined>;
  /** What is left of the tightest budget that counts a call of the task; undefined: none does. */
  headroom(task: string, provider: string): Promise<number | undefined>;
}

/** The provider is what stands before the first `/` of a model's id. */
export function providerOf(model: string): string {
  const end = model.indexOf('/');
  return end < 0 ? model : model.slice(0, end);
}

/** Name under which the gateway books a run's calls. */
export function taskOf(run: string): string {
  return `evaluation:${run}`;
}

/** Every model that a run calls: those that are measured, and those in roles beside them. */
export function calledModels({ models, roles = {} }: Pick<RunConfiguration, 'models' | 'roles'>): readonly string[] {
  return [...new Set([...models, ...Object.values(roles)])];
}
