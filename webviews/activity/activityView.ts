import { Announcer } from '../shared/announcer';
import { button, element, fill } from '../shared/dom';
import { notice } from '../shared/notice';
import { SortableTable } from '../shared/sortableTable';
import { activityColumns, type ActivityColumn } from './columns';
import { figures } from './figures';
import type {
  ActivityEntry,
  ActivityMessageToExtension,
  ActivityPageState,
  ActivityStrings,
  ActivitySummary,
} from './protocol';

const NEWEST_FIRST: ActivityPageState['sort'] = { column: 'time', direction: 'descending' };

export interface ActivityViewOptions {
  readonly strings: ActivityStrings;
  readonly locale: string;
  /** What an earlier life of the page kept. */
  readonly state: ActivityPageState | undefined;
  readonly send: (message: ActivityMessageToExtension) => void;
  readonly saveState: (state: ActivityPageState) => void;
}

/** Figures, filter, table, and what stands in the table's place when there is nothing to show. */
export class ActivityView {
  readonly element = element('main');
  private readonly announcer = new Announcer(2000);
  private readonly table: SortableTable<ActivityEntry, ActivityColumn>;
  private readonly head = element('div');
  private readonly toolbar: HTMLElement;
  private readonly place = element('div', { class: 'place' });
  private readonly count = element('span', { class: 'count' });
  private readonly clear: HTMLButtonElement;
  private readonly filter: HTMLInputElement;
  private state: ActivityPageState;
  private frame: number | undefined;

  constructor(private readonly options: ActivityViewOptions) {
    const { strings, locale } = options;
    this.state = options.state ?? { filter: '', sort: NEWEST_FIRST };
    this.table = new SortableTable({
      label: strings.table,
      columns: activityColumns(strings, locale),
      id: (entry) => entry.id,
      alsoSearched: (entry) => entry.model,
      sort: this.state.sort,
      defaultSort: NEWEST_FIRST,
      locale,
      onSort: (sort) => this.save({ ...this.state, sort }),
    });
    this.filter = element('input', {
      type: 'search',
      id: 'filter',
      spellcheck: 'false',
      placeholder: strings.filterPlaceholder,
      value: this.state.filter,
    });
    this.filter.addEventListener('input', () => this.setFilter(this.filter.value));
    this.clear = button(strings.clearFilter, () => this.clearFilter(), { class: 'secondary' });
    this.toolbar = element(
      'div',
      { class: 'toolbar' },
      element('label', { for: 'filter' }, strings.filter),
      this.filter,
      this.count,
      this.clear,
      element('span', { class: 'gap' }),
      button(strings.exportJson, () => this.export('json'), { class: 'secondary' }),
      button(strings.exportCsv, () => this.export('csv'), { class: 'secondary' }),
    );
    this.table.filter(this.state.filter);
    this.element.append(element('h1', {}, strings.title), this.head, this.toolbar, this.place, this.announcer.element);
  }

  /** Changes rows and figures; the page follows with the next frame, however many changes come before it. */
  update(entries: readonly ActivityEntry[], removed: readonly string[], summary: ActivitySummary): void {
    this.table.remove(removed);
    this.table.upsert(entries);
    this.head.replaceChildren(figures(summary, this.options.strings, this.options.locale));
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.render();
    });
  }

  private setFilter(filter: string): void {
    this.save({ ...this.state, filter });
    this.table.filter(filter);
    this.render();
  }

  private clearFilter(): void {
    this.filter.value = '';
    this.setFilter('');
    // The button that was pressed is gone now: the focus goes where the filter is written.
    this.filter.focus();
  }

  private export(format: 'json' | 'csv'): void {
    this.options.send({ type: 'export', format, ids: this.table.shownIds });
  }

  private save(state: ActivityPageState): void {
    this.state = state;
    this.options.saveState(state);
  }

  private render(): void {
    const { strings, locale, send } = this.options;
    this.table.render();
    const { all, shown } = this.table.counts;
    const whole = new Intl.NumberFormat(locale);
    const count = fill(strings.countShown, whole.format(shown), whole.format(all));
    this.count.textContent = count;
    this.clear.hidden = this.state.filter === '';
    this.toolbar.hidden = all === 0;
    this.head.hidden = all === 0;
    if (all === 0) {
      this.put(
        notice({
          title: strings.emptyTitle,
          text: strings.emptyText,
          action: strings.emptyAction,
          onAction: () => send({ type: 'tryInfill' }),
        }),
      );
    } else if (shown === 0) {
      this.put(
        notice({
          title: strings.filteredTitle,
          text: fill(strings.filteredText, this.state.filter),
          action: strings.clearFilter,
          onAction: () => this.clearFilter(),
        }),
      );
    } else {
      this.put(this.table.element);
    }
    this.announcer.announce(all === 0 ? strings.emptyTitle : count);
  }

  /** Leaves what is there in its place: taking it out and in again would lose the focus and the scroll position. */
  private put(content: HTMLElement): void {
    if (this.place.firstChild !== content) {
      this.place.replaceChildren(content);
    }
  }
}
