import { plainTable } from '../../../shared/plainTable';
import { svg } from '../../../shared/svg';
import type { ViewParts } from '../../parts';
import { chartFrame, modelSign, signEntry } from '../chartFrame';
import { figureText, unitText } from './askingTexts';
import type { RatePanel } from './ratePanels';

/** Pixels. */
const rowHeight = 24;
const headHeight = 26;
const axisHeight = 30;
const gap = 32;

export interface PanelChartOptions {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly models: readonly string[];
  readonly panels: readonly RatePanel[];
}

/** Small pictures side by side, each with a scale of its own and a row a model: a sign for the figure, a line for its interval. */
export function panelChart({ id, title, summary, models, panels }: PanelChartOptions, parts: ViewParts): HTMLElement {
  const { strings } = parts;
  const panelHeight = headHeight + rowHeight * models.length + axisHeight;
  const columns = (width: number): number =>
    Math.min(panels.length, width < 560 ? 1 : width < 1100 ? 2 : panels.length);
  return chartFrame(parts, {
    ...{ id, title, summary },
    height: (width) => Math.ceil(panels.length / columns(width)) * panelHeight,
    draw: (width) => {
      const side = columns(width);
      const panelWidth = (width - gap * (side - 1)) / side;
      return {
        marks: panels.map((panel, at) =>
          svg(
            'g',
            { transform: `translate(${(at % side) * (panelWidth + gap)} ${Math.floor(at / side) * panelHeight})` },
            ...drawn(panel, panelWidth, panelHeight, parts),
          ),
        ),
        legend: models.map((model, index) => signEntry(index, model)),
      };
    },
    table: () =>
      plainTable(
        title,
        [
          { label: strings.asking.rates.column },
          ...models.map((model) => ({ label: model, numeric: true })),
          { label: strings.asking.chance, numeric: true },
        ],
        panels.map(({ title: name, unit, values, chance }) => [
          name,
          ...values.map(({ value }) => (value === undefined ? strings.none : figureText(value, unit, parts))),
          chance === undefined ? strings.none : unitText(chance, unit, parts),
        ]),
      ),
  });
}

function drawn(panel: RatePanel, width: number, height: number, parts: ViewParts): readonly SVGElement[] {
  const { title, unit, chance, values, from, to } = panel;
  const [left, right] = [8, width - 8];
  const x = (value: number): number =>
    left + ((right - left) * (Math.max(from, Math.min(to, value)) - from)) / (to - from || 1);
  const bottom = height - axisHeight;
  const labels = [...new Set([from, ...(chance === undefined ? [] : [chance]), to])].filter(
    (value) => value === from || value === to || (value - from > (to - from) / 6 && to - value > (to - from) / 6),
  );
  return [
    svg('text', { class: 'panel-title', x: left, y: 15 }, title),
    svg('line', { class: 'grid', x1: left, x2: right, y1: bottom, y2: bottom }),
    ...labels.map((value) =>
      svg(
        'text',
        {
          class: 'axis',
          ...{ x: x(value), y: bottom + 15 },
          'text-anchor': value === from ? 'start' : value === to ? 'end' : 'middle',
        },
        unitText(value, unit, parts),
      ),
    ),
    ...(chance === undefined
      ? []
      : [svg('line', { class: 'chance-line', x1: x(chance), x2: x(chance), y1: headHeight - 4, y2: bottom })]),
    ...values.flatMap(({ model, index, value }, row) => {
      if (value === undefined) return [];
      const y = headHeight + rowHeight * (row + 0.5);
      const { low = value.mean, high = value.mean } = value;
      const tip = (at: number, way: 1 | -1): SVGElement =>
        svg('path', { class: `series series-${index % 6}`, d: `M${x(at)} ${y} l${-7 * way} -5 v10 Z` });
      return [
        svg(
          'g',
          {},
          svg('title', {}, `${model}, ${title}: ${figureText(value, unit, parts)}`),
          svg('line', { class: `series-range series-line-${index % 6}`, x1: x(low), x2: x(high), y1: y, y2: y }),
          ...(low < from ? [tip(from, -1)] : []),
          ...(high > to ? [tip(to, 1)] : []),
          modelSign(index, x(value.mean), y),
        ),
      ];
    }),
  ];
}
