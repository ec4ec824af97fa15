/** Scripted policies over the tasks of a gym, with users by rules: no model takes part. */
import { setImmediate } from 'node:timers/promises';
import { boundedInterval, clusterMean, type Interval } from '../../../core/statistics';
import { BadInputError } from '../../../core/badInputError';
import { EvaluationError } from '../../../core/runs/evaluationError';
import { sha256 } from '../../../core/runs/sha256';
import type { Json, Score } from '../../../core/runs/types';
import { inTurn } from '../../policies/inTurn';
import { policyRandom, scriptActor } from '../../solving/policyActor';
import { runEpisode } from '../../solving/runEpisode';
import type { LoadedGym } from '../gymKind';
import type { GymRunOptions } from './gymRunOptions';
import { scoreOfGym } from './gymScorer';
import type { GymSet } from './gymSetFile';
import { openGym, turnsOf } from './gymSolver';

export interface GymRow {
  /** Model, or policy. */
  readonly name: string;
  /** Of policies: what it does. */
  readonly title?: string | undefined;
  /** Samples with a score. */
  readonly n: number;
  /** 95 %, over tasks; undefined without samples. */
  readonly score: Interval | undefined;
  /** Metrics, averaged over those that have them. */
  readonly means: Readonly<Record<string, number>>;
}

export interface ScoredTask {
  readonly task: string;
  readonly value: number;
  readonly metrics: Score['metrics'];
}

interface How {
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onProgress?: ((text: string) => void) | undefined;
}

/** @throws BadInputError with the names that there are */
export function gymPolicyNamed(loaded: LoadedGym, name: string): LoadedGym['policies'][number] {
  const found = loaded.policies.find((policy) => policy.name === name);
  if (found !== undefined) return found;
  const names = loaded.policies.map((policy) => policy.name).join(', ');
  throw new BadInputError(`There is no policy "${name}" of this gym. There are: ${names}.`);
}

/** Every task once. The same seed gives the same episodes. */
export async function playGymPolicy(
  set: GymSet,
  policy: string,
  options: GymRunOptions,
  how: How,
): Promise<readonly ScoredTask[]> {
  const rules = { ...options, user: 'rules' } as const;
  const turns = turnsOf(set, rules);
  const environment = openGym(set, rules, undefined);
  const scored: ScoredTask[] = [];
  try {
    for (const { id: task } of set.tasks) {
      how.signal.throwIfAborted();
      const seed = Number.parseInt(sha256(`${how.seed} ${task}`).slice(0, 7), 16);
      const script = set.loaded.script(policy, task, { turns, random: policyRandom(seed) });
      const record = await runEpisode({
        ...{ environment, task, seed, setting: 'interaction', userMode: 'rules', turns, signal: how.signal },
        actor: () => scriptActor(script === undefined ? () => undefined : inTurn(() => script)),
        show: () => undefined,
      });
      const { value, metrics } = scoreOfGym(set, task, JSON.parse(JSON.stringify(record)) as Json);
      scored.push({ task, value, metrics });
      if (scored.length % 16 === 0) {
        how.onProgress?.(`${policy}: ${scored.length} of ${set.tasks.length}`);
        // Whoever plays in a process with other work lets it have a turn.
        await setImmediate();
      }
    }
  } finally {
    await environment.close();
  }
  return scored;
}

/** What stands beside a score: nothing, guesses, asking for everything, knowing everything. */
export async function gymBaselines(
  set: GymSet,
  options: GymRunOptions,
  how: How & { readonly only?: readonly string[] | undefined },
): Promise<readonly GymRow[]> {
  const rows: GymRow[] = [];
  for (const { name, title } of set.loaded.policies) {
    if (how.only !== undefined && !how.only.includes(name)) continue;
    try {
      rows.push({ ...gymRow(name, await playGymPolicy(set, name, options, how)), title });
    } catch (error) {
      // What has to run and may not is not measured: the row is left out, but for one that was asked for by name.
      const isLeftOut = how.only === undefined && error instanceof EvaluationError && error.kind === 'not-measured';
      if (!isLeftOut) throw error;
    }
  }
  return rows;
}

export function gymRow(name: string, scored: readonly ScoredTask[]): GymRow {
  const observations = scored.map(({ task, value }) => ({ value, cluster: task }));
  const names = new Set(scored.flatMap(({ metrics }) => Object.keys(metrics)));
  const means = [...names].flatMap((metric) => {
    const values = scored.flatMap(({ metrics }) => metrics[metric] ?? []);
    return values.length === 0
      ? []
      : [[metric, values.reduce((sum, value) => sum + value, 0) / values.length] as const];
  });
  return {
    ...{ name, n: scored.length },
    score: observations.length === 0 ? undefined : boundedInterval(clusterMean(observations), [0, 1]),
    means: Object.fromEntries(means),
  };
}
