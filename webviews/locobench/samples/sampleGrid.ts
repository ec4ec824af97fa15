import { button, element, fill } from '../../shared/dom';
import { rovingFocus } from '../../shared/rovingFocus';
import type { ViewParts } from '../parts';
import type { LocoStrings, SampleQuery, SampleRow } from '../protocol';
import { categoryText, points, stateText } from '../scoreTexts';
import { VirtualRows } from '../virtualRows';
import type { SamplePages } from './samplePages';

type Column = keyof LocoStrings['samples']['columns'];

const columns: readonly Column[] = [
  'index',
  'state',
  'scenario',
  'category',
  'model',
  'value',
  'context',
  'cost',
  'time',
];
const numeric: ReadonlySet<Column> = new Set(['index', 'value', 'context', 'cost', 'time']);

interface Options {
  readonly onOpen: (row: number) => void;
  readonly onSort: (sort: Pick<SampleQuery, 'sort' | 'descending'>) => void;
}

/**
 * Samples as a grid (ARIA Authoring Practices): one tab stop for the rows, the current one named by `aria-activedescendant`, because it
 * may leave the page while others are scrolled to. Only rows near what is visible are in the page.
 */
export class SampleGrid {
  readonly element: HTMLElement;
  private readonly body = element('div', { class: 'grid-body', role: 'rowgroup' });
  private readonly head: HTMLElement;
  private readonly headers = new Map<Column, HTMLElement>();
  private readonly rows: VirtualRows;
  private current = 0;

  constructor(
    private readonly parts: ViewParts,
    private readonly pages: SamplePages,
    private readonly options: Options,
  ) {
    const { strings } = parts;
    this.head = this.header();
    this.element = element(
      'div',
      {
        class: 'sample-grid',
        role: 'grid',
        tabindex: 0,
        'aria-label': strings.samples.grid,
        'aria-description': strings.samples.keys,
        'aria-colcount': columns.length,
      },
      element('div', { class: 'grid-head', role: 'rowgroup' }, this.head),
      this.body,
    );
    this.rows = new VirtualRows({
      scroller: this.element,
      body: this.body,
      make: (index) => this.make(index),
      onRange: (start, end) => {
        this.pages.need(start, end);
        this.mark();
      },
      headHeight: () => this.head.getBoundingClientRect().height,
    });
    this.element.addEventListener('keydown', (event) => this.press(event));
    this.body.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
      if (!row) return;
      this.setCurrent(Number(row.dataset.row));
      options.onOpen(this.current);
    });
  }

  /** What the pages hold has changed. */
  update(): void {
    const total = this.pages.total ?? 0;
    this.element.setAttribute('aria-rowcount', String(total + 1));
    this.current = Math.min(this.current, Math.max(0, total - 1));
    this.rows.setCount(total);
    this.rows.renew();
    this.mark();
  }

  /** Another filter or order: from the top. */
  restart(): void {
    this.current = 0;
    this.rows.top();
  }

  markSort({ sort, descending }: SampleQuery): void {
    for (const [column, header] of this.headers) {
      header.setAttribute('aria-sort', column !== sort ? 'none' : descending ? 'descending' : 'ascending');
    }
  }

  focusRow(index: number): void {
    this.element.focus({ preventScroll: true });
    this.setCurrent(index);
  }

  private header(): HTMLElement {
    const { strings, state } = this.parts;
    const controls = columns.map((column) => {
      const control = button(strings.samples.columns[column], () => {
        const { query } = state();
        // Up, down, and back to the order of the plan.
        const next =
          query.sort !== column
            ? { sort: column, descending: false }
            : query.descending || column === 'index'
              ? { sort: 'index' as const, descending: column === 'index' && !query.descending }
              : { sort: column, descending: true };
        this.options.onSort(next);
      });
      control.append(element('span', { class: 'sort-mark', 'aria-hidden': 'true' }));
      const header = element(
        'div',
        { role: 'columnheader', class: numeric.has(column) ? 'numeric' : undefined },
        control,
      );
      this.headers.set(column, header);
      return control;
    });
    const row = element('div', { class: 'grid-row', role: 'row', 'aria-rowindex': 1 }, ...this.headers.values());
    rovingFocus(row, controls);
    return row;
  }

  private make(index: number): HTMLElement {
    const { strings } = this.parts;
    const row = this.pages.row(index);
    const attributes = {
      class: index === this.current ? 'grid-row current' : 'grid-row',
      role: 'row',
      id: `sample-row-${index}`,
      'data-row': index,
      // The header is the first row.
      'aria-rowindex': index + 2,
      'aria-selected': String(index === this.current),
    };
    if (!row) {
      const cell = element('div', { role: 'gridcell', class: 'loading-cell' }, strings.samples.rowLoading);
      return element('div', { ...attributes, 'aria-busy': 'true' }, cell);
    }
    const made = element('div', attributes);
    for (const column of columns) made.append(this.cell(column, row));
    return made;
  }

  private cell(column: Column, row: SampleRow): HTMLElement {
    const text = this.text(column, row);
    const kind = column === 'state' ? ` state state-text-${stateText(row, this.parts.strings).kind}` : '';
    return element(
      'div',
      { role: 'gridcell', class: `${numeric.has(column) ? 'numeric' : ''}${kind}`.trim() || undefined, title: text },
      text,
    );
  }

  private text(column: Column, row: SampleRow): string {
    const { strings, texts, locale } = this.parts;
    switch (column) {
      case 'index':
        return texts.whole(row.index + 1);
      case 'state': {
        const { sign, text } = stateText(row, strings);
        return `${sign} ${text}`;
      }
      case 'scenario':
        return row.repeat > 0 ? `${row.title} (${fill(strings.samples.repeat, row.repeat + 1)})` : row.title;
      case 'category':
        return categoryText(row.category, strings);
      case 'model':
        return row.model;
      case 'value':
        return row.value === undefined ? strings.none : points(row.value, locale);
      case 'context':
        return texts.compact(row.contextTokens);
      case 'cost':
        return row.ended === undefined ? strings.none : texts.fourDecimals(row.cost);
      case 'time':
        return row.totalMs === undefined ? strings.none : texts.milliseconds(row.totalMs);
    }
  }

  private press(event: KeyboardEvent): void {
    // Keys on the headers' buttons are theirs.
    if (event.target !== this.element || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = (this.pages.total ?? 0) - 1;
    if (last < 0) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: this.current + 1,
      ArrowUp: this.current - 1,
      PageDown: this.current + this.rows.pageSize,
      PageUp: this.current - this.rows.pageSize,
      Home: 0,
      End: last,
    };
    const target = steps[event.key];
    if (event.key === 'Enter') this.options.onOpen(this.current);
    else if (target === undefined) return;
    else this.setCurrent(Math.max(0, Math.min(last, target)));
    event.preventDefault();
  }

  private setCurrent(index: number): void {
    const before = this.body.querySelector<HTMLElement>('.current');
    before?.classList.remove('current');
    before?.setAttribute('aria-selected', 'false');
    this.current = index;
    this.rows.scrollTo(index);
    this.mark();
  }

  private mark(): void {
    const row = this.body.querySelector<HTMLElement>(`#sample-row-${this.current}`);
    row?.classList.add('current');
    row?.setAttribute('aria-selected', 'true');
    if (row) this.element.setAttribute('aria-activedescendant', row.id);
    else this.element.removeAttribute('aria-activedescendant');
  }
}
