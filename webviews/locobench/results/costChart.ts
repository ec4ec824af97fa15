import { fill } from '../../shared/dom';
import { plainTable } from '../../shared/plainTable';
import { svg } from '../../shared/svg';
import { ticks } from '../../shared/ticks';
import type { ViewParts } from '../parts';
import type { Estimate, RunReport } from '../protocol';
import { points, pointsRange } from '../scoreTexts';
import {
  chartFrame,
  chartHeight,
  chartMargin,
  modelSign,
  scoreAxis,
  scoreY,
  signEntry,
  type Plotted,
} from './chartFrame';

interface Point {
  readonly model: string;
  readonly index: number;
  /** Micro-dollars a sample. */
  readonly cost: number;
  readonly value: Estimate;
}

/** Models that nobody beats in both score and cost, cheapest first. */
export function frontierOf<Each extends { readonly cost: number; readonly value: { readonly mean: number } }>(
  all: readonly Each[],
): readonly Each[] {
  const sorted = [...all].sort((left, right) => left.cost - right.cost || right.value.mean - left.value.mean);
  let best = -Infinity;
  return sorted.filter(({ value }) => {
    if (value.mean <= best) return false;
    best = value.mean;
    return true;
  });
}

/** What a better score costs. */
export function costChart(report: RunReport, parts: ViewParts): HTMLElement {
  const { strings, texts, locale } = parts;
  const { results } = strings;
  const all: readonly Point[] = report.overall.flatMap(({ model, value, costPerSample }, index) =>
    value && costPerSample !== undefined ? [{ model, index, value, cost: costPerSample }] : [],
  );
  const frontier = frontierOf(all);

  const draw = (width: number): Plotted => {
    const { left, right } = chartMargin;
    const marks = ticks(Math.max(0, ...all.map(({ cost }) => cost)), width < 420 ? 2 : 4);
    const top = marks.at(-1) ?? 1;
    const x = (cost: number): number => left + 12 + ((width - left - right - 24) * cost) / top;
    const path = frontier.map(({ cost, value }) => `${x(cost)},${scoreY(value.mean)}`).join(' ');
    return {
      marks: [
        ...scoreAxis(width, results.scoreAxis, scoreY),
        ...marks.map((mark) =>
          svg('text', { class: 'axis', x: x(mark), y: chartHeight - 24, 'text-anchor': 'middle' }, texts.dollars(mark)),
        ),
        svg(
          'text',
          { class: 'axis', x: (left + width - right) / 2, y: chartHeight - 6, 'text-anchor': 'middle' },
          results.costAxis,
        ),
        svg('polyline', { class: 'frontier', points: path }),
        ...all.map(({ model, index, cost, value }) =>
          svg(
            'g',
            {},
            svg('title', {}, fill(results.costPoint, model, points(value.mean, locale), texts.dollars(cost))),
            svg('line', {
              class: `series-range series-line-${index % 6}`,
              x1: x(cost),
              x2: x(cost),
              y1: scoreY(value.low),
              y2: scoreY(value.high),
            }),
            modelSign(index, x(cost), scoreY(value.mean)),
          ),
        ),
      ],
      legend: all.map(({ model, index }) => signEntry(index, model)),
    };
  };

  return chartFrame(parts, {
    id: 'cost-title',
    title: results.costTitle,
    summary: fill(
      results.costSummary,
      new Intl.ListFormat(locale, { type: 'disjunction' }).format(frontier.map(({ model }) => model)),
    ),
    draw,
    table: () =>
      plainTable(
        results.costTitle,
        [
          { label: results.columns.model },
          { label: results.columns.value, numeric: true },
          { label: results.columns.costPerSample, numeric: true },
          { label: results.frontier },
        ],
        all.map((point) => [
          point.model,
          `${points(point.value.mean, locale)} [${pointsRange(point.value, locale)}]`,
          texts.dollars(point.cost),
          frontier.includes(point) ? '✓' : '',
        ]),
      ),
  });
}
