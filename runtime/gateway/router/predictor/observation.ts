import type { TaskType } from '../../types';
import type { PromptFeatures } from '../features/promptFeatures';

/** What one model did with one request. */
export interface Observation {
  readonly model: string;
  readonly taskType: TaskType;
  readonly features: PromptFeatures;
  readonly success: boolean;
  /** How much it counts, above 0; 1: seen for certain and just now. */
  readonly weight: number;
}

export const TASK_TYPES: readonly TaskType[] = [
  'chat.explain',
  'chat.design',
  'chat.other',
  'edit.inline',
  'edit.multi',
  'tool.single',
  'tool.multi',
  'judge.binary',
  'judge.pairwise',
  'text.short',
];
