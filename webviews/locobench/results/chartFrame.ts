import { ChartSection } from '../../shared/chartSection';
import { element } from '../../shared/dom';
import { svg } from '../../shared/svg';
import type { ViewParts } from '../parts';

export interface Plotted {
  /** Content of the picture, in pixels of its width and `chartHeight`. */
  readonly marks: readonly SVGElement[];
  /** Under it: what its marks are. */
  readonly legend: readonly HTMLElement[];
}

export interface ChartOptions {
  readonly id: string;
  readonly title: string;
  /** What the picture says, in words. */
  readonly summary: string;
  readonly draw: (width: number) => Plotted;
  /** Pixels at a width; default: `chartHeight`. */
  readonly height?: (width: number) => number;
  /** Beside the switch to the table, e.g. what is shown. */
  readonly controls?: readonly HTMLElement[];
  readonly table: () => HTMLElement;
}

/** Pixels. */
export const chartHeight = 260;
export const chartMargin = { top: 14, right: 16, bottom: 44, left: 48 } as const;

/** A chart of the results. Whether charts are tables is kept, one choice for the page. */
export function chartFrame(parts: ViewParts, options: ChartOptions): HTMLElement {
  const { strings, state, save } = parts;
  const { id, title, summary, draw, table, height = () => chartHeight, controls = [] } = options;
  const section = new ChartSection({
    ...{ id, title, table, asTable: state().tables },
    labels: { showPicture: strings.showChart, showTable: strings.showTable },
    onToggle: (tables) => save({ tables }),
    draw: (width) => {
      const { marks, legend } = draw(width);
      const size = { width, height: height(width), viewBox: `0 0 ${width} ${height(width)}` };
      return [
        svg('svg', { ...size, role: 'img', 'aria-label': `${title}. ${summary}` }, ...marks),
        element('ul', { class: 'legend' }, ...legend),
      ];
    },
  });
  section.update(summary);
  section.head.append(...controls);
  return section.element;
}

/** Lines and labels of the score, 0 to 100, at the left. */
export function scoreAxis(width: number, label: string, y: (share: number) => number): readonly SVGElement[] {
  const { left, right, top } = chartMargin;
  return [
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
      svg('line', { class: 'grid', x1: left, x2: width - right, y1: y(share), y2: y(share) }),
      svg('text', { class: 'axis', x: left - 8, y: y(share) + 4, 'text-anchor': 'end' }, String(100 * share)),
    ]),
    svg(
      'text',
      {
        class: 'axis',
        transform: `translate(12 ${(top + chartHeight - chartMargin.bottom) / 2}) rotate(-90)`,
        'text-anchor': 'middle',
      },
      label,
    ),
  ];
}

export function scoreY(share: number): number {
  const { top, bottom } = chartMargin;
  return top + (chartHeight - top - bottom) * (1 - Math.max(0, Math.min(1, share)));
}

/** A sign of a model: its shape tells it apart where colours do not. */
export function modelSign(index: number, x: number, y: number): SVGElement {
  const attributes = { class: `series series-${index % 6}` };
  const size = 5;
  switch (index % 6) {
    case 0:
      return svg('circle', { ...attributes, cx: x, cy: y, r: size });
    case 1:
      return svg('rect', { ...attributes, x: x - size, y: y - size, width: 2 * size, height: 2 * size });
    case 2:
      return svg('path', {
        ...attributes,
        d: `M${x} ${y - size - 1} L${x + size + 1} ${y + size} L${x - size - 1} ${y + size} Z`,
      });
    case 3:
      return svg('path', {
        ...attributes,
        d: `M${x} ${y - size - 2} L${x + size + 2} ${y} L${x} ${y + size + 2} L${x - size - 2} ${y} Z`,
      });
    case 4:
      return svg('path', {
        ...attributes,
        d: `M${x - size - 1} ${y - size} L${x + size + 1} ${y - size} L${x} ${y + size + 1} Z`,
      });
    default:
      return svg('path', {
        ...attributes,
        d: `M${x - 2} ${y - size - 1} h4 v4 h4 v4 h-4 v4 h-4 v-4 h-4 v-4 h4 Z`,
      });
  }
}

/** An entry of a legend. */
export function signEntry(index: number, label: string): HTMLElement {
  return element('li', {}, svg('svg', { width: 16, height: 16, 'aria-hidden': 'true' }, modelSign(index, 8, 8)), label);
}
