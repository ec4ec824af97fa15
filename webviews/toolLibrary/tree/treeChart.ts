import { ChartSection } from '../../shared/chartSection';
import { element, fill } from '../../shared/dom';
import { plainTable } from '../../shared/plainTable';
import { svg } from '../../shared/svg';
import type { ViewParts } from '../parts';
import type { Groups } from '../protocol';
import { drawnTree, groupsAt } from './drawnTree';

const height = 240;
const margin = { top: 10, right: 12, bottom: 12, left: 44 } as const;
const mostBranches = 120;
/** The slider counts in hundredths. */
const steps = 100;

/** The tree of tools with a line where it is cut. While the slider moves the line and the count follow; let go, it is cut there. */
export function treeChart({ dendrogram, height: cutAt }: Groups, parts: ViewParts): HTMLElement {
  const { strings, texts, state, save, send, locale } = parts;
  const { groups: words } = strings;
  const tree = drawnTree(dendrogram, mostBranches);
  let shown = cutAt;
  let line: SVGElement | undefined;
  const share = (value: number): string => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
  const y = (at: number): number => margin.top + (height - margin.top - margin.bottom) * (1 - at);
  const summary = (): string => {
    const { groups, alone } = groupsAt(dendrogram, shown);
    return [
      fill(
        words.treeSummary,
        texts.whole(groups),
        texts.whole(dendrogram.leaves),
        share(1 - shown),
        texts.whole(alone),
      ),
      ...(tree.folded ? [fill(words.treeCut, texts.whole(mostBranches))] : []),
    ].join(' ');
  };
  const section = new ChartSection({
    ...{ id: 'tree-title', title: words.treeTitle, asTable: state().tables },
    labels: { showPicture: strings.showChart, showTable: strings.showTable },
    onToggle: (tables) => save({ tables }),
    draw: (width) => {
      const x = (place: number): number =>
        margin.left + ((width - margin.left - margin.right) * (place + 0.5)) / Math.max(1, tree.branches.length);
      line = svg('line', { class: 'cut', x1: margin.left, x2: width - margin.right, y1: y(shown), y2: y(shown) });
      return [
        svg(
          'svg',
          {
            ...{ width, height, viewBox: `0 0 ${width} ${height}` },
            role: 'img',
            'aria-label': `${words.treeTitle}. ${summary()}`,
          },
          ...[0, 0.25, 0.5, 0.75, 1].flatMap((at) => [
            svg('line', { class: 'grid', x1: margin.left, x2: width - margin.right, y1: y(at), y2: y(at) }),
            svg('text', { class: 'axis', x: margin.left - 8, y: y(at) + 4, 'text-anchor': 'end' }, share(1 - at)),
          ]),
          ...tree.joins.map(({ left, right, height: top }) =>
            svg('polyline', {
              class: 'join',
              points: `${x(left.x)},${y(left.height)} ${x(left.x)},${y(top)} ${x(right.x)},${y(top)} ${x(right.x)},${y(right.height)}`,
            }),
          ),
          ...tree.branches.flatMap(({ size, height: top }, place) =>
            size === 1
              ? []
              : [svg('circle', { class: 'branch', cx: x(place), cy: y(top), r: Math.min(5, 2 + Math.log2(size) / 2) })],
          ),
          line,
        ),
      ];
    },
    table: () =>
      plainTable(
        words.treeTitle,
        [
          { label: words.treeTable[0], numeric: true },
          { label: words.treeTable[1], numeric: true },
        ],
        [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1].map((least) => [
          share(least),
          texts.whole(groupsAt(dendrogram, 1 - least).groups),
        ]),
      ),
  });
  section.update(summary());
  const slider = element('input', {
    type: 'range',
    ...{ min: 0, max: steps, step: 1, value: Math.round((1 - cutAt) * steps), 'data-focus': 'cut' },
  });
  const spoken = (): void => slider.setAttribute('aria-valuetext', summary());
  spoken();
  slider.addEventListener('input', () => {
    shown = 1 - slider.valueAsNumber / steps;
    line?.setAttribute('y1', String(y(shown)));
    line?.setAttribute('y2', String(y(shown)));
    section.say(summary());
    spoken();
  });
  slider.addEventListener('change', () => send({ type: 'cut', height: shown }));
  section.element.append(element('label', { class: 'cut-row' }, words.slider, slider));
  return section.element;
}
