/** Metrics over episodes. Rates are pooled: the sum of numerators over the sum of denominators; the score is the mean over episodes. */
import type { EpisodeMetrics } from './episodeMetrics';

export interface PooledMetrics {
  readonly episodes: number;
  readonly score: number | undefined;
  /** 0 to 1, as the paper prints them. */
  readonly bestExist: number | undefined;
  readonly correctExist: number | undefined;
  /** Of 100; undefined: nothing of the kind happened. */
  readonly validSearchPercent: number | undefined;
  readonly validActionPercent: number | undefined;
  readonly elicitedPercent: number | undefined;
  readonly elicitedActivePercent: number | undefined;
  readonly elicitedPassivePercent: number | undefined;
  /** Mean over episodes that have one. */
  readonly firstHitTurn: number | undefined;
  readonly timeWeightedValue: number | undefined;
}

/** What of an episode is pooled. */
export type Poolable = Omit<EpisodeMetrics, 'aspectValues'>;

export function pooledMetrics(episodes: readonly Poolable[]): PooledMetrics {
  const total = (of: (each: Poolable) => number) => episodes.reduce((sum, each) => sum + of(each), 0);
  const mean = (values: readonly number[]) =>
    values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  const share = (part: number, whole: number) => (whole === 0 ? undefined : part / whole);
  const percent = (part: number, whole: number) => (whole === 0 ? undefined : (100 * part) / whole);
  const aspects = total((each) => each.aspects);
  const preferences = total((each) => each.preferences);
  const [active, passive] = [total((each) => each.elicitedActive), total((each) => each.elicitedPassive)];
  return {
    episodes: episodes.length,
    score: mean(episodes.map(({ score }) => score)),
    bestExist: share(
      total(({ bestExist }) => bestExist),
      aspects,
    ),
    correctExist: share(
      total(({ correctExist }) => correctExist),
      aspects,
    ),
    validSearchPercent: percent(
      total(({ validSearches }) => validSearches),
      total(({ searches }) => searches),
    ),
    validActionPercent: percent(
      total(({ validActions }) => validActions),
      total(({ actions }) => actions),
    ),
    elicitedPercent: percent(active + passive, preferences),
    elicitedActivePercent: percent(active, preferences),
    elicitedPassivePercent: percent(passive, preferences),
    firstHitTurn: mean(episodes.flatMap(({ firstHitTurn }) => firstHitTurn ?? [])),
    timeWeightedValue: mean(episodes.map(({ timeWeightedValue }) => timeWeightedValue)),
  };
}
