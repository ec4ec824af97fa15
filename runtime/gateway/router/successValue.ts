import type { TaskType } from '../types';

/** How much more a success at one kind of work is worth than at another. */
const TASK_FACTOR: Readonly<Record<TaskType, number>> = {
  'chat.explain': 1,
  'chat.design': 1.5,
  'chat.other': 1,
  'edit.inline': 1,
  'edit.multi': 3,
  'tool.single': 0.7,
  'tool.multi': 2,
  'judge.binary': 0.5,
  'judge.pairwise': 0.5,
  'text.short': 0.2,
};

/**
 * What an answer that will do is worth, in micro-dollars: from a fifth of a cent at quality 0, by a factor of two a
 * step, to two dollars at 10.
 *
 * @param quality RoutingPolicy.quality, 0..10
 */
export function successValue(quality: number, taskType: TaskType): number {
  return 2_000 * 10 ** (0.3 * Math.min(10, Math.max(0, quality))) * TASK_FACTOR[taskType];
}
