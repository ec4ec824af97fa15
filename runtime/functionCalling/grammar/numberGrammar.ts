import { choice, literal, repeated } from './gbnf';

/** More digits than these are not kept by JavaScript's numbers. */
const maxDigits = 15;
const largest = 10 ** maxDigits - 1;

/** Fraction digits where bounds count: with at most six digits before the point nothing is rounded across a bound. */
const boundedFraction = 9;
export const maxNumberBound = 1e6;

/** A number; its exponent is short, so that it is never infinite. Constants of physics need one. */
export const anyNumber = `"-"? ("0" | [1-9] [0-9]{0,${maxDigits - 1}}) ("." [0-9]{1,${maxDigits}})? ([eE] [-+]? [0-9]{1,2})?`;
export const anyInteger = `("0" | "-"? [1-9] [0-9]{0,${maxDigits - 1}})`;

/** Whole numbers of a range, without exponent and without -0. @returns undefined when there is none */
export function integerRange(min: number | undefined, max: number | undefined): string | undefined {
  const low = Math.max(Math.ceil(min ?? -largest), -largest);
  const high = Math.min(Math.floor(max ?? largest), largest);
  if (low > high) return undefined;
  if (low === -largest && high === largest) return anyInteger;
  const parts: string[] = [];
  if (low < 0) parts.push(`"-" ${choice(magnitudes(Math.max(1, -high), -low))}`);
  if (high >= 0) parts.push(...magnitudes(Math.max(0, low), high));
  return parts.length === 1 ? parts[0]! : `(${parts.join(' | ')})`;
}

export interface NumberBounds {
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly minExcluded: boolean;
  readonly maxExcluded: boolean;
}

/** Numbers between whole numbers, without exponent. @returns undefined when there is none */
export function numberRange({ min, max, minExcluded, maxExcluded }: NumberBounds): string | undefined {
  const low = min ?? -maxNumberBound;
  const high = max ?? maxNumberBound;
  const parts: string[] = [];
  if (low < 0) {
    const part = between(Math.max(0, -high), -low, high < 0 && maxExcluded, minExcluded);
    if (part !== undefined) parts.push(`"-" ${part}`);
  }
  if (high >= 0) {
    const part = between(Math.max(0, low), high, low >= 0 && minExcluded, maxExcluded);
    if (part !== undefined) parts.push(part);
  }
  if (parts.length === 0) return undefined;
  return parts.length === 1 ? parts[0]! : `(${parts.join(' | ')})`;
}

/** Numbers from `low` to `high`, both whole and not negative. */
function between(low: number, high: number, lowExcluded: boolean, highExcluded: boolean): string | undefined {
  const parts: string[] = [];
  const fraction = `("." [0-9]{1,${boundedFraction}})?`;
  const firstFree = lowExcluded ? low + 1 : low;
  if (firstFree <= high - 1) parts.push(`${choice(magnitudes(firstFree, high - 1))} ${fraction}`);
  // Somewhere after the point stands a digit that is not 0.
  if (lowExcluded && low < high) {
    const zeros = Array.from({ length: boundedFraction }, (_, zero) => `"${'0'.repeat(zero)}" [1-9]`);
    parts.push(`${literal(String(low))} "." ${choice(zeros)} [0-9]{0,1}`);
  }
  if (!highExcluded && !(lowExcluded && low === high)) parts.push(`${literal(String(high))} ("." "0"{1,3})?`);
  if (parts.length === 0) return undefined;
  return parts.length === 1 ? parts[0]! : `(${parts.join(' | ')})`;
}

/** Alternatives that together are the whole numbers from `low` to `high`, both not negative. */
function magnitudes(low: number, high: number): string[] {
  const parts: string[] = [];
  let full: { from: number; to: number } | undefined;
  const flush = () => {
    if (full === undefined) return;
    parts.push(full.to === 1 ? '[1-9]' : `[1-9] ${repeated('[0-9]', full.from - 1, full.to - 1)}`);
    full = undefined;
  };
  for (let digits = String(low).length; digits <= String(high).length; digits++) {
    const first = Math.max(low, digits === 1 ? 0 : 10 ** (digits - 1));
    const last = Math.min(high, 10 ** digits - 1);
    if (first === 10 ** (digits - 1) && last === 10 ** digits - 1) {
      full = { from: full?.from ?? digits, to: digits };
      continue;
    }
    flush();
    parts.push(...sameLength(String(first), String(last)));
  }
  flush();
  return parts;
}

/** Numbers of as many digits. */
function sameLength(first: string, last: string): string[] {
  if (first === last) return [literal(first)];
  if (first.length === 1) return [digitClass(first, last)];
  const [head, end] = [first.charAt(0), last.charAt(0)];
  const rest = first.length - 1;
  if (head === end) return sameLength(first.slice(1), last.slice(1)).map((part) => `${literal(head)} ${part}`);
  const parts: string[] = [];
  const zeros = /^0+$/.test(first.slice(1));
  const nines = /^9+$/.test(last.slice(1));
  if (!zeros) parts.push(...sameLength(first.slice(1), '9'.repeat(rest)).map((part) => `${literal(head)} ${part}`));
  const from = Number(head) + (zeros ? 0 : 1);
  const to = Number(end) - (nines ? 0 : 1);
  if (from <= to) parts.push(`${digitClass(String(from), String(to))} ${repeated('[0-9]', rest, rest)}`);
  if (!nines) parts.push(...sameLength('0'.repeat(rest), last.slice(1)).map((part) => `${literal(end)} ${part}`));
  return parts;
}

function digitClass(first: string, last: string): string {
  return first === last ? literal(first) : `[${first}-${last}]`;
}
