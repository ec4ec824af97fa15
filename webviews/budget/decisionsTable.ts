import type { DecisionRecord } from '../../runtime/gateway/protocol';
import { button, element, fill } from '../shared/dom';
import { FilteredTable } from '../shared/filteredTable';
import type { TableState } from '../shared/protocol';
import type { TableColumn } from '../shared/sortableTable';
import { DecisionDetail } from './decisionDetail';
import { answeringModel, chosenCandidate, costOf, resultOf, signOf } from './decisionFacts';
import type { MoneyTexts } from '../shared/moneyTexts';
import type { BudgetStrings, DecisionColumn } from './protocol';

const newestFirst: TableState<DecisionColumn>['sort'] = { column: 'time', direction: 'descending' };
/** Least milliseconds between two spoken counts. */
const announceMs = 3000;

export interface DecisionsTableOptions {
  readonly strings: BudgetStrings;
  readonly money: MoneyTexts;
  readonly locale: string;
  readonly state: TableState<DecisionColumn> | undefined;
  readonly saveState: (state: TableState<DecisionColumn>) => void;
  /** Asks for decisions before the oldest that is there. */
  readonly onOlder: (before: number) => void;
}

/** Every decision as a row; behind a row's time is everything about it. */
export class DecisionsTable {
  readonly element: HTMLElement;
  private readonly table: FilteredTable<DecisionRecord, DecisionColumn>;
  private readonly records = new Map<string, DecisionRecord>();
  private readonly detail: DecisionDetail;
  private readonly olderButton: HTMLButtonElement;
  private shown: string | undefined;

  constructor(private readonly options: DecisionsTableOptions) {
    const { strings, locale, money } = options;
    this.detail = new DecisionDetail({ strings, money, step: (by) => this.step(by) });
    this.olderButton = button(strings.older, () => this.askOlder(), { class: 'secondary' });
    this.olderButton.hidden = true;
    this.table = new FilteredTable({
      ...{ strings, locale, state: options.state, saveState: options.saveState },
      label: strings.decisionsTable,
      columns: this.columns(),
      id: ({ decision }) => decision.id,
      alsoSearched: ({ decision }) => [decision.model, decision.then ?? ''].join(' '),
      defaultSort: newestFirst,
      tools: [this.olderButton],
      announceMs,
    });
    this.element = element(
      'section',
      { class: 'decisions', 'aria-labelledby': 'decisions-title' },
      element('h2', { id: 'decisions-title' }, strings.decisionsTitle),
      ...this.table.parts,
      this.detail.dialog,
    );
  }

  get size(): number {
    return this.records.size;
  }

  update(records: readonly DecisionRecord[], older: boolean): void {
    const reach = Math.min(...records.map(({ at }) => at));
    // Of news that reach less far back than what is there, nothing is learnt about what is older.
    if (!(reach > this.oldest)) this.olderButton.hidden = !older;
    for (const record of records) this.records.set(record.decision.id, record);
    this.olderButton.disabled = false;
    this.table.update(records);
    const open = this.shown === undefined ? undefined : records.find(({ decision }) => decision.id === this.shown);
    if (open && this.detail.open) this.show(open);
  }

  private askOlder(): void {
    this.olderButton.disabled = true;
    this.options.onOlder(this.oldest);
  }

  /** Infinity without a decision. */
  private get oldest(): number {
    return [...this.records.values()].reduce((least, { at }) => Math.min(least, at), Infinity);
  }

  private show(record: DecisionRecord): void {
    this.shown = record.decision.id;
    const ids = this.table.shownIds;
    const place = ids.indexOf(record.decision.id);
    this.detail.show(record, { before: place > 0, after: place >= 0 && place < ids.length - 1 });
  }

  private step(by: -1 | 1): void {
    const ids = this.table.shownIds;
    const next = this.records.get(ids[ids.indexOf(this.shown ?? '') + by] ?? '');
    if (next) this.show(next);
  }

  private columns(): readonly TableColumn<DecisionRecord, DecisionColumn>[] {
    const { strings, money } = this.options;
    const label = strings.columns;
    const purposes: Readonly<Record<string, string>> = strings.purposes;
    return [
      {
        id: 'time',
        label: label.time,
        value: ({ at }) => at,
        text: ({ at }) => money.time(at),
        content: (cell, record) => {
          const time = money.time(record.at);
          const link =
            cell.querySelector('button') ??
            cell.appendChild(
              button('', () => this.show(this.records.get(record.decision.id) ?? record), {
                class: 'link',
                'aria-haspopup': 'dialog',
              }),
            );
          if (link.textContent === time) return;
          link.textContent = time;
          link.setAttribute('aria-label', fill(strings.details, time));
        },
      },
      { id: 'model', label: label.model, value: answeringModel, text: answeringModel },
      { id: 'task', label: label.task, value: taskOf, text: taskOf },
      {
        id: 'purpose',
        label: label.purpose,
        value: ({ purpose }) => purpose,
        text: ({ purpose }) => purposes[purpose] ?? purpose,
      },
      {
        id: 'success',
        label: label.success,
        value: (record) => chosenCandidate(record)?.success,
        text: (record) => {
          const chosen = chosenCandidate(record);
          return chosen ? `${money.share(chosen.success)} ± ${money.share(chosen.deviation)}` : strings.none;
        },
        numeric: true,
      },
      { id: 'cost', label: label.cost, value: costOf, text: (record) => money.dollars(costOf(record)), numeric: true },
      {
        id: 'result',
        label: label.result,
        value: (record) => resultOf(record, strings),
        text: (record) => `${signOf(record)} ${resultOf(record, strings)}`,
      },
    ];
  }
}

function taskOf({ decision }: DecisionRecord): string {
  return decision.taskType;
}
