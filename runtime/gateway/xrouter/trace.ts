import type { RoutingStrategy, Usage } from '../types';
import type { CollectedAnswer } from './collectAnswer';

/** A model that the router has called. */
export interface CallTrace {
  readonly tool: string;
  readonly model: string | undefined;
  /** System prompt that the router wrote. */
  readonly systemPrompt: string | undefined;
  readonly answer: CollectedAnswer | undefined;
  /** Told to the router instead of an answer. */
  readonly error: string | undefined;
  /** Micro-dollars, also of a call that failed. */
  readonly cost: number;
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
  /** The answer as it came, with its call and decision. */
  readonly answer: CollectedAnswer;
  /** Why the router did not end by itself. */
  readonly failure: string | undefined;
  /** Whose answer it is: the router's own for 'direct_response'. */
  readonly modelUsed: string;
  /** Micro-dollars, of all calls, failed ones included. */
  readonly totalCost: number;
  readonly routerCost: number;
  readonly targetModelsCost: number;
  readonly milliseconds: number;
  readonly turnsUsed: number;
  readonly turns: readonly TurnTrace[];
  readonly pool: readonly string[];
}
