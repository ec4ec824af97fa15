import { fill } from '../../../shared/dom';
import { plainTable } from '../../../shared/plainTable';
import { svg } from '../../../shared/svg';
import type { ViewParts } from '../../parts';
import type { AskingModel, AskingReport, InformationSetting } from '../../protocol';
import {
  chartFrame,
  chartHeight,
  chartMargin,
  modelSign,
  scoreAxis,
  scoreY,
  signEntry,
  type Plotted,
} from '../chartFrame';
import { figureText, inPercent, unitText } from './askingTexts';

const order: readonly InformationSetting[] = ['hidden', 'interaction', 'full'];

/** Scores of models that were told nothing, could ask, or were told everything, with the line of a guess. */
export function settingsChart({ models }: AskingReport, parts: ViewParts): HTMLElement {
  const { strings } = parts;
  const { settings: words, chance: chanceLabel } = strings.asking;
  const shown = order.filter((wanted) => models.some((each) => scoreOf(each, wanted) !== undefined));
  const chance = models.flatMap(({ settings }) => settings.flatMap((each) => each.chance ?? [])).at(0);

  const draw = (width: number): Plotted => {
    const { left, right } = chartMargin;
    const step = (width - left - right) / Math.max(1, shown.length);
    const x = (setting: number, model: number): number =>
      left + step * (setting + 0.5) + (model - (models.length - 1) / 2) * Math.min(22, step / (models.length + 1));
    const chanceMarks =
      chance === undefined
        ? []
        : [
            svg('line', {
              class: 'chance-line',
              ...{ x1: left, x2: width - right, y1: scoreY(chance), y2: scoreY(chance) },
            }),
            svg(
              'text',
              { class: 'axis', x: width - right, y: scoreY(chance) - 4, 'text-anchor': 'end' },
              `${chanceLabel} ${unitText(100 * chance, 'percent', parts)}`,
            ),
          ];
    return {
      marks: [
        ...scoreAxis(width, strings.results.scoreAxis, scoreY),
        ...chanceMarks,
        ...shown.map((setting, at) =>
          svg(
            'text',
            { class: 'axis', x: left + step * (at + 0.5), y: chartHeight - 24, 'text-anchor': 'middle' },
            words.names[setting],
          ),
        ),
        svg(
          'text',
          { class: 'axis', x: (left + width - right) / 2, y: chartHeight - 6, 'text-anchor': 'middle' },
          words.told,
        ),
        ...models.flatMap((model, index) => {
          const known = shown.flatMap((setting, at) => {
            const score = scoreOf(model, setting);
            return score === undefined ? [] : [{ setting, score, at: x(at, index) }];
          });
          const line = known.map(({ score, at }) => `${at},${scoreY(score.mean)}`).join(' ');
          return [
            svg('polyline', { class: `series-line series-line-${index % 6}`, points: line }),
            ...known.map(({ setting, score, at }) =>
              svg(
                'g',
                {},
                svg(
                  'title',
                  {},
                  `${model.model}, ${words.names[setting]}: ${figureText(inPercent(score), 'percent', parts)}`,
                ),
                svg('line', {
                  class: `series-range series-line-${index % 6}`,
                  ...{ x1: at, x2: at, y1: scoreY(score.low ?? 0), y2: scoreY(score.high ?? 1) },
                }),
                modelSign(index, at, scoreY(score.mean)),
              ),
            ),
          ];
        }),
      ],
      legend: models.map(({ model }, index) => signEntry(index, model)),
    };
  };

  return chartFrame(parts, {
    id: 'told-title',
    title: words.title,
    summary: gainText(models, parts),
    draw,
    table: () =>
      plainTable(
        words.title,
        [
          { label: words.told },
          ...models.map(({ model }) => ({ label: model, numeric: true })),
          { label: chanceLabel, numeric: true },
        ],
        shown.map((setting) => [
          words.names[setting],
          ...models.map((each) => {
            const score = scoreOf(each, setting);
            return score === undefined ? strings.none : figureText(inPercent(score), 'percent', parts);
          }),
          chance === undefined ? strings.none : unitText(100 * chance, 'percent', parts),
        ]),
      ),
  });
}

function scoreOf(
  { settings }: AskingModel,
  wanted: InformationSetting,
): AskingModel['settings'][number]['score'] | undefined {
  return settings.find(({ setting }) => setting === wanted)?.score;
}

function gainText(models: readonly AskingModel[], parts: ViewParts): string {
  const { settings: words, rates } = parts.strings.asking;
  const gains = models.map(({ model, rates: own }) => ({
    model,
    gain: own.find(({ name }) => name === 'interactionGain'),
  }));
  const known = gains.flatMap(({ model, gain }) =>
    gain?.value === undefined ? [] : [`${model} ${figureText(gain.value, 'share', parts)}`],
  );
  const reason = gains.flatMap(({ gain }) => gain?.reason ?? [])[0];
  return [
    ...(known.length === 0 ? [] : [fill(words.summary, known.join('; '))]),
    ...(reason === undefined ? [] : [fill(words.noGain, rates.names.interactionGain, reason)]),
  ].join(' ');
}

/** Not a chart: what there is where only one setting was run. */
export function hasSettings({ models }: AskingReport): boolean {
  return models.some(({ settings }) => settings.length > 1);
}
