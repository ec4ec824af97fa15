import { Announcer } from '../shared/announcer';
import { button, element, fill } from '../shared/dom';
import { notice } from '../shared/notice';
import { NumberTexts } from '../shared/numbers';
import { SortableTable } from '../shared/sortableTable';
import { modelColumns, rank } from './columns';
import { openLicence } from './licenceDialog';
import { ModelTexts } from './modelTexts';
import type {
  ModelColumn,
  ModelRow,
  ModelsMessageToExtension,
  ModelsPageState,
  ModelsStrings,
  ShownLicence,
} from './protocol';

const IN_USE_FIRST: ModelsPageState['sort'] = { column: 'state', direction: 'ascending' };
/** Least milliseconds between two spoken reports of progress. */
const ANNOUNCE_MS = 5000;

export interface ModelsViewOptions {
  readonly strings: ModelsStrings;
  readonly locale: string;
  /** What an earlier life of the page kept. */
  readonly state: ModelsPageState | undefined;
  readonly send: (message: ModelsMessageToExtension) => void;
  readonly saveState: (state: ModelsPageState) => void;
}

/** Filter, table, and what stands in the table's place when there is nothing to show. */
export class ModelsView {
  readonly element = element('main');
  private readonly texts: ModelTexts;
  private readonly announcer = new Announcer(ANNOUNCE_MS);
  private readonly table: SortableTable<ModelRow, ModelColumn>;
  private readonly place = element('div', { class: 'place' });
  private readonly hints = element('div', { class: 'hints' });
  private readonly count = element('span', { class: 'count' });
  private readonly clear: HTMLButtonElement;
  private readonly filter: HTMLInputElement;
  private readonly rows = new Map<string, ModelRow>();
  private readonly elements = new Map<string, HTMLTableRowElement>();
  /** Places in the order by state as they were when it was last sorted: what was pressed must not run away. */
  private readonly ranks = new Map<string, number>();
  private state: ModelsPageState;
  private localOnly = false;
  private frame: number | undefined;

  constructor(private readonly options: ModelsViewOptions) {
    const { strings, locale, send } = options;
    this.texts = new ModelTexts(strings, locale);
    this.state = options.state ?? { filter: '', sort: IN_USE_FIRST };
    this.table = new SortableTable({
      label: strings.table,
      columns: modelColumns(
        this.texts,
        (act, model) => send({ type: 'act', act, model }),
        (row) => this.rankOf(row),
      ),
      id: (row) => row.id,
      alsoSearched: (row) => row.id,
      sort: this.state.sort,
      defaultSort: IN_USE_FIRST,
      locale,
      onSort: (sort) => {
        this.save({ ...this.state, sort });
        this.ranks.clear();
        this.render();
      },
      onRow: (made, row) => this.elements.set(row.id, made),
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
    const toolbar = element(
      'div',
      { class: 'toolbar' },
      element('label', { for: 'filter' }, strings.filter),
      this.filter,
      this.count,
      this.clear,
      element('span', { class: 'gap' }),
      button(strings.addFolder, () => send({ type: 'addFolder' }), { class: 'secondary' }),
      button(strings.refresh, () => send({ type: 'refresh' }), { class: 'secondary' }),
    );
    this.table.filter(this.state.filter);
    this.element.append(element('h1', {}, strings.title), this.hints, toolbar, this.place, this.announcer.element);
  }

  /** All models there are. */
  replace(models: readonly ModelRow[], localOnly: boolean): void {
    const gone = [...this.rows.keys()].filter((id) => !models.some((row) => row.id === id));
    for (const id of gone) {
      this.rows.delete(id);
      this.elements.delete(id);
    }
    this.table.remove(gone);
    this.localOnly = localOnly;
    this.update(models);
  }

  /** Changes rows; the page follows with the next frame, however many changes come before it. */
  update(models: readonly ModelRow[]): void {
    for (const row of models) {
      const spoken = this.texts.spoken(row, this.rows.get(row.id));
      if (spoken !== undefined) this.announcer.announce(spoken);
      this.rows.set(row.id, row);
    }
    this.table.upsert(models);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.render();
    });
  }

  /** Brings a model into view and puts the focus on its main button. */
  reveal(model: string): void {
    if (!this.table.shownIds.includes(model)) this.setFilter('');
    this.filter.value = this.state.filter;
    this.render();
    const row = this.elements.get(model);
    row?.scrollIntoView({ block: 'center' });
    row?.querySelector<HTMLButtonElement>('.acts button')?.focus({ preventScroll: true });
  }

  showLicence(licence: ShownLicence): void {
    const { strings, send } = this.options;
    document.querySelector('dialog')?.remove();
    openLicence(licence, strings, () =>
      send({ type: 'acceptLicence', model: licence.model, textSha256: licence.textSha256 }),
    );
  }

  private rankOf(row: ModelRow): number {
    const known = this.ranks.get(row.id) ?? rank(row);
    this.ranks.set(row.id, known);
    return known;
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

  private save(state: ModelsPageState): void {
    this.state = state;
    this.options.saveState(state);
  }

  private render(): void {
    const { strings, locale } = this.options;
    this.table.render();
    const { all, shown } = this.table.counts;
    const numbers = new NumberTexts(locale);
    const count = fill(strings.countShown, numbers.whole(shown), numbers.whole(all));
    if (this.count.textContent !== count) {
      this.count.textContent = count;
      this.announcer.announce(count);
    }
    this.clear.hidden = this.state.filter === '';
    this.renderHints();
    if (shown === 0) {
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
  }

  /** What is to be known before choosing. Made anew only when it says something else: its button may have the focus. */
  private renderHints(): void {
    const { strings } = this.options;
    const rows = [...this.rows.values()];
    const onlyEmbedded = rows.every(({ id, state }) => id === 'embedded' || state === 'available');
    const wanted = [...(this.localOnly ? ['local'] : []), ...(onlyEmbedded ? ['embedded'] : [])].join(' ');
    if (this.hints.dataset.shown === wanted) return;
    this.hints.dataset.shown = wanted;
    const hint = (title: string | undefined, text: string, ...acts: readonly HTMLButtonElement[]): HTMLElement =>
      element(
        'section',
        { class: 'hint' },
        element('div', {}, ...(title === undefined ? [] : [element('h2', {}, title)]), element('p', {}, text)),
        ...acts,
      );
    const embedded = (): HTMLElement =>
      hint(
        strings.onlyEmbeddedTitle,
        strings.onlyEmbeddedText,
        button(strings.onlyEmbeddedAction, () => {
          this.filter.value = strings.verdicts.fits;
          this.setFilter(strings.verdicts.fits);
          this.filter.focus();
        }),
      );
    this.hints.replaceChildren(
      ...(this.localOnly ? [hint(undefined, strings.localOnly)] : []),
      ...(onlyEmbedded ? [embedded()] : []),
    );
  }

  /** Leaves what is there in its place: taking it out and in again would lose the focus and the scroll position. */
  private put(content: HTMLElement): void {
    if (this.place.firstChild !== content) {
      this.place.replaceChildren(content);
    }
  }
}
