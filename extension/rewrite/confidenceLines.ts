import type { LineSource } from '../infill/context/lineSource';

/** Lines whose tokens are looked at, both included, 0-based. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The lines around the cursor, as many on either side as fit.
 * @param visible what the editor shows: nobody looks at the rest
 * @param budget UTF-16 units; the cursor's line is taken in any case
 */
export function linesAround(source: LineSource, cursor: number, visible: LineRange, budget: number): LineRange {
  let first = cursor;
  let last = cursor;
  let left = budget - source.line(cursor).length;
  for (;;) {
    const up = first > visible.first ? source.line(first - 1).length + 1 : Infinity;
    const down = last < visible.last ? source.line(last + 1).length + 1 : Infinity;
    // The nearer side first, so that both grow alike.
    const upwards = up <= left && (cursor - first <= last - cursor || down > left);
    if (upwards) {
      first -= 1;
      left -= up;
    } else if (down <= left) {
      last += 1;
      left -= down;
    } else return { first, last };
  }
}
