import type { TraceRun } from '../../runtime/agent/protocol';
import { button, element, fill } from '../shared/dom';
import { FilteredTable } from '../shared/filteredTable';
import type { MoneyTexts } from '../shared/moneyTexts';
import type { TableState } from '../shared/protocol';
import type { TableColumn } from '../shared/sortableTable';
import type { RunColumn, TraceStrings } from './protocol';
import { durationOf, statusText, tokensOf } from './traceTexts';

/** Least milliseconds between two spoken counts. */
const announceMs = 3000;
const newestFirst: TableState<RunColumn>['sort'] = { column: 'time', direction: 'descending' };

export interface RunsTableOptions {
  readonly strings: TraceStrings;
  readonly money: MoneyTexts;
  readonly locale: string;
  readonly state: TableState<RunColumn> | undefined;
  readonly saveState: (state: TableState<RunColumn>) => void;
  readonly open: (run: string) => void;
  readonly older: (before: number) => void;
  readonly ask: () => void;
  /** Stand at the end of the toolbar. */
  readonly tools: readonly HTMLElement[];
}

/** Runs as rows; behind a row's time is everything about it. */
export class RunsTable {
  readonly element: HTMLElement;
  private readonly table: FilteredTable<TraceRun, RunColumn>;
  private readonly runs = new Map<string, TraceRun>();
  private readonly olderButton: HTMLButtonElement;

  constructor(private readonly options: RunsTableOptions) {
    const { strings, locale, state, saveState } = options;
    this.olderButton = button(strings.older, () => this.askOlder(), { class: 'secondary' });
    this.olderButton.hidden = true;
    this.table = new FilteredTable({
      ...{ strings, locale, state, saveState },
      label: strings.runsTable,
      columns: this.columns(),
      id: ({ id }) => id,
      alsoSearched: ({ problem }) => problem ?? '',
      defaultSort: newestFirst,
      tools: [this.olderButton, ...options.tools],
      empty: {
        title: strings.emptyTitle,
        text: strings.emptyText,
        action: strings.acts.ask,
        onAction: options.ask,
      },
      announceMs,
    });
    this.element = element('section', { class: 'runs', 'aria-label': strings.runsTable }, ...this.table.parts);
  }

  /** Ids of the runs that are shown, in their order. */
  get shownIds(): readonly string[] {
    return this.table.shownIds;
  }

  get all(): readonly TraceRun[] {
    return [...this.runs.values()];
  }

  update(runs: readonly TraceRun[], older: boolean): void {
    const removed = [...this.runs.keys()].filter((id) => !runs.some((run) => run.id === id));
    for (const id of removed) this.runs.delete(id);
    for (const run of runs) this.runs.set(run.id, run);
    this.olderButton.hidden = !older;
    this.olderButton.disabled = false;
    this.table.update(runs, removed);
  }

  /** Puts the focus on the link of a run, or on the filter. */
  focus(run: string | undefined): void {
    const links = [...this.element.querySelectorAll<HTMLElement>('[data-run]')];
    const link = links.find(({ dataset }) => dataset.run === run);
    if (link) link.focus();
    else this.table.focusFilter();
  }

  /** A row's cell is used again for another run: the button knows its run by its mark. */
  private link(): HTMLButtonElement {
    const link = button('', () => this.options.open(link.dataset.run ?? ''), { class: 'link' });
    return link;
  }

  private askOlder(): void {
    this.olderButton.disabled = true;
    this.options.older(this.all.reduce((least, { started }) => Math.min(least, started), Infinity));
  }

  private columns(): readonly TableColumn<TraceRun, RunColumn>[] {
    const { strings, money } = this.options;
    const label = strings.columns;
    const number = (
      id: RunColumn,
      value: (run: TraceRun) => number,
      text: (value: number) => string,
    ): TableColumn<TraceRun, RunColumn> => ({
      ...{ id, label: label[id], value, numeric: true },
      text: (run) => text(value(run)),
    });
    return [
      {
        id: 'time',
        label: label.time,
        value: ({ started }) => started,
        text: ({ started }) => money.time(started),
        content: (cell, { id, started }) => {
          const time = money.time(started);
          const link = cell.querySelector('button') ?? cell.appendChild(this.link());
          link.dataset.run = id;
          if (link.textContent === time) return;
          link.textContent = time;
          link.setAttribute('aria-label', fill(strings.openRun, time));
        },
      },
      { id: 'title', label: label.title, value: ({ title }) => title, text: ({ title }) => title },
      {
        id: 'status',
        label: label.status,
        value: ({ status }) => strings.statuses[status],
        text: ({ status }) => statusText(status, strings),
      },
      { id: 'model', label: label.model, value: ({ model }) => model, text: ({ model }) => model },
      number(
        'calls',
        ({ totals }) => totals.modelCalls + totals.toolCalls,
        (value) => money.whole(value),
      ),
      number('tokens', tokensOf, (value) => money.whole(value)),
      number(
        'cost',
        ({ totals }) => totals.cost,
        (value) => money.dollars(value),
      ),
      number('duration', durationOf, (value) => money.milliseconds(value)),
    ];
  }
}
