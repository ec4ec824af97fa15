import type { AskingTask } from '../../environments/protocol/task';
import { seededStream } from '../../environments/protocol/seededStream';
import type { WorkspaceTask } from '../types';

/**
 * A task of the workspace as the dialogue with its user needs it. Which of several statements hints at a preference is drawn by the seed.
 * Options are not in it: their search is the workspace's own.
 */
export function askingTask(task: WorkspaceTask, seed: number): AskingTask {
  return {
    id: task.id,
    scenario: task.title,
    opening: task.openingMessage,
    aspects: task.aspects.map(({ key, letter, title, preferences, options }) => ({
      ...{ key, letter, names: [title, key], topics: [], arguments: {}, legend: '' },
      preferences: preferences.map(({ id, topicTitle, explicit, implicit, terms }) => ({
        ...{
          id,
          label: key,
          topic: topicTitle,
          explicit,
          terms: [...terms.topic],
          values: Object.values(terms.values).flat(),
        },
        implicit:
          task.level === 'explicit' ? explicit : (drawn(implicit, seededStream(seed, `statement ${id}`)) ?? explicit),
      })),
      options: { correct: [], wrong: [], noise: [] },
      correctIds: options === undefined ? [] : [options.best.id, ...options.correct.map(({ id }) => id)],
      bestId: options?.best.id ?? '',
    })),
  };
}

function drawn<T>(list: readonly T[], random: (below: number) => number): T | undefined {
  return list.length === 0 ? undefined : list[random(list.length)];
}
