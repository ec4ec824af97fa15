/** What a report on asking says of one model. */
import { clusterJackknife, wilsonInterval } from '../../core/statistics';
import { agreementWithRules } from '../users';
import { askingFigure, clusterOf, meanFigure } from './askingFigure';
import { noCounts, countNames, type AskingCounts, type CountName } from './askingCounts';
import { elicitationTiming } from './elicitationTiming';
import type { EpisodeFacts } from './episodeFacts';
import { gainProblem, rates, statisticOf, sumsFor } from './rates';
import { rateNames, type AskingModel, type AskingRate, type JudgeFigures, type SettingScore } from './types';

export function modelAsking(
  model: string,
  episodes: readonly EpisodeFacts[],
  clusters: ReadonlyMap<string, string>,
): AskingModel {
  const talks = episodes.filter(({ setting }) => setting === 'interaction');
  const units = askingUnits(episodes);
  const counted = units.map(({ counts, facts }) => ({ counts, cluster: clusterOf(facts, clusters) }));
  return {
    ...{ model, episodes: episodes.length, asking: talks.length },
    settings: settingScores(episodes, clusters),
    rates: rateNames.map((name) => rateOf(name, counted)),
    timing: elicitationTiming(talks, clusters),
    judge: judgeFigures(talks),
  };
}

export interface AskingUnit {
  readonly facts: EpisodeFacts;
  readonly counts: AskingCounts;
}

/**
 * What rates are pooled of: the episodes with somebody to ask where there are any, else all; and for the gain a unit a task that was scored in
 * all three settings, repeats averaged.
 */
export function askingUnits(episodes: readonly EpisodeFacts[]): readonly AskingUnit[] {
  const talks = episodes.filter(({ setting }) => setting === 'interaction');
  const shown = talks.length > 0 ? talks : episodes;
  const tasks = new Map<string, EpisodeFacts[]>();
  for (const each of episodes) tasks.set(each.task, [...(tasks.get(each.task) ?? []), each]);
  const gains = [...tasks.values()].flatMap((all): readonly AskingUnit[] => {
    const mean = (setting: EpisodeFacts['setting']) => {
      const values = all.filter((each) => each.setting === setting).map(({ value }) => value);
      return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const [gainFull, gainHidden, gainInteraction] = [mean('full'), mean('hidden'), mean('interaction')];
    if (gainFull === undefined || gainHidden === undefined || gainInteraction === undefined) return [];
    return [{ facts: all[0]!, counts: { ...noCounts, gainTasks: 1, gainFull, gainHidden, gainInteraction } }];
  });
  return [...shown.map((facts) => ({ facts, counts: facts.counts })), ...gains];
}

function rateOf(
  name: AskingRate['name'],
  units: readonly { readonly counts: AskingCounts; readonly cluster: string }[],
): AskingRate {
  const rate = rates[name];
  if (name === 'interactionGain') {
    const reason = gainProblem(sumOf(units.map(({ counts }) => counts)));
    if (reason !== undefined) return { name, value: undefined, reason };
  }
  const found = clusterJackknife(
    units.map(({ counts, cluster }) => ({ sums: sumsFor(rate, counts), cluster })),
    statisticOf(rate),
  );
  return { name, value: found && askingFigure(found, rate.range) };
}

function sumOf(all: readonly AskingCounts[]): AskingCounts {
  const total: Record<CountName, number> = { ...noCounts };
  for (const counts of all) for (const name of countNames) total[name] += counts[name];
  return total;
}

function settingScores(
  episodes: readonly EpisodeFacts[],
  clusters: ReadonlyMap<string, string>,
): readonly SettingScore[] {
  return (['full', 'interaction', 'hidden'] as const).flatMap((setting) => {
    const own = episodes.filter((each) => each.setting === setting);
    const score = meanFigure(
      own.map((each) => ({ value: each.value, cluster: clusterOf(each, clusters) })),
      [0, 1],
    );
    const chances = own.flatMap(({ chance }) => chance ?? []);
    const chance =
      chances.length === 0 ? undefined : chances.reduce((sum, each) => sum + each, 0) / Math.max(1, chances.length);
    return score === undefined ? [] : [{ setting, score, chance }];
  });
}

function judgeFigures(episodes: readonly EpisodeFacts[]): JudgeFigures | undefined {
  const found = agreementWithRules(
    episodes.map(({ task, seed, judged }) => ({
      ...{ task, seed },
      // Agreement looks at nothing else of a turn.
      turns: judged.map((turn, i) => ({
        ...{ i, choice: 'action', content: '', feedback: '', feedbackCode: '', reward: 0, ms: 0 },
        ...turn,
      })),
    })),
  );
  if (found === undefined) return undefined;
  const { kappa, interval, observed, expected, n, episodes: size, table } = found;
  // Full agreement has no spread to resample: then as much may still differ as Wilson's bound of that many episodes leaves.
  const low = observed === 1 ? (wilsonInterval(size, size).low - expected) / (1 - expected) : interval?.low;
  return {
    kappa:
      kappa === undefined
        ? undefined
        : { mean: kappa, low: interval && low, high: interval?.high, n: size, clusters: size },
    ...{ observed, expected, utterances: n, table },
  };
}
