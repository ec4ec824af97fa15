/** What is kept of an episode, whichever environment it was in, and what people see of it while it runs. Types only. */
import type { Json } from '../../core/runs/types';

/** Who the simulated user is: rules (reproducible, no model), or a model. */
export type UserMode = 'rules' | 'model';

/** What the model that is measured is told at first: every preference, none and nobody to ask, or none but a user to ask. */
export type InformationSetting = 'full' | 'hidden' | 'interaction';

/** One turn: what the model did and what came of it. */
export interface EpisodeTurn {
  /** From 0. */
  readonly i: number;
  /** `search`, `action`, `answer`, `finish`, a tool's name in patch mode, or '' where the model called nothing. */
  readonly choice: string;
  /** As the model wrote it. */
  readonly content: string;
  readonly thought?: string | undefined;
  readonly feedback: string;
  readonly feedbackCode: string;
  /** How the user took it: 1 ordinary talk, 2 a question about a preference, 3 about none, 4 too vague. */
  readonly type?: 1 | 2 | 3 | 4 | undefined;
  /** What this turn revealed, and whether the model asked for it. */
  readonly revealed?: readonly { readonly preference: string; readonly how: 'active' | 'passive' }[] | undefined;
  /** Where the user is a model: what the rules would have said, so that agreement can be reported. */
  readonly rulesType?: 1 | 2 | 3 | 4 | undefined;
  /**
   * What was odd: `instruction-to-judge` (the model's text spoke to the judge), `not-asked-for` (the judge saw a question about a preference
   * that the text cannot have asked for), `rules-decided` (and so rules decided, not the judge),
   * `user-leak` (the user said the preference outright), `user-failed` (its answer could not be used).
   */
  readonly flags?: readonly string[] | undefined;
  readonly reward: number;
  readonly ms: number;
  readonly tokens?: number | undefined;
}

/** `Solution.content` of an episode. */
export interface EpisodeRecord {
  readonly environment: string;
  readonly task: string;
  readonly seed: number;
  readonly setting: InformationSetting;
  readonly userMode: UserMode;
  readonly turns: readonly EpisodeTurn[];
  /** Why it ended: the task was done, a limit, the model finished or called nothing. */
  readonly ended: 'terminated' | 'truncated' | 'finished' | 'no-action';
  readonly totalReward: number;
  /** Answers that were accepted, in order. */
  readonly answers: readonly EpisodeAnswer[];
  /** What was hidden, for people who look at the episode afterwards. */
  readonly preferences: readonly HiddenPreference[];
  /** The environment's own, e.g. counts of searches, the patch. */
  readonly details: Json;
}

export interface EpisodeAnswer {
  readonly aspect: string;
  readonly value: number;
  readonly id: string;
  readonly turn: number;
  readonly satisfied: readonly string[];
  readonly violated: readonly string[];
}

export interface HiddenPreference {
  readonly id: string;
  readonly aspect: string;
  readonly topic: string;
  /** In plain words. */
  readonly explicit: string;
  /** Turn in which it was revealed; undefined: never. */
  readonly revealedAt: number | undefined;
  readonly how: 'active' | 'passive' | undefined;
}

/** What `SolverContext.show` is told while an episode runs; the page draws it turn by turn. */
export type EpisodeEvent =
  | {
      readonly kind: 'begun';
      readonly environment: string;
      readonly task: string;
      readonly opening: string;
      readonly preferences: readonly HiddenPreference[];
      readonly limits: { readonly turns: number };
    }
  | { readonly kind: 'turn'; readonly turn: EpisodeTurn; readonly score: number | undefined }
  | { readonly kind: 'ended'; readonly ended: EpisodeRecord['ended']; readonly totalReward: number };
