import type { LinePosition } from './context/lineSource';

/**
 * Where a suggestion is to be made. With an item selected in the suggest widget that is after the item, as if it had been
 * accepted: VS Code shows a suggestion then only if its text goes on from the item's and replaces the same range.
 */
export interface Spot {
  /** First replaced position: the cursor, or where the selected item begins. */
  readonly start: LinePosition;
  /** Text of the selected item, LF line ends; '' without one. */
  readonly selected: string;
  /** Where the text after the suggestion begins. */
  readonly end: LinePosition;
}

/** `vscode.SelectedCompletionInfo`. */
export interface SelectedItem {
  readonly range: { readonly start: LinePosition; readonly end: LinePosition };
  readonly text: string;
}

export function spotOf(cursor: LinePosition, item: SelectedItem | undefined): Spot {
  if (!item) return { start: cursor, selected: '', end: cursor };
  const { start, end } = item.range;
  // An item that replaces the word around the cursor ends after the cursor.
  const after = end.line === cursor.line && end.character > cursor.character ? end : cursor;
  return { start, selected: toLf(item.text), end: after };
}

export function toLf(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
