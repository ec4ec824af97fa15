/** What the protocols of several pages have in common. Types only. */

export type SortDirection = 'ascending' | 'descending';

export interface Sort<Column extends string> {
  readonly column: Column;
  readonly direction: SortDirection;
}

/** What a page keeps of its table over a reload of its window, through getState and setState. */
export interface TableState<Column extends string> {
  readonly filter: string;
  readonly sort: Sort<Column>;
}
