/** Figures on asking as tables of texts, for every export that people read. */
import type {
  AskingFigure,
  AskingModel,
  AskingReport,
  InformationSetting,
  RateKind,
  RateName,
} from '../../../host/protocol';
import { pValue } from './figures';

export interface TextTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const TITLES: Readonly<Record<RateName, string>> = {
  interactionGain: 'Interaction gain',
  useLift: 'Use lift',
  use: 'Use: satisfied of what was told',
  guess: 'Guess: satisfied of what was not told',
  hiddenSatisfaction: 'Hidden preferences satisfied, 0 at chance',
  needlessQuestionPercent: 'Needless questions, %',
  corrections: 'Corrections an episode',
  elicitedPercent: 'Preferences drawn out, %',
  elicitedActivePercent: '… by asking, %',
  elicitedPassivePercent: '… offered by the user, %',
  validActionPercent: 'Messages that drew one out, %',
  validSearchPercent: 'Searches that found something, %',
  bestExist: 'Aspects with the best option',
  correctExist: 'Aspects with a correct option',
  timeWeighted: 'Value weighted by 1/turn',
  effectiveTurns: 'Turns up to the last reward',
};
const SETTINGS: Readonly<Record<InformationSetting, string>> = {
  full: 'Told everything',
  interaction: 'Somebody to ask',
  hidden: 'Told nothing',
};
/** Turns that a table shows; the JSON has all. */
const SHOWN_TURNS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 40];

/** @returns nothing for a run without episodes */
export function askingTables(asking: AskingReport | undefined): readonly TextTable[] {
  if (asking === undefined) return [];
  const { models, kinds, pairs } = asking;
  const names = models.map(({ model }) => model);
  return [
    {
      title: 'Asking: pooled rates with 95 % intervals over clusters of tasks',
      head: ['Rate', ...names, 'Chance'],
      rows: (Object.keys(kinds) as RateName[])
        .filter((name) => models.some((each) => rateOf(each, name)?.value ?? rateOf(each, name)?.reason))
        .map((name) => [
          TITLES[name],
          ...models.map((each) => rateText(each, name, kinds[name])),
          kinds[name].chance === undefined ? '' : String(kinds[name].chance),
        ]),
    },
    settingTable(models, names),
    timingTable(models, names),
    ...judgeTables(models),
    ...pairs.map(({ a, b, score, aspects, onlyA, onlyB, adjustedP, indicative, rates }): TextTable => ({
      title: `Asking: ${a} less ${b}, paired over the same tasks; p after Holm`,
      head: ['Figure', 'Difference', 'p', 'n'],
      rows: [
        ['Score', figure(score, 'share'), '', String(score.n)],
        [
          `Aspects right in one alone: ${onlyA} against ${onlyB} of ${aspects} (McNemar)${indicative === undefined ? '' : `. ${indicative}`}`,
          ...['', pValue(adjustedP), String(aspects)],
        ],
        ...rates.map(({ name, value, adjustedP: p }) => [
          ...[TITLES[name], figure(value, kinds[name].unit), p === undefined ? 'not known' : pValue(p)],
          String(value.n),
        ]),
      ],
    })),
  ].filter(({ rows }) => rows.length > 0);
}

const rateOf = ({ rates }: AskingModel, wanted: RateName) => rates.find(({ name }) => name === wanted);

function rateText(model: AskingModel, name: RateName, { unit }: RateKind): string {
  const rate = rateOf(model, name);
  if (rate?.value !== undefined) return `${figure(rate.value, unit)}, n ${rate.value.n}`;
  return rate?.reason ?? 'nothing of the kind happened';
}

function settingTable(models: readonly AskingModel[], names: readonly string[]): TextTable {
  const settings = (['full', 'interaction', 'hidden'] as const).filter((wanted) =>
    models.some((each) => each.settings.some(({ setting }) => setting === wanted)),
  );
  return {
    title: 'Score by what was told, 0 to 1',
    head: ['', ...names, 'Chance'],
    rows: settings.map((wanted) => {
      const found = models.map((each) => each.settings.find(({ setting }) => setting === wanted));
      const chance = found.find((each) => each?.chance !== undefined)?.chance;
      return [
        SETTINGS[wanted],
        ...found.map((each) => (each === undefined ? 'not run' : `${figure(each.score, 'share')}, n ${each.score.n}`)),
        chance === undefined ? '' : chance.toFixed(3),
      ];
    }),
  };
}

function timingTable(models: readonly AskingModel[], names: readonly string[]): TextTable {
  const longest = Math.max(0, ...models.map(({ timing }) => timing.length));
  const turns = SHOWN_TURNS.filter((turn) => turn < longest).concat(longest === 0 ? [] : [longest]);
  return {
    title: 'When preferences come out: % of all that were told by the end of a turn (of them by asking)',
    head: ['Turn', ...names],
    rows: turns.map((turn) => [
      String(turn),
      ...models.map(({ timing }) => {
        // Who is through earlier keeps what it has.
        const at = timing.findLast((each) => each.turn <= turn);
        if (at === undefined) return '';
        return `${figure(scaled(at.all), 'percent')}; ${(100 * at.active.mean).toFixed(1)} by asking`;
      }),
    ]),
  };
}

function judgeTables(models: readonly AskingModel[]): readonly TextTable[] {
  const judged = models.filter(({ judge }) => judge !== undefined);
  if (judged.length === 0) return [];
  return [
    {
      title: 'The simulated user as a judge, against the rules',
      head: ['Model that was measured', "Cohen's kappa", 'Agree, %', 'By chance, %', 'Utterances'],
      rows: judged.map(({ model, judge }) => [
        model,
        judge!.kappa === undefined ? 'not defined: both always said the same' : figure(judge!.kappa, 'share'),
        ...[(100 * judge!.observed).toFixed(1), (100 * judge!.expected).toFixed(1), String(judge!.utterances)],
      ]),
    },
  ];
}

function scaled({ mean, low, high, n, clusters }: AskingFigure): AskingFigure {
  const percent = (value: number | undefined) => (value === undefined ? undefined : 100 * value);
  return { mean: 100 * mean, low: percent(low), high: percent(high), n, clusters };
}

function figure({ mean, low, high }: AskingFigure, unit: RateKind['unit']): string {
  const digits = (value: number) => value.toFixed(unit === 'share' ? 3 : 1);
  return low === undefined || high === undefined
    ? `${digits(mean)} (interval not known)`
    : `${digits(mean)} (${digits(low)} to ${high === Infinity ? '∞' : digits(high)})`;
}
