/** What a run of travel scenarios, or policies over them, found out: scores with intervals beside chance, and pooled metrics. */
import { boundedInterval, clusterMean, type Interval } from '../../core/statistics';
import type { SampleRecord, Scenario } from '../../core/runs/types';
import { chanceCorrected } from '../metrics/chance';
import { pooledMetrics, type Poolable, type PooledMetrics } from '../metrics/pooledMetrics';
import { playPolicies } from '../policies/playPolicy';
import { multiChoiceGuesses, policies } from '../policies/policies';
import type { Policy } from '../policies/policy';
import { chanceOfTask, taskOf } from './travelContent';
import type { TravelRunOptions } from './travelOptions';

export interface UserbenchRow {
  /** Model, or policy. */
  readonly name: string;
  /** Samples with a score. */
  readonly n: number;
  /** 95 %, over scenarios; undefined without samples. */
  readonly score: Interval | undefined;
  /** 0 at chance, 1 at the top. */
  readonly chanceCorrected: number | undefined;
  readonly metrics: PooledMetrics;
  /** Values of the metrics that are no rates, averaged: turns, rewards, agreement of the user's judge with the rules. */
  readonly means: Readonly<Record<string, number>>;
}

export interface ChanceLine {
  /** One guess an aspect, and one among what is not absurd. */
  readonly guess: number;
  readonly filtered: number;
  /** Several guesses an aspect, where they are allowed. */
  readonly guesses?: { readonly count: number; readonly score: number; readonly filtered: number } | undefined;
}

type Measured = Pick<SampleRecord, 'scenario' | 'value'> & {
  readonly metrics: Readonly<Record<string, number | undefined>>;
};

const averaged = ['turns', 'totalReward', 'meanTurnReward', 'highestTurnReward', 'leaks', 'judgeAgreement'];

export function chanceLine(scenarios: readonly Scenario[], { choices }: TravelRunOptions): ChanceLine {
  const mean = (guesses: number, filtered: boolean) =>
    scenarios.reduce((sum, each) => sum + chanceOfTask(taskOf(each), guesses, filtered), 0) / scenarios.length;
  const guesses =
    choices === 'single'
      ? undefined
      : { count: multiChoiceGuesses, score: mean(multiChoiceGuesses, false), filtered: mean(multiChoiceGuesses, true) };
  return { guess: mean(1, false), filtered: mean(1, true), guesses };
}

/** @param chance what the score is corrected by */
export function rowOf(name: string, samples: readonly Measured[], chance: number): UserbenchRow {
  const scored = samples.filter(({ value }) => value !== undefined);
  const observations = scored.map(({ scenario, value = 0 }) => ({ value, cluster: scenario }));
  const score = observations.length === 0 ? undefined : boundedInterval(clusterMean(observations), [0, 1]);
  const means = averaged.flatMap((metric) => {
    const values = scored.flatMap(({ metrics }) => metrics[metric] ?? []);
    return values.length === 0
      ? []
      : [[metric, values.reduce((sum, value) => sum + value, 0) / values.length] as const];
  });
  return {
    ...{ name, n: scored.length, score, metrics: pooledMetrics(scored.map(poolable)) },
    chanceCorrected: score === undefined ? undefined : chanceCorrected(score.mean, chance),
    means: Object.fromEntries(means),
  };
}

/** Scripted policies over the same scenarios: what a score is worth. */
export async function baselineRows(
  scenarios: readonly Scenario[],
  options: TravelRunOptions,
  how: {
    readonly seed: number;
    readonly signal: AbortSignal;
    readonly only?: readonly Policy[];
    readonly onProgress?: (text: string) => void;
  },
): Promise<readonly UserbenchRow[]> {
  const { guess } = chanceLine(scenarios, options);
  const rows: UserbenchRow[] = [];
  for (const policy of how.only ?? policies) {
    const onProgress = (done: number) => how.onProgress?.(`${policy.name}: ${done} of ${scenarios.length}`);
    const played = await playPolicies(policy, scenarios, options, { ...how, onProgress });
    const samples = played.map(({ scenario, score }) => ({
      ...{ scenario: scenario.id, value: score.value, metrics: score.metrics },
    }));
    rows.push(rowOf(policy.name, samples, guess));
  }
  return rows;
}

function poolable({ value = 0, metrics }: Measured): Poolable {
  const of = (name: string) => metrics[name] ?? 0;
  return {
    ...{ aspects: of('aspects'), preferences: of('preferences'), score: value },
    bestExist: of('bestExist') * of('aspects'),
    correctExist: of('correctExist') * of('aspects'),
    ...{ searches: of('searches'), validSearches: of('validSearches') },
    ...{ actions: of('actions'), validActions: of('validActions') },
    ...{ elicitedActive: of('elicitedActive'), elicitedPassive: of('elicitedPassive') },
    ...{ firstHitTurn: metrics.firstHitTurn, timeWeightedValue: of('timeWeightedValue') },
  };
}
