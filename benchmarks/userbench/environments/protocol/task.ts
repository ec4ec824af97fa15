/** Tasks of environments whose user has hidden preferences over aspects, each with options to choose from. Types only. */
import type { Json } from '../../../core/runs/types';
import type { AspectNames } from '../../users';

export interface AskingTask {
  readonly id: string;
  /** What it is about, for judges. */
  readonly scenario: string;
  /** What the user says first. */
  readonly opening: string;
  readonly aspects: readonly TaskAspect[];
}

export interface TaskAspect extends AspectNames {
  /** Ids of its options are this letter and a number. */
  readonly letter: string;
  /** What a search has to name. */
  readonly arguments: Json;
  readonly preferences: readonly TaskPreference[];
  readonly options: {
    readonly correct: readonly OptionCard[];
    readonly wrong: readonly OptionCard[];
    readonly noise: readonly OptionCard[];
  };
  /** Ids of all options that satisfy, the best among them. */
  readonly correctIds: readonly string[];
  readonly bestId: string;
  /** What the fields of an option mean, for the model. */
  readonly legend: string;
}

export interface TaskPreference {
  /** `P1`, `P2`, … over all aspects in their order. */
  readonly id: string;
  /** What the data calls its aspect; mostly its key. Only a preference whose label is the key is dropped when the aspect is answered. */
  readonly label: string;
  readonly topic: string;
  readonly explicit: string;
  readonly implicit: string;
  /** Words that ask for it, beside those of its topic. */
  readonly terms: readonly string[];
  /** Names of what it wants: to name one in a question is to ask. */
  readonly values: readonly string[];
}

export interface OptionCard {
  readonly id: string;
  /** As the model sees it: one line of JSON without what would give it away. */
  readonly line: string;
}
