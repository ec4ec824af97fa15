/** Parsers of option values for commander; what they refuse ends the command with status 2. */
import { InvalidArgumentError } from 'commander';
import type { LengthPolicy } from '../../runtime/protocol';
import type { Place } from '../infilling/markedText';

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

/** Ways of finding a length that a model may have. */
const searches = ['found', 'delete-only', 'expand-delete', 'probed'] as const;
export type LengthSearch = (typeof searches)[number];
export type LengthChoice = LengthSearch | 'oracle' | number;

/** The protocol's form of a choice that needs no true middle. */
export function lengthPolicyOf(choice: Exclude<LengthChoice, 'oracle'>): LengthPolicy {
  return typeof choice === 'number' ? { kind: 'fixed', tokens: choice } : { kind: choice };
}

/** Parser for --length where there is no true middle. */
export function searchedLength(value: string): Exclude<LengthChoice, 'oracle'> {
  const choice = searches.find((name) => name === value) ?? tokenCount(value);
  if (choice !== undefined) return choice;
  throw new InvalidArgumentError(`Give ${searches.join(', ')}, or a number of tokens from 1 to 512.`);
}

/** Parser for --length: how the number of tokens of the middle is chosen. */
export function lengthChoice(value: string): LengthChoice {
  const choice = value === 'oracle' ? value : (searches.find((name) => name === value) ?? tokenCount(value));
  if (choice !== undefined) return choice;
  const [found, ...others] = searches;
  throw new InvalidArgumentError(`Give ${found}, oracle, ${others.join(', ')}, or a number of tokens from 1 to 512.`);
}

function tokenCount(value: string): number | undefined {
  const number = Number(value);
  return /^\d+$/.test(value) && number >= 1 && number <= 512 ? number : undefined;
}

/** Parser for --range: two places, L1:C1-L2:C2. */
export function placeRange(value: string): readonly [Place, Place] {
  const numbers = /^(\d+):(\d+)-(\d+):(\d+)$/.exec(value)?.slice(1).map(Number);
  if (numbers?.every((number) => number >= 1 && number <= 2 ** 31) !== true) {
    throw new InvalidArgumentError('Give two places of line and column, each from 1, e.g. 3:5-4:1.');
  }
  const [line1, column1, line2, column2] = numbers as [number, number, number, number];
  return [
    { line: line1, column: column1 },
    { line: line2, column: column2 },
  ];
}
