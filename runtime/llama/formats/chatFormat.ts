/** How the conversations of a model are written, and how it writes calls. */
import type { CallSyntax, PromptPiece } from '../../functionCalling';
import type { Message, ToolDefinition } from '../../gateway/types';

export interface ChatPrompt {
  /** Up to where the answer begins. Only markers of the model itself are 'special', never what anybody says. */
  readonly pieces: readonly PromptPiece[];
  /** The prompt ends inside a thought: the reply begins with one. */
  readonly inThought: boolean;
}

export interface PromptOptions {
  /** false: the reply has to begin at once, for answers that are held to a form. Default true. */
  readonly think?: boolean | undefined;
}

/** How calls stand in a reply. */
export interface CallForm {
  /** What a grammar can be made for; undefined: calls are read and checked, but not held to their schemas. */
  readonly syntax: CallSyntax | undefined;
  /** What a reply, or a part of one, begins with when it calls. */
  readonly openings: readonly string[];
  /** Whether text may stand before an opening. */
  readonly afterText: boolean;
  /** Whether one reply may have several calls. */
  readonly parallel: boolean;
}

export type ToolSupport =
  | { readonly kind: 'calls'; readonly form: CallForm }
  /** Why not, for people. */
  | { readonly kind: 'none'; readonly reason: string };

export interface ChatFormat {
  /** For people, e.g. `xlam-qwen` or `template`. */
  readonly name: string;
  readonly tools: ToolSupport;
  /** Texts that end an answer besides the tokens that the model's file names. */
  readonly stop: readonly string[];
  /** ... and tokens. */
  readonly stopTokens: readonly string[];
  /** Why the file's own template is not used. */
  readonly problem?: string | undefined;
  /** @throws BadFormError for a conversation that cannot be written for this model, e.g. with pictures */
  readonly prompt: (
    messages: readonly Message[],
    tools: readonly ToolDefinition[],
    options?: PromptOptions,
  ) => ChatPrompt;
}
