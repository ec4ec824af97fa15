import { element } from './dom';

export interface PlainColumn {
  readonly label: string;
  readonly numeric?: boolean;
}

/** A small table that is all on the page. The first cell of each row is its header. */
export function plainTable(
  label: string,
  columns: readonly PlainColumn[],
  rows: readonly (readonly (string | HTMLElement)[])[],
): HTMLElement {
  const numeric = (index: number): string | undefined => (columns[index]?.numeric ? 'numeric' : undefined);
  return element(
    'div',
    { class: 'plain-table', role: 'region', tabindex: 0, 'aria-label': label },
    element(
      'table',
      {},
      element('caption', { class: 'visually-hidden' }, label),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...columns.map((column, index) => element('th', { scope: 'col', class: numeric(index) }, column.label)),
        ),
      ),
      element(
        'tbody',
        {},
        ...rows.map((row) =>
          element(
            'tr',
            {},
            ...row.map((cell, index) =>
              index === 0 ? element('th', { scope: 'row' }, cell) : element('td', { class: numeric(index) }, cell),
            ),
          ),
        ),
      ),
    ),
  );
}
