/**
 * Environments that a model acts in by text, in Gymnasium's shape (`reset`, `step` → observation, reward, terminated, truncated, info), and
 * asynchronous, because a simulated user may be a model. Types only. Sources: UserBench (TravelGym), UserRL's gyms.
 */
import type { ToolDefinition } from '../../../runtime/gateway/types';
import type { Json } from '../../core/runs/types';
import type { EpisodeRecord, EpisodeTurn } from '../episodes/types';

/** What every observation has; environments add their own under further names. */
export interface Observation {
  /** What the environment says to the model. */
  readonly feedback: string;
  /** What kind of feedback it is, for charts and comparison, e.g. `search_results`. */
  readonly feedbackCode: string;
  /** Steps taken so far. */
  readonly stepCount: number;
  readonly episodeComplete: boolean;
  readonly [name: string]: Json | undefined;
}

export interface Reset {
  readonly observation: Observation;
  readonly info: Info;
}

export interface Step {
  readonly observation: Observation;
  readonly reward: number;
  /** The task has come to its end. */
  readonly terminated: boolean;
  /** A limit has. Both may be true at once. */
  readonly truncated: boolean;
  readonly info: Info;
}

/** For whoever evaluates; never shown to the model that acts. */
export type Info = Readonly<Record<string, Json | undefined>>;

export interface Environment {
  /** Registered name, e.g. `TravelGym-v0`. */
  readonly name: string;
  /** What the model is told of the actions: the function `interact_with_env` in JSON schema. */
  readonly actions: ActionChoices;
  /** System prompt and first user message of an episode; only after `reset`. */
  instructions(): { readonly system: string; readonly user: string };
  /** @param options.seed of everything that is drawn; the same seed and actions give the same episode wherever the user is by rules */
  reset(options?: ResetOptions): Promise<Reset>;
  /** @throws EnvironmentError before `reset` and after the end */
  step(action: string, signal: AbortSignal): Promise<Step>;
  close(): Promise<void>;
  /** Tools beside `interact_with_env`, e.g. those of patch mode; each call is a step. */
  readonly tools?: EnvironmentTools | undefined;
  /** Of the last step, for its turn in the record; what observation and info say need not stand here. */
  lastTurn?(): Pick<EpisodeTurn, 'type' | 'revealed' | 'rulesType' | 'flags'>;
  /** What the record of an episode has beside its turns. */
  outcome?(): EpisodeOutcome;
}

export interface EnvironmentTools {
  readonly definitions: readonly ToolDefinition[];
  /** Never throws for what a model did wrong: that is feedback. @throws EnvironmentError before `reset` and after the end */
  call(name: string, input: Json, signal: AbortSignal): Promise<Step>;
}

export type EpisodeOutcome = Pick<EpisodeRecord, 'answers' | 'preferences' | 'details'>;

export interface ResetOptions {
  readonly seed?: number | undefined;
  /** Task of the environment's data; default: drawn by the seed. */
  readonly task?: string | undefined;
}

export interface ActionChoices {
  /** What `choice` may be, e.g. action, answer, search. Text of an action is `[choice] content`. */
  readonly choices: readonly string[];
  /** UserBench asks for a `thought` too; UserRL's gyms do not. */
  readonly thought: boolean;
}

/** One call of a model in a role of the environment (a user, a judge). Roles see only what their prompt holds. */
export interface RoleModel {
  /**
   * @param role e.g. `utterance-judge`; the same words as in golden files with `-` for `_`
   * @returns the answer's text as it came
   * @throws what the transport throws; the environment decides what that means
   */
  ask(role: string, prompt: RolePrompt, signal: AbortSignal): Promise<string>;
}

export interface RolePrompt {
  readonly system: string;
  readonly user: string;
  /** undefined: what the run allows. */
  readonly maxOutputTokens?: number | undefined;
}
