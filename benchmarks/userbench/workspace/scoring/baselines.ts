/** What stands beside every score of a workspace set: guessing, keeping to conventions, asking everything, knowing everything. */
import type { RunReport } from '../../../host/protocol';
import type { Scenario } from '../../../core/runs/types';
import { RepositoryState } from '../../../locobench/grading/state/repositoryState';
import { choicePolicy, patchPolicy, type PolicyName } from '../episodes/policies';
import { playPolicy } from '../episodes/playPolicy';
import { episodeSettings, runSettings, settingsOf, type EpisodeSettings } from '../episodes/settings';
import { openEnvironment, type EpisodePlace } from '../episodes/workspaceSolver';
import { openWorkspaceSet } from '../set';
import type { WorkspaceTask } from '../types';
import { scoreEpisode, type ScoredEpisode } from './scoreEpisode';
import { chanceOfTask } from './workspaceScorer';

/** One episode of a script. @throws what an environment throws whose data cannot be used */
export async function playBaseline(
  name: PolicyName,
  task: WorkspaceTask,
  settings: EpisodeSettings,
  place: Omit<EpisodePlace, 'tasks'>,
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal },
): Promise<ScoredEpisode> {
  const environment = openEnvironment(task, settings, place, undefined);
  try {
    const policy =
      settings.mode === 'choice'
        ? choicePolicy(name, task, seed)
        : patchPolicy(name === 'random' ? 'convention' : name, task);
    const record = await playPolicy(environment, policy, { task: task.id, seed, settings }, signal);
    return await scoreEpisode(task, record, { base: place.base, run: place.run, signal });
  } finally {
    await environment.close();
  }
}

const TITLES: Readonly<Record<Exclude<PolicyName, 'random'>, string>> = {
  convention: 'Keeps to conventions, asks nobody',
  'ask-everything': 'Asks for everything by script',
  perfect: 'Knows everything',
};

const SEED = 1;

/**
 * For the report of a run. Commands of the repository are not run here: in patch mode the scripts' gates are what they were when their
 * tasks were admitted.
 */
export async function workspaceFloors(
  folder: string,
  options: unknown,
  scenarios: readonly Pick<Scenario, 'id'>[],
): Promise<RunReport['floors']> {
  const run = runSettings(options);
  const opened = await openWorkspaceSet(folder);
  const { set } = opened;
  const wanted = new Set(scenarios.map(({ id }) => (run.setting === 'all' ? id.replace(/\.\w+$/, '') : id)));
  const tasks: WorkspaceTask[] = [];
  for (const { id } of set.tasks) if (wanted.has(id)) tasks.push(await opened.task(id));
  if (tasks.length === 0) return [];
  const snapshot = RepositoryState.ofSnapshot({ folder, set });
  const base = { paths: snapshot.paths(), text: (path: string) => snapshot.text(path) };
  const place = { place: { folder, set }, base, run: () => Promise.resolve(undefined) };
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const n = tasks.length;
  const floors: { name: string; value: number; n: number }[] = [];
  if (run.mode === 'choice') floors.push({ name: 'Guesses (chance)', value: mean(tasks.map(chanceOfTask)), n });
  const { calls: _calls, setting: _setting, ...rest } = run;
  const hasUser = settingsOf(run).includes('interaction');
  const settings = episodeSettings({ ...rest, user: 'rules', setting: hasUser ? 'interaction' : 'hidden' });
  for (const name of ['convention', ...(hasUser ? (['ask-everything'] as const) : []), 'perfect'] as const) {
    const values: number[] = [];
    for (const task of tasks) {
      const { score } = await playBaseline(name, task, settings, place, { seed: SEED, signal: NEVER });
      values.push(score.gatedScore ?? score.score);
    }
    floors.push({ name: TITLES[name], value: mean(values), n });
  }
  return floors;
}

const NEVER = new AbortController().signal;
