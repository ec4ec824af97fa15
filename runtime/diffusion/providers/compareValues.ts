import type { NamedValues } from './goldenPasses';

/**
 * Greatest relative difference (root mean square of the differences over that of the expected values) that is taken for
 * rounding. Block formats quantise activations on processors and, with integer dot products, on GPUs: 0.03 was measured
 * for that with the golden model, while a wrong mask, position or order of heads gives 0.2 and more (README.md).
 */
export const tolerance = 0.1;

export interface Difference {
  /** Infinity where lengths differ or a value is no number. */
  readonly relative: number;
  readonly name: string;
}

/** The array that differs most. */
export function greatestDifference(expected: readonly NamedValues[], actual: readonly NamedValues[]): Difference {
  let greatest: Difference = { relative: 0, name: 'nothing' };
  expected.forEach(({ name, values }, index) => {
    const relative = relativeDifference(values, actual[index]?.values ?? new Float32Array());
    if (relative >= greatest.relative) greatest = { relative, name };
  });
  return greatest;
}

function relativeDifference(expected: Float32Array, actual: Float32Array): number {
  if (expected.length !== actual.length) return Infinity;
  let error = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    error += (expected[i]! - actual[i]!) ** 2;
    size += expected[i]! ** 2;
  }
  const relative = Math.sqrt(error / size);
  return Number.isNaN(relative) ? Infinity : relative;
}
