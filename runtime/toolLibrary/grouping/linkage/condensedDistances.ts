import { breath } from '../breath';
import type { LongWork, SimilarityView } from '../types';

/** Above it the distances would take more than a gigabyte. */
export const mostTools = 22_000;

/** Distances of all pairs: that of tools i > j stands at i (i - 1) / 2 + j, so that each row lies together. */
export interface CondensedDistances {
  readonly count: number;
  /** From 0 to 1. */
  readonly values: Float32Array;
}

/**
 * 1 - weighted mean of what the views know of each pair; 1 where none knows anything. Takes 2 bytes times the square of the number of tools:
 * 200 MB for 10,000.
 *
 * @throws RangeError for more tools than `mostTools`; the signal's reason when it is aborted
 */
export async function condensedDistances(
  count: number,
  views: readonly SimilarityView[],
  { signal, progress }: LongWork = {},
): Promise<CondensedDistances> {
  if (count > mostTools) {
    throw new RangeError(
      `${count} tools are too many to compare each with each; the most are ${mostTools}. Group parts of them.`,
    );
  }
  const values = new Float32Array((count * (count - 1)) / 2);
  const rows = views.map(() => new Float32Array(count));
  const rest = breath(signal);
  for (let tool = 1; tool < count; tool++) {
    views.forEach((view, at) => view.fill(tool, rows[at]!));
    const start = (tool * (tool - 1)) / 2;
    for (let other = 0; other < tool; other++) {
      let sum = 0;
      let weights = 0;
      for (let at = 0; at < views.length; at++) {
        const similarity = rows[at]![other]!;
        if (similarity !== similarity) continue;
        sum += views[at]!.weight * similarity;
        weights += views[at]!.weight;
      }
      values[start + other] = weights === 0 ? 1 : Math.min(1, Math.max(0, 1 - sum / weights));
    }
    if (await rest()) progress?.(tool / count);
  }
  return { count, values };
}
