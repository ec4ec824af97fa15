/** Rates of counts: pooled, the sum of numerators over the sum of denominators. */
import { SMALLEST_SPREAD } from '../workspace/scoring/interactionGain';
import { countNames, type AskingCounts, type CountName } from './askingCounts';
import type { RateKind, RateName } from './types';

export interface Rate extends RateKind {
  /** What it cannot leave. */
  readonly range: readonly [number, number];
  /** What it is made of; sums of everything else do not matter to it. */
  readonly counts: readonly CountName[];
  readonly of: (sums: AskingCounts) => number | undefined;
}

const share = (part: number, whole: number) => (whole === 0 ? undefined : part / whole);
const percent = (part: number, whole: number) => (whole === 0 ? undefined : (100 * part) / whole);

/** A percentage of counts. */
function percentage(part: readonly CountName[], whole: CountName, better: RateKind['better']): Rate {
  return {
    ...{ unit: 'percent', better, chance: undefined, range: [0, 100], counts: [...part, whole] },
    of: (sums) =>
      percent(
        part.reduce((total, name) => total + sums[name], 0),
        sums[whole],
      ),
  };
}

function fraction(part: CountName, whole: CountName, more: Partial<Rate> = {}): Rate {
  return {
    ...{ unit: 'share', better: 'more', chance: undefined, range: [0, 1], counts: [part, whole] },
    of: (sums) => share(sums[part], sums[whole]),
    ...more,
  };
}

const use = fraction('knownSatisfied', 'known');
const guess = fraction('unknownSatisfied', 'unknown', { better: undefined });

export const rates: Readonly<Record<RateName, Rate>> = {
  interactionGain: {
    ...{ unit: 'share', better: 'more', chance: 0, range: [-Infinity, Infinity] },
    counts: ['gainTasks', 'gainFull', 'gainHidden', 'gainInteraction'],
    of: ({ gainFull, gainHidden, gainInteraction }) => share(gainInteraction - gainHidden, gainFull - gainHidden),
  },
  useLift: {
    ...{ unit: 'share', better: 'more', chance: 0, range: [-1, 1], counts: [...use.counts, ...guess.counts] },
    of: (sums) => {
      const [with_, without] = [use.of(sums), guess.of(sums)];
      return with_ === undefined || without === undefined ? undefined : with_ - without;
    },
  },
  use,
  guess,
  hiddenSatisfaction: {
    ...{ unit: 'share', better: 'more', chance: 0, range: [-Infinity, 1] },
    counts: ['hidden', 'hiddenChance', 'hiddenSatisfied'],
    of: ({ hidden, hiddenChance, hiddenSatisfied }) => share(hiddenSatisfied - hiddenChance, hidden - hiddenChance),
  },
  needlessQuestionPercent: percentage(['needlessAsks'], 'asks', 'less'),
  corrections: fraction('corrections', 'corrected', { unit: 'count', better: 'less', range: [0, Infinity] }),
  elicitedPercent: percentage(['elicitedActive', 'elicitedPassive'], 'preferences', 'more'),
  elicitedActivePercent: percentage(['elicitedActive'], 'preferences', 'more'),
  elicitedPassivePercent: percentage(['elicitedPassive'], 'preferences', undefined),
  validActionPercent: percentage(['validActions'], 'actions', 'more'),
  validSearchPercent: percentage(['validSearches'], 'searches', 'more'),
  bestExist: fraction('best', 'aspects'),
  correctExist: fraction('correct', 'aspects'),
  timeWeighted: fraction('timeWeighted', 'aspects'),
  effectiveTurns: fraction('effectiveTurns', 'episodes', {
    unit: 'count',
    better: undefined,
    range: [0, Infinity],
  }),
};

/** In the order of `countNames`, with 0 for what the rate does not rest on. */
export function sumsFor({ counts: wanted }: Rate, counts: AskingCounts): readonly number[] {
  return countNames.map((name) => (wanted.includes(name) ? counts[name] : 0));
}

export function statisticOf(rate: Rate): (sums: readonly number[]) => number | undefined {
  return (sums) =>
    // The names are those of the type.
    rate.of(Object.fromEntries(countNames.map((name, at) => [name, sums[at] ?? 0])) as AskingCounts);
}

/** Why a gain is not given though its settings were run. */
export function gainProblem({
  gainTasks,
  gainFull,
  gainHidden,
}: Pick<AskingCounts, 'gainTasks' | 'gainFull' | 'gainHidden'>): string | undefined {
  if (gainTasks === 0) return 'The tasks were not run in all three settings: run them with the setting "all".';
  const spread = (gainFull - gainHidden) / gainTasks;
  return spread < SMALLEST_SPREAD
    ? `Knowing everything is worth ${spread.toFixed(3)} of the score here, less than ${SMALLEST_SPREAD}: a quotient by it would say nothing.`
    : undefined;
}
