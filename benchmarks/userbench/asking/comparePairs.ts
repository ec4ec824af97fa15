/** Models two by two on the same tasks and seeds: scores, aspects and every rate. */
import { clusterJackknife, holm, studentTwoSidedP } from '../../core/statistics';
import { compareModels, type ComparedEpisode } from '../workspace/scoring/compareModels';
import { askingFigure, clusterOf, type Jackknifed } from './askingFigure';
import { countNames } from './askingCounts';
import type { EpisodeFacts } from './episodeFacts';
import { askingUnits } from './modelAsking';
import { gainProblem, rates, statisticOf, sumsFor } from './rates';
import { rateNames, type AskingPair, type RateDifference, type RateName } from './types';

export function comparePairs(
  models: ReadonlyMap<string, readonly EpisodeFacts[]>,
  clusters: ReadonlyMap<string, string>,
  seed: number,
): readonly AskingPair[] {
  const compared = new Map(
    [...models].map(([model, episodes]) => [
      model,
      // The same task in another setting is another episode.
      episodes.map((each): ComparedEpisode => ({
        ...{ task: each.scenario, repeat: each.repeat, cluster: clusterOf(each, clusters) },
        ...{ score: each.value, correct: each.correct },
      })),
    ]),
  );
  const found = compareModels(compared, seed).map(({ difference, ...pair }) => ({
    ...pair,
    score: { ...difference, n: pair.pairs, clusters: sharedClusters(models, pair, clusters) },
    rates: rateDifferences(models.get(pair.a) ?? [], models.get(pair.b) ?? [], clusters),
  }));
  const all = found.flatMap((pair) => pair.rates.flatMap(({ p }) => p ?? []));
  const adjusted = holm(all);
  let at = 0;
  return found.map((pair) => ({
    ...pair,
    rates: pair.rates.map((each) => ({ ...each, adjustedP: each.p === undefined ? undefined : adjusted[at++] })),
  }));
}

function sharedOf(ofA: readonly EpisodeFacts[], ofB: readonly EpisodeFacts[]): readonly EpisodeFacts[] {
  const others = new Set(ofB.map(keyOf));
  return ofA.filter((each) => others.has(keyOf(each)));
}

const keyOf = ({ scenario, repeat }: EpisodeFacts) => `${scenario}\n${repeat}`;

function sharedClusters(
  models: ReadonlyMap<string, readonly EpisodeFacts[]>,
  { a, b }: { readonly a: string; readonly b: string },
  clusters: ReadonlyMap<string, string>,
): number {
  return new Set(sharedOf(models.get(a) ?? [], models.get(b) ?? []).map((each) => clusterOf(each, clusters))).size;
}

function rateDifferences(
  ofA: readonly EpisodeFacts[],
  ofB: readonly EpisodeFacts[],
  clusters: ReadonlyMap<string, string>,
): readonly Omit<RateDifference, 'adjustedP'>[] {
  const sides = [askingUnits(sharedOf(ofA, ofB)), askingUnits(sharedOf(ofB, ofA))] as const;
  return rateNames.flatMap((name) => {
    const found = differenceOf(name, sides, clusters);
    if (found === undefined) return [];
    const [low, high] = rates[name].range;
    const value = askingFigure(found, [low - high, high - low]);
    return [{ name, value, p: pOf(found) }];
  });
}

function differenceOf(
  name: RateName,
  sides: readonly [ReturnType<typeof askingUnits>, ReturnType<typeof askingUnits>],
  clusters: ReadonlyMap<string, string>,
): Jackknifed | undefined {
  const rate = rates[name];
  const statistic = statisticOf(rate);
  const width = countNames.length;
  const empty = countNames.map(() => 0);
  if (name === 'interactionGain' && sides.some((units) => gainProblem(totalOf(units)) !== undefined)) return undefined;
  return clusterJackknife(
    sides.flatMap((units, side) =>
      units.map(({ facts, counts }) => {
        const sums = sumsFor(rate, counts);
        return { cluster: clusterOf(facts, clusters), sums: side === 0 ? [...sums, ...empty] : [...empty, ...sums] };
      }),
    ),
    (sums) => {
      const [first, second] = [statistic(sums.slice(0, width)), statistic(sums.slice(width))];
      return first === undefined || second === undefined ? undefined : first - second;
    },
  );
}

function totalOf(units: ReturnType<typeof askingUnits>) {
  return units.reduce(
    (total, { counts }) => ({
      gainTasks: total.gainTasks + counts.gainTasks,
      gainFull: total.gainFull + counts.gainFull,
      gainHidden: total.gainHidden + counts.gainHidden,
    }),
    { gainTasks: 0, gainFull: 0, gainHidden: 0 },
  );
}

/** undefined: the spread is not known. Differences that are all the same are tested by the sign test over clusters. */
function pOf({ mean, standardError, clusters }: Jackknifed): number | undefined {
  if (standardError === undefined) return undefined;
  if (mean === 0) return 1;
  return standardError === 0 ? Math.min(1, 2 * 0.5 ** clusters) : studentTwoSidedP(mean / standardError, clusters - 1);
}
