import { fill } from '../../shared/dom';
import { plainTable } from '../../shared/plainTable';
import { svg } from '../../shared/svg';
import type { ViewParts } from '../parts';
import type { RunReport, SliceResult } from '../protocol';
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
import { sliceNames } from './sliceMatrix';

/** Score of each model over the length of what it was given. Lengths are bands: each has the same room. */
export function lengthChart(report: RunReport, parts: ViewParts): HTMLElement {
  const { strings, texts, locale } = parts;
  const { results } = strings;
  const bands = sliceNames(report.byLength);
  const models = report.overall.map(({ model }) => model);
  const valuesOf = (model: string): readonly (SliceResult | undefined)[] =>
    bands.map((band) => report.byLength.find((each) => each.model === model && each.slice === band));
  const trends = models.flatMap((model) => {
    const known = valuesOf(model).filter((each) => each !== undefined);
    const first = known[0];
    const last = known.at(-1);
    if (!first || !last || first === last) return [];
    return [
      fill(
        results.lengthTrend,
        model,
        points(first.value.mean, locale),
        first.slice,
        points(last.value.mean, locale),
        last.slice,
      ),
    ];
  });

  const draw = (width: number): Plotted => {
    const { left, right } = chartMargin;
    const step = (width - left - right) / Math.max(1, bands.length);
    // Models side by side within a band, so that their intervals do not cover each other.
    const x = (band: number, model: number): number =>
      left + step * (band + 0.5) + (model - (models.length - 1) / 2) * Math.min(16, step / (models.length + 2));
    const series = models.flatMap((model, index) => {
      const known = valuesOf(model).flatMap((result, band) => (result ? [{ result, at: x(band, index) }] : []));
      const line = known.map(({ result, at }) => `${at},${scoreY(result.value.mean)}`).join(' ');
      return [
        svg('polyline', { class: `series-line series-line-${index % 6}`, points: line }),
        ...known.map(({ result, at }) =>
          svg(
            'g',
            {},
            svg(
              'title',
              {},
              `${model}, ${result.slice}: ${points(result.value.mean, locale)} [${pointsRange(result.value, locale)}], n ${result.value.n}`,
            ),
            svg('line', {
              class: `series-range series-line-${index % 6}`,
              x1: at,
              x2: at,
              y1: scoreY(result.value.low),
              y2: scoreY(result.value.high),
            }),
            modelSign(index, at, scoreY(result.value.mean)),
          ),
        ),
      ];
    });
    const labels = bands.map((band, index) =>
      svg(
        'text',
        { class: 'axis', x: left + step * (index + 0.5), y: chartHeight - 24, 'text-anchor': 'middle' },
        band,
      ),
    );
    const title = svg(
      'text',
      { class: 'axis', x: (left + width - right) / 2, y: chartHeight - 6, 'text-anchor': 'middle' },
      results.lengthAxis,
    );
    return {
      marks: [...scoreAxis(width, results.scoreAxis, scoreY), ...labels, title, ...series],
      legend: models.map((model, index) => signEntry(index, model)),
    };
  };

  return chartFrame(parts, {
    id: 'length-title',
    title: results.lengthTitle,
    summary: fill(results.lengthSummary, texts.whole(models.length), texts.whole(bands.length), trends.join(' ')),
    draw,
    table: () =>
      plainTable(
        results.lengthTitle,
        [{ label: results.columns.model }, ...bands.map((band) => ({ label: band, numeric: true }))],
        models.map((model) => [
          model,
          ...valuesOf(model).map((result) =>
            result ? `${points(result.value.mean, locale)} [${pointsRange(result.value, locale)}]` : strings.none,
          ),
        ]),
      ),
  });
}
