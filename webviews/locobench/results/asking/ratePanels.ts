import type { AskingFigure, AskingReport, RateKind } from '../../protocol';

/** One small picture: a rate of every model on a scale of its own. */
export interface RatePanel {
  readonly title: string;
  readonly unit: RateKind['unit'];
  readonly chance: number | undefined;
  readonly values: readonly {
    readonly model: string;
    readonly index: number;
    readonly value: AskingFigure | undefined;
  }[];
  readonly from: number;
  readonly to: number;
}

const shownRates = ['interactionGain', 'useLift', 'needlessQuestionPercent', 'corrections'] as const;

/** Ends of a scale beyond which a wide interval does not stretch it. */
const widest = { share: [-1, 2], percent: [0, 100], count: [0, Infinity] } as const;
const least = {
  interactionGain: [0, 1],
  useLift: [0, 0.5],
  needlessQuestionPercent: [0, 100],
  corrections: [0, 1],
  kappa: [0, 1],
} as const;

/** The rates that asking is judged by, and the kappa of a judge; only what was measured of some model. */
export function ratePanels(
  { models, kinds }: AskingReport,
  names: Readonly<Record<(typeof shownRates)[number] | 'kappa', string>>,
): readonly RatePanel[] {
  const rates = shownRates.map((name) => ({
    ...{ name, title: names[name], unit: kinds[name].unit, chance: kinds[name].chance },
    values: models.map(({ model, rates: own }, index) => ({
      ...{ model, index },
      value: own.find((each) => each.name === name)?.value,
    })),
  }));
  const kappa = {
    ...({ name: 'kappa', title: names.kappa, unit: 'share', chance: 0 } as const),
    values: models.map(({ model, judge }, index) => ({ model, index, value: judge?.kappa })),
  };
  return [...rates, kappa]
    .filter(({ values }) => values.some(({ value }) => value !== undefined))
    .map(({ name, ...panel }) => {
      const ends = panel.values.flatMap(({ value }) =>
        value === undefined
          ? []
          : [value.mean, value.low ?? value.mean, value.high ?? value.mean].filter(Number.isFinite),
      );
      const [lowest, highest] = widest[panel.unit];
      return {
        ...panel,
        from: Math.max(lowest, Math.min(least[name][0], ...ends)),
        to: Math.min(highest, Math.max(least[name][1], ...ends)),
      };
    });
}
