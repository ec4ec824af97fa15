/** Parsers of option values about runs; what they refuse ends the command with status 2. */
import { InvalidArgumentError } from 'commander';

/** `4`, or `openai=16,default=4`. */
export function concurrency(value: string): Readonly<Record<string, number>> {
  const parts = value.split(',').map((part) => (part.includes('=') ? part.split('=') : ['default', part]));
  const entries = parts.map(([provider = '', count = '']) => [provider.trim(), Number(count)] as const);
  if (entries.some(([provider, count]) => provider === '' || !Number.isInteger(count) || count < 1 || count > 256)) {
    throw new InvalidArgumentError('Give a number from 1 to 256, or providers with theirs: openai=16,default=4.');
  }
  return Object.fromEntries(entries);
}

export function temperature(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 2))
    throw new InvalidArgumentError('Give a number from 0 to 2.');
  return number;
}

/** Points of 100. @returns of the value, 0 to 1 */
export function halfWidth(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number > 0 && number <= 50)) {
    throw new InvalidArgumentError('Give points above 0 and up to 50, e.g. 5 for an interval of ±5 points.');
  }
  return number / 100;
}

/** Numbers of samples with commas between. */
export function samples(value: string): readonly number[] {
  const numbers = value.split(',').map((part) => (/^\s*\d{1,9}\s*$/.test(part) ? Number(part) : NaN));
  if (numbers.some(Number.isNaN)) {
    throw new InvalidArgumentError('Give numbers of samples with commas between, e.g. 3,7: locobench show lists them.');
  }
  return [...new Set(numbers)];
}
