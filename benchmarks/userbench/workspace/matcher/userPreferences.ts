import type { WorkspaceTask } from '../types';
import type { UserPreference } from './types';

/** Preferences of a task as its simulated user has them, in the task's order. */
export function userPreferences(task: Pick<WorkspaceTask, 'aspects'>): UserPreference[] {
  return task.aspects.flatMap(({ key, preferences }) =>
    preferences.map(({ id, kind, topic, topicTitle, terms, value, explicit, admissible }) => ({
      ...{ id, aspect: key, kind, topic: topic.replaceAll('-', ' '), value, explicit, admissible },
      aspectTerms: terms.aspect,
      terms: [...terms.topic, topicTitle],
      valueTerms: terms.values,
    })),
  );
}
