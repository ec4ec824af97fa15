/** Whether what a task's user wants can be had at all. */
import { changedTreeOf, checkPredicates } from '../predicates';
import type { BaseTree } from '../patch/checkPatch';
import type { WorkspaceTask } from '../types';

/**
 * Sets are made so that it can; files of others, and files that were edited, may hold wishes of which one rules out the other. Nothing is
 * run: the task's own reference has to meet every wish by what it says.
 * @returns why not, for people
 */
export async function unfulfillable(
  task: WorkspaceTask,
  base: BaseTree,
  signal: AbortSignal,
): Promise<string | undefined> {
  const preferences = task.aspects.flatMap((aspect) => aspect.preferences);
  for (const [at, each] of preferences.entries()) {
    if (!each.admissible.includes(each.value)) {
      return `${each.id} wants ${each.value}, which is none of the values that there are (${each.admissible.join(', ')})`;
    }
    const other = preferences.slice(0, at).find(({ topic, value }) => topic === each.topic && value !== each.value);
    if (other !== undefined) {
      return `${other.id} and ${each.id} are both about ${each.topicTitle}, and want ${other.value} and ${each.value}`;
    }
  }
  const outcomes = await checkPredicates(
    preferences.flatMap(({ predicates }) => predicates),
    changedTreeOf(base, task.reference.files),
    { signal },
  );
  const failed = new Map(outcomes.filter(({ holds }) => holds === false).map((each) => [each.predicate, each.detail]));
  const violated = preferences.flatMap(({ id, explicit, predicates }) => {
    const found = predicates.find((each) => failed.has(each));
    return found === undefined ? [] : `${id} (${explicit} ${failed.get(found) ?? ''})`;
  });
  return violated.length === 0 ? undefined : `its own reference does not meet ${violated.join(' and ')}`;
}
