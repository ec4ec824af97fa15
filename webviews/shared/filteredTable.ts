import { Announcer } from './announcer';
import { button, element, fill } from './dom';
import { notice, type NoticeOptions } from './notice';
import { NumberTexts } from './numbers';
import type { Sort, TableState } from './protocol';
import { SortableTable, type TableOptions } from './sortableTable';

/** Texts around a table, translated by the extension. */
export interface FilteredTableStrings {
  readonly filter: string;
  readonly filterPlaceholder: string;
  readonly clearFilter: string;
  /** {0} shown of {1} rows. */
  readonly countShown: string;
  readonly filteredTitle: string;
  /** {0} the filter's text. */
  readonly filteredText: string;
}

export interface FilteredTableOptions<Row, Column extends string> extends Omit<
  TableOptions<Row, Column>,
  'sort' | 'onSort'
> {
  readonly strings: FilteredTableStrings;
  /** What an earlier life of the page kept. */
  readonly state: TableState<Column> | undefined;
  readonly saveState: (state: TableState<Column>) => void;
  /** Stand at the end of the toolbar. */
  readonly tools: readonly HTMLElement[];
  /** Stands in the table's place, without a toolbar, when there is no row at all. Left out: what a filter without hits shows. */
  readonly empty?: NoticeOptions;
  /** Least milliseconds between two texts that are spoken. */
  readonly announceMs: number;
  /** Before the rows are put in their new order. */
  readonly onSort?: () => void;
  /** Whenever the table was rendered. */
  readonly onRender?: () => void;
}

/**
 * A table under a toolbar with its filter, and what stands in its place when there is nothing to show. Its parts go into the
 * page's main element one after the other (`parts`), the table's place takes what room is left.
 */
export class FilteredTable<Row, Column extends string> {
  /** Toolbar, table, and what is spoken. */
  readonly parts: readonly HTMLElement[];
  private readonly announcer: Announcer;
  private readonly table: SortableTable<Row, Column>;
  private readonly toolbar: HTMLElement;
  private readonly place = element('div', { class: 'place' });
  private readonly count = element('span', { class: 'count' });
  private readonly clear: HTMLButtonElement;
  private readonly filter: HTMLInputElement;
  private readonly numbers: NumberTexts;
  private state: TableState<Column>;
  private frame: number | undefined;

  constructor(private readonly options: FilteredTableOptions<Row, Column>) {
    const { strings, locale, defaultSort } = options;
    this.numbers = new NumberTexts(locale);
    this.announcer = new Announcer(options.announceMs);
    this.state = options.state ?? { filter: '', sort: defaultSort };
    this.table = new SortableTable({ ...options, sort: this.state.sort, onSort: (sort) => this.sorted(sort) });
    this.filter = element('input', {
      type: 'search',
      spellcheck: 'false',
      placeholder: strings.filterPlaceholder,
      value: this.state.filter,
    });
    this.filter.addEventListener('input', () => this.setFilter(this.filter.value));
    this.clear = button(strings.clearFilter, () => this.clearFilter(), { class: 'secondary' });
    this.toolbar = element(
      'div',
      { class: 'toolbar' },
      element('label', { class: 'filter' }, strings.filter, this.filter),
      this.count,
      this.clear,
      element('span', { class: 'gap' }),
      ...options.tools,
    );
    this.table.filter(this.state.filter);
    this.parts = [this.toolbar, this.place, this.announcer.element];
  }

  /** Number of rows, and how many of them the filter lets through. */
  get counts(): { readonly all: number; readonly shown: number } {
    return this.table.counts;
  }

  /** Ids of the rows that are shown, in their order. */
  get shownIds(): readonly string[] {
    return this.table.shownIds;
  }

  /** Changes rows; the page follows with the next frame, however many changes come before it. */
  update(rows: readonly Row[], removed: readonly string[] = []): void {
    this.table.remove(removed);
    this.table.upsert(rows);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.render();
    });
  }

  /** Filters by a text, which is then in the filter's field. */
  filterBy(text: string): void {
    this.filter.value = text;
    this.setFilter(text);
  }

  focusFilter(): void {
    this.filter.focus();
  }

  announce(text: string): void {
    this.announcer.announce(text);
  }

  render(): void {
    const { strings, empty, onRender } = this.options;
    this.table.render();
    const { all, shown } = this.table.counts;
    const count = fill(strings.countShown, this.numbers.whole(shown), this.numbers.whole(all));
    const nothing = all === 0 ? empty : undefined;
    const changed = this.count.textContent !== count;
    this.count.textContent = count;
    this.clear.hidden = this.state.filter === '';
    this.toolbar.hidden = nothing !== undefined;
    if (nothing) this.put(notice(nothing));
    else if (shown === 0) this.put(this.withoutHits());
    else this.put(this.table.element);
    if (changed) this.announcer.announce(nothing ? nothing.title : count);
    onRender?.();
  }

  private withoutHits(): HTMLElement {
    const { strings } = this.options;
    return notice({
      title: strings.filteredTitle,
      text: fill(strings.filteredText, this.state.filter),
      action: strings.clearFilter,
      onAction: () => this.clearFilter(),
    });
  }

  private sorted(sort: Sort<Column>): void {
    this.save({ ...this.state, sort });
    this.options.onSort?.();
    this.render();
  }

  private setFilter(filter: string): void {
    this.save({ ...this.state, filter });
    this.table.filter(filter);
    this.render();
  }

  private clearFilter(): void {
    this.filterBy('');
    // The button that was pressed is gone now: the focus goes where the filter is written.
    this.filter.focus();
  }

  private save(state: TableState<Column>): void {
    this.state = state;
    this.options.saveState(state);
  }

  /** Leaves what is there in its place: taking it out and in again would lose the focus and the scroll position. */
  private put(content: HTMLElement): void {
    if (this.place.firstChild !== content) this.place.replaceChildren(content);
  }
}

/** Whether kept state has the form of a table's; an earlier version of the page may have kept something else. */
export function isTableState<Column extends string>(value: unknown): value is TableState<Column> {
  return typeof value === 'object' && value !== null && 'filter' in value && 'sort' in value;
}
