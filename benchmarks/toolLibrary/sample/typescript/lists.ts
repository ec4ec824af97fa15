/** Lists. */

/**
 * Splits a list into parts of a size; the last may be shorter.
 * @example chunked([1, 2, 3], 2) // [[1, 2], [3]]
 */
export function chunked(items: readonly number[], size: number): number[][] {
  if (!Number.isInteger(size) || size < 1) throw new RangeError('size must be a positive whole number');
  const parts: number[][] = [];
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size));
  return parts;
}

/** Pages of a list, each with as many items as a page holds. */
export function toPages(items: readonly number[], pageSize: number): number[][] {
  if (!Number.isInteger(pageSize) || pageSize < 1) throw new RangeError('a page holds at least one item');
  return Array.from({ length: Math.ceil(items.length / pageSize) }, (_, page) =>
    items.slice(page * pageSize, (page + 1) * pageSize),
  );
}

/** List without duplicates, in the order of first appearance. */
export function distinct(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** Removes duplicates from a list of texts and keeps the order. */
export function withoutDuplicates(texts: readonly string[]): string[] {
  return texts.filter((text, at) => texts.indexOf(text) === at);
}

/** List without duplicates, without regard to case. */
export function distinctIgnoringCase(items: readonly string[]): string[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const folded = item.toLowerCase();
    if (seen.has(folded)) return false;
    seen.add(folded);
    return true;
  });
}

/** Items that two lists share, in the order of the first. */
export function intersection(first: readonly string[], second: readonly string[]): string[] {
  return first.filter((item) => second.includes(item));
}

/** Common items of two lists. */
export function commonItems(left: readonly string[], right: readonly string[]): string[] {
  const known = new Set(right);
  const common: string[] = [];
  for (const item of left) if (known.has(item)) common.push(item);
  return common;
}

/** Items of the first list that the second lacks. */
export function difference(first: readonly string[], second: readonly string[]): string[] {
  return first.filter((item) => !second.includes(item));
}

/** Counts how often each text occurs. */
export function tally(items: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
}

/** Whole numbers from start up to, not including, end. */
export function range(start: number, end: number): number[] {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end)) throw new RangeError('whole numbers only');
  if (end - start > 10_000) throw new RangeError('too many numbers');
  const numbers: number[] = [];
  for (let number = start; number < end; number++) numbers.push(number);
  return numbers;
}
