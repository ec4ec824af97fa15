import { button, element, fill } from '../../shared/dom';
import { FilteredTable } from '../../shared/filteredTable';
import { section, showProblem, type ViewParts } from '../parts';
import type { LocoStrings, Reject } from '../protocol';
import { categoryText } from '../scoreTexts';

type Column = keyof LocoStrings['setUp']['rejectColumns'];

interface Row extends Reject {
  readonly id: string;
}

/** Why candidates did not become scenarios: how many for which reason, and each of them. */
export class RejectLog {
  readonly element: HTMLElement;
  private readonly body = element('div', { class: 'reject-body' });
  private readonly close: HTMLButtonElement;

  constructor(
    private readonly parts: ViewParts,
    private readonly folder: string,
    name: string,
    onClose: () => void,
  ) {
    const { strings } = parts;
    this.close = button(strings.dismiss, onClose, { class: 'secondary' });
    this.element = section('rejects-title', fill(strings.setUp.rejectsTitle, name), this.close, this.body);
    this.element.classList.add('rejects');
    this.element.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') onClose();
    });
    void this.load();
  }

  focus(): void {
    this.close.focus();
  }

  private async load(): Promise<void> {
    const { strings, ask } = this.parts;
    this.body.replaceChildren(element('p', { class: 'detail' }, strings.waiting));
    try {
      this.show(await ask('listRejects', { folder: this.folder }));
    } catch (error) {
      showProblem(this.body, this.parts, strings.failedTitle, error, () => void this.load());
    }
  }

  private show(rejects: readonly Reject[]): void {
    const { strings, locale } = this.parts;
    const { setUp } = strings;
    if (rejects.length === 0) {
      this.body.replaceChildren(element('p', {}, setUp.rejectsNone));
      return;
    }
    const text: Readonly<Record<Column, (row: Row) => string>> = {
      category: (row) => categoryText(row.category, strings),
      kind: (row) => row.kind,
      subject: (row) => row.subject,
      reason: (row) => setUp.rejectReasons[row.reason],
      detail: (row) => row.detail,
    };
    const table = new FilteredTable<Row, Column>({
      label: setUp.rejectsTitle,
      columns: (Object.keys(text) as Column[]).map((id) => ({
        id,
        label: setUp.rejectColumns[id],
        value: text[id],
        text: text[id],
      })),
      id: (row) => row.id,
      alsoSearched: () => '',
      defaultSort: { column: 'reason', direction: 'ascending' },
      locale,
      strings: {
        filter: strings.samples.search,
        filterPlaceholder: setUp.rejectFilterPlaceholder,
        clearFilter: strings.samples.clear,
        countShown: setUp.rejectsShown,
        filteredTitle: strings.samples.emptyTitle,
        filteredText: '{0}',
      },
      state: undefined,
      saveState: () => undefined,
      tools: [],
      announceMs: 2000,
    });
    this.body.replaceChildren(this.histogram(rejects), ...table.parts);
    table.update(rejects.map((reject, index) => ({ ...reject, id: String(index) })));
  }

  /** A bar a reason, most frequent first: a list, so that it reads as well as it looks. */
  private histogram(rejects: readonly Reject[]): HTMLElement {
    const { strings, texts } = this.parts;
    const counts = new Map<Reject['reason'], number>();
    for (const { reason } of rejects) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    const sorted = [...counts].sort(([, left], [, right]) => right - left);
    const largest = sorted[0]?.[1] ?? 1;
    return element(
      'ul',
      { class: 'histogram', 'aria-label': strings.setUp.rejectsChart },
      ...sorted.map(([reason, count]) =>
        element(
          'li',
          {},
          element('span', { class: 'histogram-label' }, strings.setUp.rejectReasons[reason]),
          element('meter', { min: 0, max: largest, value: count, 'aria-hidden': 'true' }),
          element('span', { class: 'histogram-count' }, texts.whole(count)),
        ),
      ),
    );
  }
}
