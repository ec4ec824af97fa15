/** What stands beside every score of a workspace set: no knowledge, keeping to conventions, asking everything, knowing everything. */
import type { RunReport } from '../../../host/protocol';
import type { Scenario } from '../../../core/runs/types';
import type { PolicyName } from '../episodes/policies';
import { episodeSettings, runSettings, settingsOf } from '../episodes/settings';
import { openWorkspaceSet } from '../set';
import type { WorkspaceTask } from '../types';
import { baselinePlace, playBaseline } from './playBaseline';
import { chanceOfTask } from './workspaceScorer';

export const policyTitles: Readonly<Record<PolicyName, string>> = {
  random: 'Guesses (chance)',
  'no-edit': 'Edits nothing',
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
  const wanted = new Set(scenarios.map(({ id }) => (run.setting === 'all' ? id.replace(/\.\w+$/, '') : id)));
  const tasks: WorkspaceTask[] = [];
  for (const { id } of opened.set.tasks) if (wanted.has(id)) tasks.push(await opened.task(id));
  if (tasks.length === 0) return [];
  const place = baselinePlace(folder, opened);
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const n = tasks.length;
  const { calls: _calls, setting: _setting, ...rest } = run;
  const hasUser = settingsOf(run).includes('interaction');
  const settings = episodeSettings({ ...rest, user: 'rules', setting: hasUser ? 'interaction' : 'hidden' });
  const floors: { name: string; value: number; n: number }[] = [];
  // What guesses are worth is known exactly.
  if (run.mode === 'choice') floors.push({ name: policyTitles.random, value: mean(tasks.map(chanceOfTask)), n });
  const names = [
    ...(run.mode === 'patch' ? (['no-edit'] as const) : []),
    'convention' as const,
    ...(hasUser ? (['ask-everything'] as const) : []),
    'perfect' as const,
  ];
  for (const name of names) {
    const values: number[] = [];
    for (const task of tasks) {
      const { score } = await playBaseline(name, task, settings, place, { seed: SEED, signal: NEVER });
      values.push(score.gatedScore ?? score.score);
    }
    floors.push({ name: policyTitles[name], value: mean(values), n });
  }
  return floors;
}

const NEVER = new AbortController().signal;
