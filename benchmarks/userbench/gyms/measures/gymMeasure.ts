/** What an episode in a gym is worth, and scripts that stand beside the scores of models. */
import type { Json } from '../../../core/runs/types';
import type { EpisodeRecord } from '../../episodes/types';
import type { Script } from '../../policies/inTurn';

/** As much of an episode as scores are made of. */
export interface PlayedGym {
  readonly answers: readonly Pick<EpisodeRecord['answers'][number], 'value'>[];
  readonly totalReward: number;
  /** The gym's own part of its last observation. */
  readonly details: Json;
}

export interface GymPolicyParts<Task> {
  readonly task: Task;
  /** Everything of the data: some scripts know what there is, and not which of it is meant. */
  readonly tasks: readonly Task[];
  readonly turns: number;
  readonly random: (below: number) => number;
}

export interface GymPolicy<Task> {
  readonly name: string;
  /** For people, one line. */
  readonly title: string;
  /** Whether it knows what is hidden: then it shows what can be reached, and is no floor. */
  readonly knows: boolean;
  /** undefined: it does nothing. */
  readonly script: ((parts: GymPolicyParts<Task>) => Script) | undefined;
}

export interface GymMeasure<Task> {
  /** 0 to 1, the score of a sample. */
  value(task: Task, played: PlayedGym): number;
  /** In words, for reports: what the value is. */
  readonly meaning: string;
  readonly policies: readonly GymPolicy<Task>[];
}

/** The best answer that was accepted; 0 without one. */
export function bestAnswer(_task: unknown, { answers }: PlayedGym): number {
  return Math.min(1, Math.max(0, ...answers.map(({ value }) => value)));
}

/** Ends at once: what doing nothing is worth. */
export const nothing: GymPolicy<unknown> = {
  name: 'nothing',
  title: 'does nothing',
  knows: false,
  script: undefined,
};
