import type { WorkspaceTask } from '../types';
import type { UserPreference } from './types';

/** Preferences of a task as its simulated user has them, in the task's order. */
export function userPreferences(task: Pick<WorkspaceTask, 'aspects'>): UserPreference[] {
  return task.aspects.flatMap(({ key, preferences }) =>
    preferences.map(({ id, topic, topicTitle, terms, value, admissible }) => ({
      ...{ id, aspect: key, topic: topic.replaceAll('-', ' '), value, admissible },
      aspectTerms: terms.aspect,
      terms: [...terms.topic, topicTitle],
      valueTerms: terms.values,
    })),
  );
}
