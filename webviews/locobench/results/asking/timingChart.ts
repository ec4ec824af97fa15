import { element, fill } from '../../../shared/dom';
import { plainTable } from '../../../shared/plainTable';
import { svg } from '../../../shared/svg';
import { ticks } from '../../../shared/ticks';
import type { ViewParts } from '../../parts';
import type { AskingModel, AskingReport, TimingPoint } from '../../protocol';
import { selectField } from '../../setUp/fields';
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

/** When preferences come out, turn by turn: a line a model, a bar for the interval. A model whose episodes are over keeps its level. */
export function timingChart({ models }: AskingReport, parts: ViewParts, changed: () => void): HTMLElement {
  const { strings, state, save, texts } = parts;
  const { timing: words, model: modelLabel } = strings.asking;
  const how = state().timing;
  const longest = Math.max(0, ...models.map(({ timing }) => timing.length));
  const select = selectField(
    // Object.entries forgets which keys they are.
    Object.entries(words.hows) as [typeof how, string][],
    how,
    (timing) => {
      save({ timing });
      changed();
    },
  );
  select.dataset.focus = 'timing-how';

  const draw = (width: number): Plotted => {
    const { left, right } = chartMargin;
    const x = (turn: number, model = 0): number =>
      left + ((width - left - right - 16) * turn) / Math.max(1, longest) + 4 * model;
    const steps = ticks(longest, width < 420 ? 4 : 8).filter((turn) => Number.isInteger(turn) && turn <= longest);
    const series = models.flatMap(({ model, timing }, index) => {
      if (timing.length === 0) return [];
      const points = [{ turn: 0, mean: 0 }, ...timing.map((each) => ({ turn: each.turn, mean: each[how].mean }))];
      const level = points.at(-1)!;
      const line = [...points, { turn: longest, mean: level.mean }]
        .map(({ turn, mean }) => `${x(turn, index)},${scoreY(mean)}`)
        .join(' ');
      return [
        svg('polyline', { class: `series-line series-line-${index % 6}`, points: line }),
        ...timing.map((each) => mark(model, each, index, x(each.turn, index))),
      ];
    });
    return {
      marks: [
        ...scoreAxis(width, words.axis, scoreY),
        ...steps.map((turn) =>
          svg('text', { class: 'axis', x: x(turn), y: chartHeight - 24, 'text-anchor': 'middle' }, texts.whole(turn)),
        ),
        svg(
          'text',
          { class: 'axis', x: (left + width - right) / 2, y: chartHeight - 6, 'text-anchor': 'middle' },
          words.turnAxis,
        ),
        ...series,
      ],
      legend: models.map(({ model }, index) => signEntry(index, model)),
    };
  };
  const mark = (model: string, point: TimingPoint, index: number, at: number): SVGElement => {
    const value = point[how];
    const { low = value.mean, high = value.mean } = value;
    return svg(
      'g',
      {},
      svg('title', {}, `${model}, ${words.turn} ${point.turn}: ${figureText(inPercent(value), 'percent', parts)}`),
      svg('line', {
        class: `series-range series-line-${index % 6}`,
        ...{ x1: at, x2: at, y1: scoreY(low), y2: scoreY(high) },
      }),
      modelSign(index, at, scoreY(value.mean)),
    );
  };

  return chartFrame(parts, {
    id: 'timing-title',
    title: words.title,
    summary:
      longest === 0 ? words.none : fill(words.summary, models.map((each) => inWords(each, how, parts)).join('; ')),
    controls: [element('label', { class: 'range' }, words.show, select)],
    draw,
    table: () =>
      plainTable(
        words.title,
        [{ label: words.turn }, ...models.map(({ model }) => ({ label: model, numeric: true }))],
        longest === 0
          ? [[modelLabel, ...models.map(() => strings.none)]]
          : Array.from({ length: longest }, (_, at) => [
              texts.whole(at + 1),
              ...models.map(({ timing }) => {
                const point = timing[Math.min(at, timing.length - 1)];
                return point === undefined ? strings.none : figureText(inPercent(point[how]), 'percent', parts);
              }),
            ]),
      ),
  });
}

function inWords({ model, timing }: AskingModel, how: keyof Omit<TimingPoint, 'turn'>, parts: ViewParts): string {
  const { ofModel, ofModelNone } = parts.strings.asking.timing;
  const last = timing.at(-1)?.[how].mean ?? 0;
  const half = timing.find((each) => each[how].mean >= last / 2)?.turn;
  const level = unitText(100 * last, 'percent', parts);
  return half === undefined || last === 0 ? fill(ofModelNone, model, level) : fill(ofModel, model, level, half);
}
