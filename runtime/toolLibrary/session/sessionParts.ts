/** What a session is made of beside the folder: models, measuring, and where it says how far it is. */
import type { Locality, Price } from '../../gateway/types';
import type { TopicTurn } from '../grouping';
import type { AskModel, MergingPrompt, MergingRole } from '../merging';
import type { LibraryProgress, Retrieval } from '../protocol';
import type { TokenCounter } from '../tokenCounter';
import type { MeasuredLibrary } from './measuredLibrary';

/** What is known of a model before it is asked. */
export interface LibraryModelFacts {
  readonly locality: Locality;
  readonly price: Price | undefined;
  readonly contextTokens: number | undefined;
  readonly maxOutputTokens: number | undefined;
  /** Why it cannot be called now, with what to do. */
  readonly problem: string | undefined;
}

export interface ModelSpending {
  readonly calls: number;
  /** Answered from what was kept of earlier calls. */
  readonly kept: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Micro-dollars, calls that failed included. */
  readonly cost: number;
}

/** One piece of work with a model, and what it has taken so far. */
export interface OpenedModel {
  /** @throws RuntimeError where it cannot be asked: a budget, the model, the network */
  readonly ask: AskModel;
  /** About the topic of a group. @throws as `ask` */
  readonly askTopic: (turns: readonly TopicTurn[], signal: AbortSignal) => Promise<string>;
  readonly spent: () => ModelSpending;
}

export interface SessionModels {
  /** @returns undefined where there is no such model */
  facts(model: string, signal: AbortSignal): Promise<LibraryModelFacts | undefined>;
  /** Sends nothing yet. @param limit micro-dollars that it may cost at most */
  open(model: string, limit: number | undefined): Promise<OpenedModel>;
  /** Whether an answer to exactly this was kept. */
  isKept(model: string, role: MergingRole, prompt: MergingPrompt, attempt: number): Promise<boolean>;
  /** Longest answer that is asked for. */
  readonly maxOutputTokens: number;
  /** Tokens of a text, on the safe side. */
  tokensAtMost(text: string): number;
}

export interface SessionParts {
  /** Absolute. */
  readonly root: string;
  /** Folder of the user's state. */
  readonly state: string;
  /** Whether tools may run in the sandbox now. */
  readonly mayExecute: () => boolean;
  readonly progress: (progress: LibraryProgress) => void;
  /** Finding before and after, beside libraries merged at random. */
  readonly measure: (measured: MeasuredLibrary) => Promise<Retrieval>;
  /** undefined: merging goes without models. */
  readonly models?: SessionModels | undefined;
  /** Without it description lengths are not computed. */
  readonly tokens?: (() => Promise<TokenCounter>) | undefined;
  /** Of the program: what another version has kept is not read. */
  readonly version?: string | undefined;
  readonly log?: ((message: string) => void) | undefined;
  readonly now?: () => number;
}
