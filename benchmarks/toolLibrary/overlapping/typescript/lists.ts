/** Different texts that are in both lists, in the order of the first. */
export function intersection(first: string[], second: string[]): string[] {
  const others = new Set(second);
  return [...new Set(first)].filter((each) => others.has(each));
}

/** Texts of the first list that are not in the second. */
export function difference(first: string[], second: string[]): string[] {
  const others = new Set(second);
  return first.filter((each) => !others.has(each));
}

/** Pieces of a list, so many values each. */
export function chunked(values: number[], size: number): number[][] {
  if (!Number.isInteger(size) || size < 1) throw new RangeError('size is a whole number above 0');
  const pieces: number[][] = [];
  for (let at = 0; at < values.length; at += size) pieces.push(values.slice(at, at + size));
  return pieces;
}

/** Numbers of rows from a start up to an end, without the end. */
export function rowNumbers(first: number, end: number): number[] {
  const rows: number[] = [];
  for (let row = Math.trunc(first); row < Math.trunc(end); row++) rows.push(row);
  return rows;
}

/** How often each text is in a list. */
export function countBy(values: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
