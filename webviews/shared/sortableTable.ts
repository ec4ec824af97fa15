import { element } from './dom';
import type { Sort } from './protocol';
import { rovingFocus } from './rovingFocus';
import { isStale, rowWindow, type RowWindow } from './rowWindow';

export interface TableColumn<Row, Column extends string> {
  readonly id: Column;
  readonly label: string;
  /** What is sorted by; undefined comes last in both directions. */
  readonly value: (row: Row) => string | number | undefined;
  /** What the cell shows, and what the filter finds. */
  readonly text: (row: Row) => string;
  /**
   * Puts more than text into the cell: called when the row changed, so that what is in the cell already can stay and keep
   * the focus.
   */
  readonly content?: (cell: HTMLTableCellElement, row: Row) => void;
  /** Numbers stand at the right. */
  readonly numeric?: boolean;
  /** A class for the cell, e.g. for a colour that repeats what the text says. */
  readonly cellClass?: (row: Row) => string;
}

export interface TableOptions<Row, Column extends string> {
  readonly label: string;
  readonly columns: readonly TableColumn<Row, Column>[];
  readonly id: (row: Row) => string;
  /** What the filter finds in a row beside the texts of its cells. */
  readonly alsoSearched: (row: Row) => string;
  readonly sort: Sort<Column>;
  /** The order to which the third press on a header returns. */
  readonly defaultSort: Sort<Column>;
  readonly locale: string;
  readonly onSort: (sort: Sort<Column>) => void;
  /** Called with a row's element when it is made. */
  readonly onRow?: (element: HTMLTableRowElement, row: Row) => void;
}

interface TableRow<Row> {
  row: Row;
  /** What the filter looks at, in lower case; made when a filter first asks. */
  searched: string | undefined;
  /** Made when the row is first on the page, then kept. */
  element: HTMLTableRowElement | undefined;
}

/**
 * A real table with sortable columns, a text filter and live rows. Of a long table only the rows near the visible part
 * are on the page; `aria-rowcount` and `aria-rowindex` tell the rest.
 */
export class SortableTable<Row, Column extends string> {
  /** A region that scrolls, by keyboard too. */
  readonly element: HTMLElement;
  private readonly rows = new Map<string, TableRow<Row>>();
  private readonly table: HTMLTableElement;
  private readonly body = element('tbody', { role: 'rowgroup' });
  private readonly above = element('tr', { class: 'space', 'aria-hidden': 'true' }, element('td'));
  private readonly below = element('tr', { class: 'space', 'aria-hidden': 'true' }, element('td'));
  private readonly headers = new Map<Column, HTMLTableCellElement>();
  private readonly collator: Intl.Collator;
  private sort: Sort<Column>;
  private words: readonly string[] = [];
  private shown: readonly TableRow<Row>[] = [];
  private window: RowWindow = { start: 0, end: 0 };
  private rowHeight = 0;

  constructor(private readonly options: TableOptions<Row, Column>) {
    this.sort = options.sort;
    this.collator = new Intl.Collator(options.locale, { numeric: true });
    // The roles are those that the elements have anyway, and lose where a page lays them out as cards.
    this.table = element(
      'table',
      { role: 'table' },
      element('caption', { class: 'visually-hidden' }, options.label),
      element('colgroup', {}, ...options.columns.map((column) => element('col', { class: `column-${column.id}` }))),
      this.header(),
      this.body,
    );
    this.element = element(
      'div',
      { class: 'table-region', role: 'region', tabindex: 0, 'aria-label': options.label },
      this.table,
    );
    this.element.addEventListener('scroll', () => this.followScroll(), { passive: true });
    // Also when it comes on the page, where rows have a height for the first time.
    new ResizeObserver(() => this.renderWindow()).observe(this.element);
    this.markSort();
  }

  /** Number of rows, and how many of them the filter lets through. */
  get counts(): { readonly all: number; readonly shown: number } {
    return { all: this.rows.size, shown: this.shown.length };
  }

  /** Ids of the rows that are shown, in their order. */
  get shownIds(): readonly string[] {
    return this.shown.map(({ row }) => this.options.id(row));
  }

  /** Adds rows, and changes those whose id is known. Call `render` afterwards. */
  upsert(rows: readonly Row[]): void {
    for (const row of rows) {
      const id = this.options.id(row);
      const known = this.rows.get(id);
      if (known) {
        known.row = row;
        known.searched = undefined;
        this.fill(known);
      } else {
        this.rows.set(id, { row, searched: undefined, element: undefined });
      }
    }
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      this.rows.delete(id);
    }
  }

  /** Shows only rows in whose texts every word of the filter occurs. Call `render` afterwards. */
  filter(text: string): void {
    this.words = text.toLocaleLowerCase(this.options.locale).split(/\s+/).filter(Boolean);
  }

  /** Brings the rows on the page, sorted and filtered. */
  render(): void {
    const column = this.options.columns.find(({ id }) => id === this.sort.column);
    const passing = [...this.rows.values()].filter((row) => this.passes(row));
    if (column) {
      const sign = this.sort.direction === 'ascending' ? 1 : -1;
      passing.sort((left, right) => this.compare(column.value(left.row), column.value(right.row), sign));
    }
    this.shown = passing;
    this.table.setAttribute('aria-rowcount', String(passing.length + 1));
    this.renderWindow();
  }

  private passes(row: TableRow<Row>): boolean {
    if (this.words.length === 0) {
      return true;
    }
    const { columns, alsoSearched, locale } = this.options;
    const searched = (row.searched ??= [...columns.map((column) => column.text(row.row)), alsoSearched(row.row)]
      .join('\n')
      .toLocaleLowerCase(locale));
    return this.words.every((word) => searched.includes(word));
  }

  private wantedWindow(): RowWindow {
    return rowWindow(this.element.scrollTop, this.element.clientHeight, this.rowHeight, this.shown.length);
  }

  private followScroll(): void {
    if (isStale(this.window, this.wantedWindow())) {
      this.renderWindow();
    }
  }

  private renderWindow(): void {
    this.window = this.wantedWindow();
    const { start, end } = this.window;
    const rows = this.shown.slice(start, end).map((row, offset) => {
      const made = (row.element ??= this.newElement(row));
      // The header is the first row.
      made.setAttribute('aria-rowindex', String(start + offset + 2));
      return made;
    });
    this.space(this.above, start);
    this.space(this.below, this.shown.length - end);
    this.place([this.above, ...rows, this.below]);
    this.measure(rows[0]);
  }

  /** Leaves rows that stand where they should: taking them out and in again takes time, and the focus from their buttons. */
  private place(rows: readonly HTMLTableRowElement[]): void {
    const { body } = this;
    if (body.childElementCount === rows.length && rows.every((row, index) => row === body.children[index])) {
      return;
    }
    const focused = document.activeElement;
    body.replaceChildren(...rows);
    if (focused instanceof HTMLElement && focused !== document.activeElement && body.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
  }

  /** Learns the height of a row, which changes with the zoom and the font, and starts again when it did. */
  private measure(row: HTMLTableRowElement | undefined): void {
    const height = row?.getBoundingClientRect().height ?? 0;
    if (height > 0 && Math.abs(height - this.rowHeight) > 0.01) {
      this.rowHeight = height;
      this.renderWindow();
    }
  }

  private space(row: HTMLTableRowElement, rows: number): void {
    row.hidden = rows === 0;
    row.style.height = `${rows * this.rowHeight}px`;
  }

  private header(): HTMLTableSectionElement {
    const row = element('tr', { role: 'row' });
    const buttons = this.options.columns.map((column) => {
      const control = element(
        'button',
        { type: 'button' },
        column.label,
        element('span', { class: 'sort-mark', 'aria-hidden': 'true' }),
      );
      control.addEventListener('click', () => this.press(column.id));
      const header = element(
        'th',
        { scope: 'col', role: 'columnheader', class: column.numeric ? 'numeric' : undefined },
        control,
      );
      this.headers.set(column.id, header);
      row.append(header);
      return control;
    });
    rovingFocus(row, buttons);
    return element('thead', { role: 'rowgroup' }, row);
  }

  /** First press sorts upwards, the second downwards, the third returns to the usual order. */
  private press(column: Column): void {
    const { defaultSort } = this.options;
    if (this.sort.column !== column) {
      this.sort = { column, direction: 'ascending' };
    } else if (this.sort.direction === 'ascending') {
      this.sort = { column, direction: 'descending' };
    } else {
      // The usual order's own column would otherwise never be sorted upwards.
      this.sort = defaultSort.column === column ? { column, direction: 'ascending' } : defaultSort;
    }
    this.markSort();
    this.render();
    this.options.onSort(this.sort);
  }

  private markSort(): void {
    for (const [id, header] of this.headers) {
      header.setAttribute('aria-sort', id === this.sort.column ? this.sort.direction : 'none');
    }
  }

  private compare(left: string | number | undefined, right: string | number | undefined, sign: number): number {
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    if (typeof left === 'number' && typeof right === 'number') {
      return sign * (left - right);
    }
    return sign * this.collator.compare(String(left), String(right));
  }

  private newElement(row: TableRow<Row>): HTMLTableRowElement {
    // The label is for pages that show a row as a card where there is no room for columns.
    const cells = this.options.columns.map((column) =>
      element('td', {
        role: 'cell',
        class: column.numeric ? 'numeric' : undefined,
        'data-label': column.label,
      }),
    );
    row.element = element('tr', { role: 'row' }, ...cells);
    this.options.onRow?.(row.element, row.row);
    this.fill(row);
    return row.element;
  }

  private fill(row: TableRow<Row>): void {
    const cells = row.element?.cells;
    if (!cells) {
      return;
    }
    this.options.columns.forEach((column, index) => {
      const cell = cells.item(index);
      if (cell && column.content) {
        column.content(cell, row.row);
        return;
      }
      const text = column.text(row.row);
      if (cell && cell.textContent !== text) {
        cell.textContent = text;
        // What the column is too narrow for can be read in a tooltip.
        cell.title = text;
        if (column.cellClass) {
          cell.className = column.cellClass(row.row);
        }
      }
    });
  }
}
