import { ChartSection } from '../shared/chartSection';
import { element, fill } from '../shared/dom';
import { plainTable } from '../shared/plainTable';
import { svg } from '../shared/svg';
import type { ViewParts } from './parts';
import type { Retrieval, RetrievalFigure, RetrievalRow } from './protocol';

const rowHeight = 46;
const top = 8;
const axis = 36;

/** How well tools are found before and after, beside libraries of the same sizes that were merged at random. */
export function findingView({ queries, controls, rows }: Retrieval, parts: ViewParts): HTMLElement {
  const { strings, texts, state, save } = parts;
  const { finding: words } = strings;
  const percent = (value: number): string =>
    new Intl.NumberFormat(parts.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
      .format(100 * value)
      .replace('-', '−');
  const figure = ({ mean, low, high }: RetrievalFigure): string =>
    `${percent(mean)} [${percent(low)}–${percent(high)}]`;
  const name = ({ retriever, measure, counting }: RetrievalRow): string =>
    fill(words.row, retriever, words.measures[measure], words.countings[counting]);
  const kinds = ['before', 'after', 'control'] as const;
  const sign = (kind: (typeof kinds)[number], x: number, y: number): SVGElement =>
    kind === 'before'
      ? svg('circle', { class: 'sign sign-before', cx: x, cy: y, r: 4.5 })
      : kind === 'after'
        ? svg('rect', { class: 'sign sign-after', x: x - 4.5, y: y - 4.5, width: 9, height: 9 })
        : svg('path', { class: 'sign sign-control', d: `M${x} ${y - 5.5} l5.5 5.5 l-5.5 5.5 l-5.5 -5.5 Z` });
  const section = new ChartSection({
    ...{ id: 'finding-title', title: words.title, asTable: state().tables },
    labels: { showPicture: strings.showChart, showTable: strings.showTable },
    onToggle: (tables) => save({ tables }),
    draw: (width) => {
      const left = 10;
      const x = (value: number): number => left + (width - left - 20) * Math.max(0, Math.min(1, value));
      const bottom = top + rowHeight * rows.length;
      return [
        svg(
          'svg',
          {
            ...{ width, height: bottom + axis, viewBox: `0 0 ${width} ${bottom + axis}`, role: 'img' },
            'aria-label': `${words.title}. ${rows.map((row) => `${name(row)}: ${figure(row.before)}, ${figure(row.after)}, ${figure(row.control)}`).join('; ')}`,
          },
          ...[0, 0.25, 0.5, 0.75, 1].flatMap((at) => [
            svg('line', { class: 'grid', x1: x(at), x2: x(at), y1: top, y2: bottom }),
            svg('text', { class: 'axis', x: x(at), y: bottom + 14, 'text-anchor': 'middle' }, String(100 * at)),
          ]),
          svg('text', { class: 'axis', x: width / 2, y: bottom + 30, 'text-anchor': 'middle' }, words.axis),
          ...rows.flatMap((row, at) => [
            svg('text', { class: 'row-name', x: left, y: top + rowHeight * at + 13 }, name(row)),
            ...kinds.map((kind, place) => {
              const y = top + rowHeight * at + 22 + 8 * place;
              const { mean, low, high } = row[kind];
              return svg(
                'g',
                {},
                svg('title', {}, `${words.columns[kind]}: ${figure(row[kind])}`),
                svg('line', { class: `span span-${kind}`, x1: x(low), x2: x(high), y1: y, y2: y }),
                sign(kind, x(mean), y),
              );
            }),
          ]),
        ),
        element(
          'ul',
          { class: 'legend' },
          ...kinds.map((kind) =>
            element(
              'li',
              {},
              svg('svg', { width: 16, height: 16, 'aria-hidden': 'true' }, sign(kind, 8, 8)),
              words.columns[kind],
            ),
          ),
        ),
      ];
    },
    table: () =>
      plainTable(
        words.title,
        [
          { label: words.columns.measure },
          ...([...kinds, 'gain'] as const).map((each) => ({ label: words.columns[each], numeric: true })),
        ],
        rows.map((row) => [
          name(row),
          ...kinds.map((kind) => figure(row[kind])),
          percent(row.after.mean - row.control.mean),
        ]),
      ),
  });
  section.update(fill(words.summary, texts.whole(queries), texts.whole(controls)));
  return section.element;
}
