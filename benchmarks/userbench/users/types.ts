/**
 * The simulated user of environments that reveal preferences: what each of its roles is told, and what it answers. Types only.
 *
 * Roles see no more than stands here: judges what was not revealed yet, a speaker the one preference that it is to reveal, small talk none.
 * Every text that comes from the model that is measured, or from a repository, is data to them.
 */
import type { Json } from '../../core/runs/types';
import type { UserMode } from '../episodes/types';

/** How an utterance is taken: 1 ordinary talk, 2 a concrete question about a preference, 3 one about none, 4 too vague (UserBench's numbers). */
export type UtteranceType = 1 | 2 | 3 | 4;

/** What was said so far, oldest first. */
export interface Remark {
  readonly by: 'model' | 'user' | 'database';
  readonly text: string;
  /** How an utterance of the model was taken; undefined for the others. */
  readonly type?: UtteranceType | undefined;
}

/** An aspect of the task, and the words that name it in plain language. */
export interface AspectNames {
  readonly key: string;
  readonly names: readonly string[];
  /** Topics that people speak of under this aspect, whether or not the user cares: a question about one is concrete. */
  readonly topics: readonly Topic[];
}

export interface Topic {
  readonly name: string;
  /** Words and phrases that name it, or a value of it. */
  readonly terms: readonly string[];
}

export interface SearchToJudge {
  readonly query: string;
  readonly aspects: readonly (AspectNames & { readonly arguments: Json })[];
}

/** `aspect` as the judge wrote it. 'failed': no verdict came of it. */
export type SearchVerdict =
  | { readonly kind: 'match'; readonly aspect: string }
  | { readonly kind: 'mismatch' | 'unrelated' }
  | { readonly kind: 'failed'; readonly reason: string };

/** A preference as a judge sees it. */
export interface JudgedPreference {
  readonly id: string;
  /** Key of the aspect that it belongs to. */
  readonly aspect: string;
  /** What the data calls its aspect; mostly the same. */
  readonly label: string;
  readonly topic: string;
  readonly explicit: string;
  /** Words and phrases that ask for it beside those of its topic; without any here and in `values`, those of `explicit` are taken. */
  readonly terms: readonly string[];
  /** Names of what it wants: to name one in a question is to ask. */
  readonly values: readonly string[];
}

export interface UtteranceToJudge {
  readonly scenario: string;
  readonly conversation: readonly Remark[];
  readonly utterance: string;
  /** What was not revealed yet. */
  readonly preferences: readonly JudgedPreference[];
  /** What was: to ask for it again is to ask for nothing. */
  readonly revealed: readonly JudgedPreference[];
  readonly aspects: readonly AspectNames[];
}

export interface UtteranceVerdict {
  readonly type: UtteranceType;
  /** Set for type 2, and then one of those in the question. */
  readonly preference: string | undefined;
  /** What the rules say, where a model judged. */
  readonly rulesType?: UtteranceType | undefined;
  /** As `EpisodeTurn.flags`. */
  readonly flags: readonly string[];
}

/** What a speaker is told. */
export interface Remarks {
  readonly conversation: readonly Remark[];
  readonly utterance: string;
  /** Of the episode, and number of the turn: what a speaker by rules draws its words by. */
  readonly seed: number;
  readonly turn: number;
}

export interface ToReveal extends Remarks {
  readonly preference: SpokenPreference;
}

export interface SpokenPreference {
  readonly id: string;
  /** For people. */
  readonly aspect: string;
  readonly explicit: string;
  /** What gives it away without naming it. */
  readonly implicit: string;
}

/** What the user says; undefined: nothing that can be used came. */
export interface Spoken {
  readonly text: string | undefined;
  readonly flags: readonly string[];
}

export interface SimulatedUser {
  readonly mode: UserMode;
  judgeSearch(search: SearchToJudge, signal: AbortSignal): Promise<SearchVerdict>;
  judgeUtterance(utterance: UtteranceToJudge, signal: AbortSignal): Promise<UtteranceVerdict>;
  /** Answers a question about the preference. */
  revealAsked(asked: ToReveal, signal: AbortSignal): Promise<Spoken>;
  /** Brings the preference up unasked. */
  revealProactively(unasked: ToReveal, signal: AbortSignal): Promise<Spoken>;
  smallTalk(remarks: Remarks, signal: AbortSignal): Promise<Spoken>;
}
