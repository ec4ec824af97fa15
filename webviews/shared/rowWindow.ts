/** Rows from `start` up to, not including, `end`. */
export interface RowWindow {
  readonly start: number;
  readonly end: number;
}

/** Rows kept above and below what is visible, so that scrolling meets rows that are there already. */
const MARGIN = 100;

/**
 * Which rows of a long table are put on the page; the others are replaced by empty space of their height.
 * @param scrollTop Pixels scrolled away above.
 * @param viewHeight Height of the visible part in pixels.
 * @param rowHeight Height of a row in pixels; 0 while nothing has been measured.
 * @param count Rows in all.
 */
export function rowWindow(scrollTop: number, viewHeight: number, rowHeight: number, count: number): RowWindow {
  if (rowHeight <= 0) {
    return { start: 0, end: Math.min(count, MARGIN) };
  }
  const first = Math.floor(scrollTop / rowHeight);
  const last = Math.ceil((scrollTop + viewHeight) / rowHeight);
  // Even, so that the striping of the rows does not flicker while scrolling.
  const start = 2 * Math.floor(Math.max(0, first - MARGIN) / 2);
  return { start: Math.min(start, count), end: Math.min(count, last + MARGIN) };
}

/** Whether what is visible has come near an edge of the window that is on the page. */
export function isStale(shown: RowWindow, wanted: RowWindow): boolean {
  return Math.abs(shown.start - wanted.start) > MARGIN / 2 || Math.abs(shown.end - wanted.end) > MARGIN / 2;
}
