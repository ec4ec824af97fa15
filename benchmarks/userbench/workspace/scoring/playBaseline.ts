/** Scripts on tasks of a set: what a score of the same tasks is to be read beside. */
import { RepositoryState } from '../../../locobench/grading/state/repositoryState';
import { policyFor, type PolicyName } from '../episodes/policies';
import { playPolicy } from '../episodes/playPolicy';
import type { EpisodeSettings } from '../episodes/settings';
import { openEnvironment, type EpisodePlace } from '../episodes/workspaceSolver';
import type { OpenWorkspaceSet } from '../set';
import type { TreeCommand, WorkspaceTask } from '../types';
import { scoreEpisode, type ScoredEpisode } from './scoreEpisode';

export type BaselinePlace = Omit<EpisodePlace, 'tasks'>;

/**
 * One episode of a script.
 * @throws what an environment throws whose data cannot be used; BadInputError for a script that the mode has not
 */
export async function playBaseline(
  name: PolicyName,
  task: WorkspaceTask,
  settings: EpisodeSettings,
  place: BaselinePlace,
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal },
): Promise<ScoredEpisode> {
  const environment = openEnvironment(task, settings, place, undefined);
  try {
    const policy = policyFor(settings.mode, name, task, seed);
    const record = await playPolicy(environment, policy, { task: task.id, seed, settings }, signal);
    return await scoreEpisode(task, record, { base: place.base, run: place.run, signal });
  } finally {
    await environment.close();
  }
}

/** @param run default: commands of the repository are not run, and what needs them is not measured */
export function baselinePlace(
  folder: string,
  { set }: Pick<OpenWorkspaceSet, 'set'>,
  run: TreeCommand = () => Promise.resolve(undefined),
): BaselinePlace {
  const snapshot = RepositoryState.ofSnapshot({ folder, set });
  const base = { paths: snapshot.paths(), text: (path: string) => snapshot.text(path) };
  return { place: { folder, set }, base, run };
}
