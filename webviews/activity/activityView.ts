import { button, element } from '../shared/dom';
import { FilteredTable } from '../shared/filteredTable';
import { activityColumns, type ActivityColumn } from './columns';
import { figures } from './figures';
import type {
  ActivityEntry,
  ActivityMessageToExtension,
  ActivityPageState,
  ActivityStrings,
  ActivitySummary,
} from './protocol';

/** Least milliseconds between two spoken counts. */
const ANNOUNCE_MS = 2000;

export interface ActivityViewOptions {
  readonly strings: ActivityStrings;
  readonly locale: string;
  /** What an earlier life of the page kept. */
  readonly state: ActivityPageState | undefined;
  readonly send: (message: ActivityMessageToExtension) => void;
  readonly saveState: (state: ActivityPageState) => void;
}

/** Figures, and the table of suggestions under its toolbar. */
export class ActivityView {
  readonly element = element('main');
  private readonly table: FilteredTable<ActivityEntry, ActivityColumn>;
  private readonly head = element('div');

  constructor(private readonly options: ActivityViewOptions) {
    const { strings, locale, state, send, saveState } = options;
    this.table = new FilteredTable({
      ...{ strings, locale, state, saveState },
      label: strings.table,
      columns: activityColumns(strings, locale),
      id: (entry) => entry.id,
      alsoSearched: (entry) => entry.model,
      defaultSort: { column: 'time', direction: 'descending' },
      tools: [
        button(strings.exportJson, () => this.export('json'), { class: 'secondary' }),
        button(strings.exportCsv, () => this.export('csv'), { class: 'secondary' }),
      ],
      empty: {
        title: strings.emptyTitle,
        text: strings.emptyText,
        action: strings.emptyAction,
        onAction: () => send({ type: 'tryInfill' }),
      },
      announceMs: ANNOUNCE_MS,
      onRender: () => {
        this.head.hidden = this.table.counts.all === 0;
      },
    });
    this.element.append(element('h1', {}, strings.title), this.head, ...this.table.parts);
  }

  /** Changes rows and figures; the page follows with the next frame, however many changes come before it. */
  update(entries: readonly ActivityEntry[], removed: readonly string[], summary: ActivitySummary): void {
    this.head.replaceChildren(figures(summary, this.options.strings, this.options.locale));
    this.table.update(entries, removed);
  }

  private export(format: 'json' | 'csv'): void {
    this.options.send({ type: 'export', format, ids: this.table.shownIds });
  }
}
