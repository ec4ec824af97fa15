import { button, element } from '../shared/dom';
import { FilteredTable } from '../shared/filteredTable';
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

/** Hints, and the table of models under its toolbar. */
export class ModelsView {
  readonly element = element('main');
  private readonly texts: ModelTexts;
  private readonly table: FilteredTable<ModelRow, ModelColumn>;
  private readonly hints = element('div', { class: 'hints' });
  private readonly rows = new Map<string, ModelRow>();
  private readonly elements = new Map<string, HTMLTableRowElement>();
  /** Places in the order by state as they were when it was last sorted: what was pressed must not run away. */
  private readonly ranks = new Map<string, number>();
  private localOnly = false;

  constructor(private readonly options: ModelsViewOptions) {
    const { strings, locale, state, send, saveState } = options;
    this.texts = new ModelTexts(strings, locale);
    this.table = new FilteredTable({
      ...{ strings, locale, state, saveState },
      label: strings.table,
      columns: modelColumns(
        this.texts,
        (act, model) => send({ type: 'act', act, model }),
        (row) => this.rankOf(row),
      ),
      id: (row) => row.id,
      alsoSearched: (row) => row.id,
      defaultSort: { column: 'state', direction: 'ascending' },
      tools: [
        button(strings.addFolder, () => send({ type: 'addFolder' }), { class: 'secondary' }),
        button(strings.refresh, () => send({ type: 'refresh' }), { class: 'secondary' }),
      ],
      announceMs: ANNOUNCE_MS,
      onSort: () => this.ranks.clear(),
      onRender: () => this.renderHints(),
      onRow: (made, row) => this.elements.set(row.id, made),
    });
    this.element.append(element('h1', {}, strings.title), this.hints, ...this.table.parts);
  }

  /** All models there are. */
  replace(models: readonly ModelRow[], localOnly: boolean): void {
    const gone = [...this.rows.keys()].filter((id) => !models.some((row) => row.id === id));
    for (const id of gone) {
      this.rows.delete(id);
      this.elements.delete(id);
    }
    this.localOnly = localOnly;
    this.update(models, gone);
  }

  /** Changes rows; the page follows with the next frame, however many changes come before it. */
  update(models: readonly ModelRow[], removed: readonly string[] = []): void {
    for (const row of models) {
      const spoken = this.texts.spoken(row, this.rows.get(row.id));
      if (spoken !== undefined) this.table.announce(spoken);
      this.rows.set(row.id, row);
    }
    this.table.update(models, removed);
  }

  /** Brings a model into view and puts the focus on its main button. */
  reveal(model: string): void {
    if (this.table.shownIds.includes(model)) this.table.render();
    else this.table.filterBy('');
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
          this.table.filterBy(strings.verdicts.fits);
          this.table.focusFilter();
        }),
      );
    this.hints.replaceChildren(
      ...(this.localOnly ? [hint(undefined, strings.localOnly)] : []),
      ...(onlyEmbedded ? [embedded()] : []),
    );
  }
}
