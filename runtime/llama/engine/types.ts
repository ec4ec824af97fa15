/** What text generation on llama.cpp is asked for, whoever asks: chat, function calls, completion in the middle of code. */
import type { PromptPiece } from '../../functionCalling';

/** How the next token is chosen. */
export interface Sampling {
  /** 0 (default): the most probable token. */
  readonly temperature?: number | undefined;
  /** Nucleus, 0..1; default 1. */
  readonly topP?: number | undefined;
  /** Default: the 1,024 most probable; to sort all of a vocabulary of 151,936 would take half as long again as to evaluate. */
  readonly topK?: number | undefined;
  readonly minP?: number | undefined;
  readonly seed?: number | undefined;
}

/** Bounds what is written. */
export interface TextGrammar {
  /** GBNF with a rule `root`. */
  readonly gbnf: string;
  /**
   * 'always': from the first token on. 'opened': the model writes freely until its reply (without blanks and thoughts at its
   * start) begins with one of `openings`; then the reply is written again from there under the grammar, which includes the opening.
   */
  readonly when: 'always' | 'opened';
  readonly openings?: readonly string[] | undefined;
  /** Whether an opening counts behind text, too. */
  readonly afterText?: boolean | undefined;
  /** The prompt ends inside a thought. */
  readonly inThought?: boolean | undefined;
  /**
   * How probable it must be that the reply begins with an opening, 0..1: below it goes on with the most probable token that
   * begins none, as text. Looked at only when it begins with one. Default 0.
   */
  readonly least?: number | undefined;
}

export interface CompletionRequest {
  /** Only pieces of kind 'special' are read as special tokens. */
  readonly prompt: readonly PromptPiece[];
  /**
   * Requests of one conversation go on where the last one ended: what their prompts have in common stays evaluated.
   * undefined: whichever free sequence shares most of the prompt.
   */
  readonly conversation?: string | undefined;
  readonly maxTokens: number;
  readonly sampling?: Sampling | undefined;
  /** Texts that end the answer; not part of it. */
  readonly stop?: readonly string[] | undefined;
  /** Texts of special tokens that end it, besides the model's own ends of turn and text. */
  readonly stopTokens?: readonly string[] | undefined;
  readonly grammar?: TextGrammar | undefined;
  /** Whether the result has the probability of each token; costs a little. Not with a grammar that is 'opened'. Default false. */
  readonly probabilities?: boolean | undefined;
}

/** A token that was written. */
export interface WrittenToken {
  /** UTF-16 units of the answer up to and with it; a token that ends the answer adds none. */
  readonly end: number;
  /** Of the model, before a grammar or a temperature; natural logarithm, at most 0. */
  readonly logProbability: number;
}

export interface CompletionResult {
  /** 'stop': the model ended, or a stop text came. 'length': `maxTokens`. */
  readonly finish: 'stop' | 'length';
  readonly inputTokens: number;
  /** Of these, how many were evaluated before. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** Whether a grammar that waits for an opening was switched on. */
  readonly constrained: boolean;
  /** How probable the opening was, where `least` asked for it. */
  readonly openingChance?: number | undefined;
  /** Milliseconds until the first token, and of all. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
  /** When they were asked for; the last one ended the answer unless it came to its length. */
  readonly tokens?: readonly WrittenToken[] | undefined;
}

/** Special token of the file's vocabulary by its text, e.g. `<|fim_prefix|>`. */
export interface SpecialToken {
  readonly text: string;
  readonly id: number;
}

/** A loaded GGUF model. */
export interface TextEngine {
  readonly contextTokens: number;
  /** `tokenizer.chat_template` of the file. */
  readonly template: string | undefined;
  readonly architecture: string;
  /** Whether the vocabulary has this special token. */
  special(text: string): SpecialToken | undefined;
  count(pieces: readonly PromptPiece[]): number;
  /**
   * Several at once share batches. What is written goes to `tell` piece by piece, never half a character, never a stop text.
   * @param enough when it is set, the answer ends with its next token, as if the model had ended it
   * @throws RuntimeError bad-request when prompt and answer do not fit into the context, or the grammar cannot be read; AbortError
   */
  complete(
    request: CompletionRequest,
    tell: (text: string) => void,
    signal: AbortSignal,
    enough?: AbortSignal,
  ): Promise<CompletionResult>;
}
