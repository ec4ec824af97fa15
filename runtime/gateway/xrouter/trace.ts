import type { Usage } from '../types';
import type { CollectedAnswer } from './collectAnswer';

/** How an answer came about, in the words of xRouter. */
export type RoutingStrategy =
  'direct_response' | 'select_response' | 'max_turns_reached' | 'last_response' | 'fallback' | 'timeout';

/** A model that the router has called. */
export interface CallTrace {
  readonly tool: string;
  readonly model: string | undefined;
  /** System prompt that the router wrote. */
  readonly systemPrompt: string | undefined;
  readonly answer: CollectedAnswer | undefined;
  /** Told to the router instead of an answer. */
  readonly error: string | undefined;
  readonly milliseconds: number;
}

export interface TurnTrace {
  readonly router: {
    readonly text: string;
    readonly toolCalls: CollectedAnswer['toolCalls'];
    readonly cost: number;
    readonly usage: Usage;
  };
  readonly calls: readonly CallTrace[];
}

export interface XRouterResult {
  readonly text: string;
  readonly toolCalls: CollectedAnswer['toolCalls'];
  readonly strategy: RoutingStrategy;
  /** Whose answer it is: the router's own for 'direct_response'. */
  readonly modelUsed: string;
  /** Micro-dollars, of all calls. */
  readonly totalCost: number;
  readonly routerCost: number;
  readonly targetModelsCost: number;
  readonly milliseconds: number;
  readonly turnsUsed: number;
  readonly turns: readonly TurnTrace[];
  readonly pool: readonly string[];
}
