import type { Message, ToolDefinition } from '../../runtime/gateway/types';
import type { CalledFunction, Prediction } from './predictions';
import type { Question } from './questions';

/** Whatever answers a question with calls. */
export interface CallingModel {
  readonly id: string;
  /** @param attempt from 0: the same question may be asked several times */
  readonly answer: (question: Question, signal: AbortSignal, attempt?: number) => Promise<Prediction>;
  /** Answers in a conversation, for questions of several turns; undefined: it cannot. */
  readonly reply?: ((asked: ConversationSoFar, signal: AbortSignal) => Promise<ConversationReply>) | undefined;
  /** What all answers so far took; undefined: it is not counted. */
  readonly used?: (() => ModelUse) | undefined;
}

export interface ModelUse {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface ConversationSoFar {
  /** The same for all steps of a dialogue. */
  readonly conversation: string;
  readonly messages: readonly Message[];
  readonly tools: readonly ToolDefinition[];
  readonly attempt: number;
}

export interface ConversationReply {
  readonly text: string;
  /** In their order; numbers as they were written where the model tells them so. */
  readonly calls: readonly CalledFunction[];
  /** It tried to call, and that cannot be read. */
  readonly malformed: boolean;
}
