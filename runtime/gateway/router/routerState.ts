import type { Outcome, TaskType } from '../types';
import type { PromptFeatures } from './features/promptFeatures';

/** Version of the features and of what is stored; a router does not read the state of another version. */
export const STATE_VERSION = 1;

/** A decision whose outcome may still come. Holds numbers, never text of the request. */
export interface StoredDecision {
  readonly id: string;
  readonly at: number;
  readonly taskType: TaskType;
  readonly features: PromptFeatures;
  readonly model: string;
  readonly mode: 'fixed' | 'direct' | 'cascade';
  readonly propensity: number;
  /** Models of `chances` that run on this machine. */
  readonly localModels: readonly string[];
  /** Chance of success that each model was given. */
  readonly chances: Readonly<Record<string, number>>;
}

/** What became known of one model's answer. */
export interface StoredLabel {
  readonly decision: string;
  readonly model: string;
  readonly event: Outcome['event'];
  readonly success: boolean;
  readonly weight: number;
  readonly at: number;
}

/** A label with what it is about. */
export interface LabelledDecision extends StoredLabel {
  readonly taskType: TaskType;
  readonly features: PromptFeatures;
  readonly chance: number | undefined;
  readonly local: boolean;
}

/** Where what was learnt is kept. Decisions and labels of all windows come together here. */
export interface RouterStore {
  /** Decision and labels so far; undefined when unknown or too old. */
  decision(id: string): StoredDecision | undefined;
  addDecision(decision: StoredDecision): void;
  /** A later label of the same decision and model takes the place of the earlier one. */
  addLabel(label: StoredLabel): void;
  /** Oldest first, the newest few thousand. */
  labels(): readonly LabelledDecision[];
  /** Labels by other processes since the last call. */
  newLabels(): readonly LabelledDecision[];
  /** A small JSON value by name. */
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  reset(): void;
  /** Writes what still waits. */
  close(): void;
  /** What the user should know, e.g. that a damaged state was put aside. */
  readonly notices: readonly string[];
}
