import type { UserMode } from '../../../userbench/episodes/types';
import type { ScenarioRow } from '../scenarioRow';

/** Why the user said what it said. 'free': a model's own words. */
export type MessageKind = 'opening' | 'told' | 'reminded' | 'tool' | 'next' | 'nothing-more' | 'free';

export interface UserMessage {
  readonly text: string;
  readonly kind: MessageKind;
  /** Held-back values that it says, by their ids, and whether the assistant had asked for them. */
  readonly told: readonly { readonly id: string; readonly how: 'asked' | 'unasked' }[];
  /** Tools that the assistant has from this message on. */
  readonly tools: readonly string[];
  /** `user-failed`: what a model said could not be used; `rules-decided`: and so rules spoke; `user-leak`: it said a value that it was to hold back. */
  readonly flags: readonly string[];
}

/** What the user has seen. */
export interface DialogueSoFar {
  readonly scenario: ScenarioRow;
  /** Messages of both, oldest first; of the assistant only what it said, not what it called. */
  readonly said: readonly { readonly by: 'user' | 'assistant'; readonly text: string; readonly kind?: MessageKind }[];
  /** Ids of held-back values that were told. */
  readonly told: ReadonlySet<string>;
  /** Tools that came later and are there. */
  readonly granted: ReadonlySet<string>;
}

export interface DialogueUser {
  readonly mode: UserMode;
  open(scenario: ScenarioRow, signal: AbortSignal): Promise<UserMessage>;
  /** @returns undefined: the user is content, or has nothing more to say */
  next(dialogue: DialogueSoFar, signal: AbortSignal): Promise<UserMessage | undefined>;
}
