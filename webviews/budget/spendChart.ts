import { ChartSection } from '../shared/chartSection';
import { element, fill } from '../shared/dom';
import { ticks } from '../shared/ticks';
import { chartDays, type ChartDay } from './chartDays';
import type { MoneyTexts } from '../shared/moneyTexts';
import { plainTable } from '../shared/plainTable';
import type { BudgetData, BudgetStrings } from './protocol';
import { svg } from '../shared/svg';

const heightPx = 220;
/** Room for the labels of the axes. Pixels. */
const margin = { top: 10, right: 12, bottom: 26, left: 68 };

/**
 * Money spent against the pace of the budget, day by day: a bar for each day, hollow for what was spent before it and filled
 * for what came with it, and a dashed line for the pace.
 */
export class SpendChart {
  readonly element: HTMLElement;
  private readonly section: ChartSection;
  private days: readonly ChartDay[] = [];

  constructor(
    private readonly strings: BudgetStrings,
    private readonly money: MoneyTexts,
    asTable: boolean,
    onToggle: (asTable: boolean) => void,
  ) {
    this.section = new ChartSection({
      ...{ id: 'chart-title', title: strings.chartTitle, asTable, onToggle },
      labels: { showPicture: strings.chartShowPicture, showTable: strings.chartShowTable },
      draw: (width) => this.draw(width),
      table: () => this.table(),
    });
    this.element = this.section.element;
  }

  update({ report }: BudgetData): void {
    this.days = chartDays(report.days);
    this.section.update(this.summaryText());
  }

  /** Today's pace is that until the end of the day: the last day that has one tells whether too much was spent. */
  private summaryText(): string {
    const { strings, money, days } = this;
    const last = days.at(-1);
    if (!last) return '';
    const all = fill(strings.chartSummary, money.dollars(last.spent), money.whole(days.length));
    if (last.pace === undefined) return all;
    const text = last.spent > last.pace ? strings.chartOver : strings.chartUnder;
    return `${all} ${fill(text, money.dollars(Math.abs(last.spent - last.pace)), money.dollars(last.pace))}`;
  }

  private table(): HTMLElement {
    const { strings, money } = this;
    return plainTable(
      strings.chartTitle,
      [
        { label: strings.dayColumn },
        { label: strings.dayCostColumn, numeric: true },
        { label: strings.spentColumn, numeric: true },
        { label: strings.paceColumn, numeric: true },
      ],
      this.days.map(({ day, cost, spent, pace }) => [
        money.shortDay(day),
        money.dollars(cost),
        money.dollars(spent),
        pace === undefined ? strings.none : money.dollars(pace),
      ]),
    );
  }

  private draw(width: number): readonly Node[] {
    const { strings, money, days } = this;
    const largest = Math.max(0, ...days.flatMap(({ spent, pace }) => [spent, pace ?? 0]));
    const marks = ticks(largest, 4);
    const top = marks.at(-1) ?? 1;
    const inner = {
      width: Math.max(1, width - margin.left - margin.right),
      height: heightPx - margin.top - margin.bottom,
    };
    const y = (value: number): number => margin.top + inner.height * (1 - value / top);
    const step = inner.width / Math.max(1, days.length);
    const x = (index: number): number => margin.left + step * index;
    const bar = Math.max(1, Math.min(48, step * 0.7));
    const picture = svg('svg', {
      ...{ width, height: heightPx, viewBox: `0 0 ${width} ${heightPx}`, role: 'img' },
      'aria-label': `${strings.chartTitle}. ${this.summaryText()}`,
    });
    for (const mark of marks) {
      picture.append(
        svg('line', { class: 'grid', x1: margin.left, x2: width - margin.right, y1: y(mark), y2: y(mark) }),
        svg('text', { class: 'axis', x: margin.left - 8, y: y(mark) + 4, 'text-anchor': 'end' }, money.dollars(mark)),
      );
    }
    // Labels a good way apart, however many days there are.
    const every = Math.max(1, Math.ceil((days.length * 64) / inner.width));
    days.forEach(({ day, cost, spent, pace }, index) => {
      const left = x(index) + (step - bar) / 2;
      const before = spent - cost;
      const title = [
        `${money.shortDay(day)}: ${money.dollars(cost)} ${strings.chartDay}`,
        ...(pace === undefined ? [] : [`${strings.chartPace}: ${money.dollars(pace)}`]),
      ].join('; ');
      const group = svg('g', {}, svg('title', {}, title));
      if (before > 0) group.append(svg('rect', { class: 'before', ...box(left, bar, y(before), y(0)) }));
      if (cost > 0) group.append(svg('rect', { class: 'day', ...box(left, bar, y(spent), y(before)) }));
      picture.append(group);
      if (index % every === 0) {
        const middle = x(index) + step / 2;
        picture.append(
          svg('text', { class: 'axis', x: middle, y: heightPx - 8, 'text-anchor': 'middle' }, money.shortDay(day)),
        );
      }
    });
    const points = days.flatMap(({ pace }, index) => (pace === undefined ? [] : [`${x(index) + step / 2},${y(pace)}`]));
    // A line needs two ends: one day alone gets a stroke over its own width.
    const first = days[0]?.pace;
    if (points.length === 1 && first !== undefined) points.unshift(`${x(0)},${y(first)}`);
    if (points.length > 0) picture.append(svg('polyline', { class: 'pace', points: points.join(' ') }));
    return [picture, this.legend(points.length > 0)];
  }

  private legend(withPace: boolean): HTMLElement {
    const { strings } = this;
    const entry = (shape: SVGElement, text: string): HTMLElement =>
      element('li', {}, svg('svg', { width: 22, height: 12, 'aria-hidden': 'true' }, shape), text);
    return element(
      'ul',
      { class: 'legend', 'aria-hidden': 'true' },
      entry(svg('rect', { class: 'day', x: 4, y: 1, width: 12, height: 10 }), strings.chartDay),
      entry(svg('rect', { class: 'before', x: 4, y: 1, width: 12, height: 10 }), strings.chartBefore),
      ...(withPace ? [entry(svg('polyline', { class: 'pace', points: '0,6 22,6' }), strings.chartPace)] : []),
    );
  }
}

function box(x: number, width: number, top: number, bottom: number): Readonly<Record<string, number>> {
  return { x, width, y: top, height: Math.max(1, bottom - top) };
}
