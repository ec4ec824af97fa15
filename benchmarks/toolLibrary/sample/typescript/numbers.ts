/** Numbers and statistics of the dashboard. */

/** Limits a value to a range. */
export function clampNumber(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Keeps a value between a smallest and a largest one. */
export function keepBetween(smallest: number, largest: number, value: number): number {
  return Math.min(largest, Math.max(smallest, value));
}

/**
 * Sum of a list of numbers.
 * @example sum([1, 2, 3]) // 6
 */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Adds up numbers. */
export function total(numbers: readonly number[]): number {
  let result = 0;
  for (const number of numbers) result += number;
  return result;
}

/** Mean of a list of numbers. */
export function meanOf(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values');
  return values.reduce((all, value) => all + value, 0) / values.length;
}

/** Average of numbers. */
export function averageOf(numbers: readonly number[]): number {
  if (numbers.length === 0) throw new RangeError('an empty list has no average');
  let all = 0;
  for (const number of numbers) all += number;
  return all / numbers.length;
}

/** Median of a list of numbers. */
export function medianOf(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values');
  const ordered = [...values].sort((a, b) => a - b);
  const middle = Math.floor(ordered.length / 2);
  return ordered.length % 2 === 1 ? ordered[middle]! : (ordered[middle - 1]! + ordered[middle]!) / 2;
}

/** Percentage that a part is of a whole. */
export function percentage(part: number, whole: number): number {
  if (whole === 0) throw new RangeError('whole must not be 0');
  return (part / whole) * 100;
}

/** How many percent of the total a share is. */
export function shareInPercent(share: number, all: number): number {
  if (all === 0) throw new RangeError('nothing has no shares');
  const ratio = share / all;
  return ratio * 100;
}

/** Click-through rate of an advertisement in percent. */
export function clickThroughRate(clicks: number, impressions: number): number {
  if (impressions === 0) throw new RangeError('never shown');
  return (clicks / impressions) * 100;
}

/** Rounds a number to some decimal places. */
export function roundTo(value: number, places: number): number {
  const factor = 10 ** places;
  return Math.round(value * factor) / factor;
}

/** Tells whether a whole number is even. */
export function isEven(value: number): boolean {
  return value % 2 === 0;
}

/** Linear interpolation between two numbers. */
export function interpolate(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** Value between start and end, at a part of the way. */
export function lerp(start: number, end: number, part: number): number {
  const way = end - start;
  return start + way * part;
}
