/** Sum of numbers. */
export function sumOf(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Mean of numbers, 0 where there are none. */
export function averageOf(values: number[]): number {
  return values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;
}

/** Median of numbers, 0 where there are none. */
export function medianOf(values: number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Value between a start and an end by a share of the way. */
export function lerp(start: number, end: number, share: number): number {
  return start + (end - start) * share;
}

/** Nearest number between a low and a high limit. */
export function clampNumber(value: number, low: number, high: number): number {
  if (low > high) throw new RangeError('low is above high');
  return Math.min(high, Math.max(low, value));
}

/** Whole numbers from a start up to an end, without the end. */
export function rangeOf(start: number, end: number): number[] {
  const from = Math.trunc(start);
  return Array.from({ length: Math.max(0, Math.trunc(end) - from) }, (_, at) => from + at);
}
