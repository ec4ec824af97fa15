/** Create a slug from a text: lower-case words joined with hyphens. */
export function createSlug(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g);
  if (words === null) return '';
  return words.reduce((slug, word) => `${slug}-${word}`);
}

/** Convert a hex colour #rrggbb to its red, green and blue values. */
export function convertHexToRgb(hex: string): number[] {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (match === null) throw new RangeError('Invalid hex colour');
  return match.slice(1).map((part) => parseInt(part, 16));
}

/** Format a duration in seconds as hours, minutes and seconds (H:MM:SS). */
export function secondsToTimeString(totalSeconds: number): string {
  if (totalSeconds < 0 || Math.floor(totalSeconds) !== totalSeconds) throw new RangeError('Invalid seconds');
  const minutes = Math.trunc(totalSeconds / 60);
  const parts = [Math.trunc(minutes / 60), minutes % 60, totalSeconds % 60];
  return parts.map((part, index) => `${index > 0 && part < 10 ? '0' : ''}${part}`).join(':');
}

/** Parse a query string into an object of names and values. */
export function parseQueryString(queryString: string): Record<string, string> {
  const params: Record<string, string> = {};
  const pattern = /([^&=]*)(?:=([^&]*))?(?:&|$)/g;
  const text = queryString.startsWith('?') ? queryString.substring(1) : queryString;
  for (const segment of text.split('&')) {
    if (!segment) continue;
    pattern.lastIndex = 0;
    const found = pattern.exec(segment)!;
    params[found[1]!] = found[2] ?? '';
  }
  return params;
}

/** Calculate the average (mean) of an array of numbers, 0 for an empty one. */
export function calculateAverage(numbers: number[]): number {
  const count = numbers.length;
  if (count < 1) return 0;
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum / count;
}

/** Get the common elements that are in both of two lists of texts, without duplicates. */
export function getCommonElements(list1: string[], list2: string[]): string[] {
  return list1.filter((item, index) => list2.includes(item) && list1.indexOf(item) === index);
}

/** Split an array of numbers into chunks (pieces) of a given size. */
export function splitIntoChunks(array: number[], chunkSize: number): number[][] {
  if (chunkSize <= 0 || !Number.isInteger(chunkSize)) throw new RangeError('Invalid chunk size');
  const count = Math.ceil(array.length / chunkSize);
  return Array.from({ length: count }, (_, index) => array.slice(index * chunkSize, (index + 1) * chunkSize));
}

/** Clamp a number between a minimum (low) and a maximum (high) limit. */
export function clampBetween(min: number, max: number, number: number): number {
  if (min > max) throw new RangeError('Invalid range');
  return [min, number, max].sort((a, b) => a - b)[1]!;
}

/** Remove HTML tags from a string and return the plain text. */
export function removeHtmlTags(input: string): string {
  return input.split(/<[^>]*>/).join('');
}

/** Reverse a string, from its end to its beginning. */
export function reverseString(str: string): string {
  return str.split('').reduce((reversed, char) => char + reversed, '');
}

/** Count the occurrences of each element in a list of texts. */
export function countOccurrences(list: string[]): Record<string, number> {
  return Object.fromEntries(list.map((item) => [item, list.filter((other) => other === item).length]));
}
