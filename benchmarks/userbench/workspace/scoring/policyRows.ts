/** Scripted policies over a whole set, without any model: what they score, beside what theory says they have to. */
import { BadInputError } from '../../../core/badInputError';
import { boundedInterval, clusterMean, type Interval } from '../../../core/statistics';
import { assumed, policiesOf, type PolicyName } from '../episodes/policies';
import { episodeSettings } from '../episodes/settings';
import { unfulfillable } from '../episodes/unfulfillable';
import { openTreeCommand } from '../patch/treeCommand';
import { openWorkspaceSet } from '../set';
import type { WorkspaceTask } from '../types';
import { baselinePlace, playBaseline } from './playBaseline';
import type { ScoredEpisode } from './scoreEpisode';
import { workspaceMetrics, type WorkspaceMetrics } from './workspaceMetrics';
import { chanceOfTask } from './workspaceScorer';

export interface PolicyRow {
  readonly name: PolicyName;
  readonly n: number;
  /** 95 %, clustered by place. */
  readonly score: Interval;
  /** Share of episodes whose gate holds; undefined: none was measured. */
  readonly gatePasses: number | undefined;
  readonly theory: Theory;
  readonly metrics: WorkspaceMetrics;
}

/** `least`: it may have more by luck, as keeping to conventions may hit what somebody hides. */
export interface Theory {
  readonly kind: 'exactly' | 'expected' | 'least';
  readonly value: number;
}

export interface PolicyOptions {
  readonly mode: 'choice' | 'patch';
  /** 'all', or one. */
  readonly policy: string;
  readonly seed: number;
  /** Whether the gate's commands run, in the sandbox. */
  readonly execute: boolean;
  readonly turns?: number | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: ((text: string) => void) | undefined;
}

/** @throws BadInputError for a policy that the mode has not, and for a folder without a whole set */
export async function policyRows(folder: string, options: PolicyOptions): Promise<readonly PolicyRow[]> {
  const { mode, policy, execute, seed, signal, turns } = options;
  const settings = episodeSettings({ mode, user: 'rules', setting: 'interaction', ...(turns && { turns }) });
  const known: readonly PolicyName[] = policiesOf[mode];
  const names = known.filter((name) => policy === 'all' || policy === name);
  if (names.length === 0) {
    throw new BadInputError(
      `In mode ${mode} there is no policy “${policy}” for tasks on a repository. There are ${known.join(', ')}, and all.`,
    );
  }
  const opened = await openWorkspaceSet(folder);
  const tasks: { readonly task: WorkspaceTask; readonly cluster: string }[] = [];
  for (const { id, cluster } of opened.set.tasks) tasks.push({ task: await opened.task(id), cluster });
  if (tasks.length === 0) throw new BadInputError(`${folder} has no tasks.`);
  const all = tasks.map(({ task }) => task);
  const commands = openTreeCommand({ folder, set: opened.set, execute: execute && mode === 'patch' });
  const place = baselinePlace(folder, opened, commands.run);
  try {
    for (const task of all) {
      const why = await unfulfillable(task, place.base, signal);
      if (why !== undefined)
        throw new BadInputError(`${folder}: the wishes of ${task.id} contradict each other: ${why}.`);
    }
    const rows: PolicyRow[] = [];
    for (const name of names) {
      const played: Played[] = [];
      for (const { task, cluster } of tasks) {
        options.onProgress?.(`${name}: ${played.length} of ${tasks.length}`);
        played.push({ scored: await playBaseline(name, task, settings, place, { seed, signal }), cluster });
      }
      rows.push(rowOf(name, mode, played, all));
    }
    return rows;
  } finally {
    await commands.close();
  }
}

interface Played {
  readonly scored: ScoredEpisode;
  readonly cluster: string;
}

function rowOf(
  name: PolicyName,
  mode: PolicyOptions['mode'],
  played: readonly Played[],
  tasks: readonly WorkspaceTask[],
): PolicyRow {
  const observations = played.map(({ scored: { score }, cluster }) => ({
    value: score.gatedScore ?? score.score,
    cluster,
  }));
  const gates = played.flatMap(({ scored }) => scored.gate?.passes ?? []);
  return {
    ...{ name, n: played.length, score: boundedInterval(clusterMean(observations), [0, 1]) },
    gatePasses: gates.length === 0 ? undefined : gates.filter(Boolean).length / gates.length,
    theory: theoryOf(name, mode, tasks),
    metrics: workspaceMetrics(played.map(({ scored }) => scored.counts)),
  };
}

function theoryOf(name: PolicyName, mode: PolicyOptions['mode'], tasks: readonly WorkspaceTask[]): Theory {
  const mean = (of: (task: WorkspaceTask) => number) => tasks.reduce((sum, task) => sum + of(task), 0) / tasks.length;
  switch (name) {
    case 'perfect':
      return { kind: 'exactly', value: 1 };
    case 'ask-everything':
      // Every question names its value and is answered, so that nothing is left to guess.
      return { kind: 'exactly', value: 1 };
    case 'no-edit':
      return { kind: 'exactly', value: 0 };
    case 'random':
      return { kind: 'expected', value: mean(chanceOfTask) };
    case 'convention':
      // In patch mode a satisfying change may be longer than the reference, and is worth 0.8 then.
      return { kind: 'least', value: (mode === 'patch' ? 0.8 : 1) * mean(conventionalShare) };
  }
}

/** Aspects of which somebody wants just what is expected of everybody. */
function conventionalShare({ aspects }: WorkspaceTask): number {
  const expected = aspects.filter(({ preferences }) => preferences.every((each) => assumed(each) === each.value));
  return expected.length / aspects.length;
}
