/**
 * Calls beside those of the ground truth, by the heaviest alignment that keeps the order: a call too many costs one gap, and not all
 * that come behind it.
 */
import type { JsonSchema } from '../../../runtime/gateway/types';
import type { ToolCall } from '../rows/toolCall';
import { compareMembers, type ComparedMembers, type CompareOptions } from './compareValues';

export interface AlignOptions extends CompareOptions {
  /** Input schema of a tool by its name. */
  readonly schemaOf?: ((tool: string) => JsonSchema | undefined) | undefined;
}

export interface AlignedPair {
  /** Positions, from 0. */
  readonly expected: number;
  readonly actual: number;
  /** 0 to 1: half for the name, half for the arguments. */
  readonly weight: number;
  readonly arguments: ComparedMembers['members'];
}

export interface Alignment {
  readonly pairs: readonly AlignedPair[];
  /** Positions of expected calls that nothing stands beside, and of calls that stand beside nothing. */
  readonly missing: readonly number[];
  readonly extra: readonly number[];
  /** Missing ones that were made all the same, out of order. */
  readonly reordered: number;
  /** Weight of all pairs, over the calls that were made, and over those that were expected. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Pairs with all arguments. */
  readonly exact: number;
  /** Every expected call was made, with all arguments and in order; others may have been made too. */
  readonly complete: boolean;
}

const NAME_WEIGHT = 0.5;

export function alignCalls(
  expected: readonly ToolCall[],
  actual: readonly ToolCall[],
  options: AlignOptions = {},
): Alignment {
  const compared = expected.map((call) => actual.map((other) => pairOf(call, other, options)));
  const weight = (i: number, j: number) => compared[i]?.[j]?.weight ?? 0;
  const pairs = heaviest(expected.length, actual.length, weight).map(([i, j]): AlignedPair => {
    const members = compared[i]?.[j]?.members ?? [];
    return { expected: i, actual: j, weight: weight(i, j), arguments: members };
  });
  const [left, right] = [new Set(pairs.map((each) => each.expected)), new Set(pairs.map((each) => each.actual))];
  const missing = [...expected.keys()].filter((index) => !left.has(index));
  const extra = [...actual.keys()].filter((index) => !right.has(index));
  const total = pairs.reduce((sum, each) => sum + each.weight, 0);
  const share = (count: number) => (count === 0 ? 1 : total / count);
  const [precision, recall] = [share(actual.length), share(expected.length)];
  const nothing = expected.length === 0 && actual.length === 0;
  const exact = pairs.filter((each) => each.weight === 1).length;
  return {
    ...{ pairs, missing, extra, precision, recall, exact },
    reordered: reorderedCount(missing, extra, weight),
    f1: nothing ? 1 : expected.length === 0 || total === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    complete: exact === expected.length,
  };
}

function pairOf(expected: ToolCall, actual: ToolCall, options: AlignOptions) {
  if (expected.tool_name !== actual.tool_name) return undefined;
  const schema = options.schemaOf?.(expected.tool_name);
  const { score, members } = compareMembers(schema, expected.tool_parameters, actual.tool_parameters, options);
  return { weight: NAME_WEIGHT + (1 - NAME_WEIGHT) * score, members };
}

/** Pairs of the heaviest alignment in order; of equal ones, that whose pairs come first. */
function heaviest(
  rows: number,
  columns: number,
  weight: (row: number, column: number) => number,
): readonly (readonly [number, number])[] {
  // best[i][j]: of everything from i and j on.
  const best = Array.from({ length: rows + 1 }, () => new Array<number>(columns + 1).fill(0));
  const at = (i: number, j: number) => best[i]?.[j] ?? 0;
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const paired = weight(i, j) > 0 ? weight(i, j) + at(i + 1, j + 1) : 0;
      const row = best[i];
      if (row !== undefined) row[j] = Math.max(paired, at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (weight(i, j) > 0 && weight(i, j) + at(i + 1, j + 1) === at(i, j)) pairs.push([i++, j++]);
    else if (at(i, j + 1) === at(i, j)) j++;
    else i++;
  }
  return pairs;
}

function reorderedCount(
  missing: readonly number[],
  extra: readonly number[],
  weight: (i: number, j: number) => number,
): number {
  const left = [...extra];
  let count = 0;
  for (const index of missing) {
    const at = left.findIndex((each) => weight(index, each) === 1);
    if (at < 0) continue;
    left.splice(at, 1);
    count++;
  }
  return count;
}
