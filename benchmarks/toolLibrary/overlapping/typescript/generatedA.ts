/** Convert a text to camelCase, joining its words with humps. */
export function toCamelCase(input: string): string {
  const parts: string[] = [];
  let current = '';
  for (const char of `${input.toLowerCase()} `) {
    if ((char >= 'a' && char <= 'z') || (char >= '0' && char <= '9')) current += char;
    else if (current !== '') {
      parts.push(parts.length === 0 ? current : current.slice(0, 1).toUpperCase() + current.slice(1));
      current = '';
    }
  }
  return parts.join('');
}

/** Capitalize the first letter of a string. */
export function capitalizeFirstLetter(value: string): string {
  return value.length === 0 ? value : `${value.charAt(0).toUpperCase()}${value.substring(1)}`;
}

/** Convert a number of bytes to a human-readable string with a unit. */
export function humanReadableSize(size: number): string {
  if (size < 0) throw new RangeError('size must not be negative');
  for (const unit of ['B', 'KB', 'MB']) {
    if (size < 1024) return size.toFixed(1) + ' ' + unit;
    size = size / 1024;
  }
  return size.toFixed(1) + ' GB';
}

/** Escape HTML special characters (&, <, >) in a string as entities. */
export function escapeHtmlCharacters(input: string): string {
  let output = '';
  for (const char of input) {
    if (char === '&') output += '&amp;';
    else if (char === '<') output += '&lt;';
    else if (char === '>') output += '&gt;';
    else output += char;
  }
  return output;
}

/** Calculate the sum of an array of numbers. */
export function calculateSum(numbers: number[]): number {
  let sum = 0;
  let index = numbers.length;
  const ordered = [...numbers].reverse();
  while (index > 0) {
    index -= 1;
    sum += ordered[index]!;
  }
  return sum;
}

/** Find the median of an array of numbers (0 if it is empty). */
export function findMedian(numbers: number[]): number {
  const n = numbers.length;
  if (!n) return 0;
  const ordered = Array.from(numbers).sort((x, y) => x - y);
  return (ordered[(n - 1) >> 1]! + ordered[n >> 1]!) / 2;
}

/** Get the elements of the first list that are not in the second list. */
export function getListDifference(list1: string[], list2: string[]): string[] {
  return list1.reduce<string[]>((rest, item) => (list2.some((other) => other === item) ? rest : [...rest, item]), []);
}

/** Linearly interpolate between a start and an end value. */
export function linearInterpolation(startValue: number, endValue: number, t: number): number {
  let value = endValue - startValue;
  value *= t;
  return value + startValue;
}

/** Validate a string of digits with the Luhn algorithm (check). */
export function validateLuhn(cardNumber: string): boolean {
  if (!/^[0-9]+$/.test(cardNumber)) return false;
  const numbers = cardNumber.split('').map(Number);
  let checksum = 0;
  for (let i = 0; i < numbers.length; i++) {
    let n = numbers[numbers.length - 1 - i]!;
    if (i % 2) n *= 2;
    checksum += Math.floor(n / 10) + (n % 10);
  }
  return checksum % 10 === 0;
}

/** Count the number of words in a given string. */
export function countWords(str: string): number {
  const trimmed = str.trim();
  return trimmed === '' ? 0 : trimmed.split(/\s+/).length;
}

/** Generate an array of whole numbers from start to end (end excluded). */
export function generateRange(start: number, end: number): number[] {
  const low = Math.trunc(start);
  const count = Math.trunc(end) - low;
  return count <= 0 ? [] : [...Array(count).keys()].map((index) => index + low);
}

/** Validate an email address string. */
export function validateEmail(email: string): boolean {
  if (/\s/.test(email)) return false;
  const at = email.indexOf('@');
  if (at < 1 || email.includes('@', at + 1)) return false;
  const dot = email.indexOf('.', at + 2);
  return dot > 0 && dot < email.length - 1;
}
