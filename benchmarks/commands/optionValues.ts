/** Parsers of option values for commander; what they refuse ends the command with status 2. */
import { InvalidArgumentError } from 'commander';

/** @returns a parser for whole numbers of a range */
export function integer(low: number, high: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < low || number > high) {
      throw new InvalidArgumentError(`Give a whole number from ${low} to ${high}.`);
    }
    return number;
  };
}

/** Parser for probabilities. */
export function probability(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 1)) {
    throw new InvalidArgumentError('Give a number from 0 to 1.');
  }
  return number;
}

export type LengthChoice = 'found' | 'oracle' | number;

/** Parser for --length: how the number of tokens of the middle is chosen. */
export function lengthChoice(value: string): LengthChoice {
  if (value === 'found' || value === 'oracle') {
    return value;
  }
  if (!/^\d+$/.test(value) || Number(value) < 1 || Number(value) > 512) {
    throw new InvalidArgumentError('Give found, oracle, or a number of tokens from 1 to 512.');
  }
  return Number(value);
}
