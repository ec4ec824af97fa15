import type { SamplingPlan } from '../runs/types';

/**
 * After how many scenarios a run is looked at: at first the plan's minimum (or what two of each stratum take), then a batch later each
 * time, or a fifth more where that is more: looks that add little tell little, and each costs some of the certainty.
 *
 * @param first scenarios before which nothing is looked at, for the sampling order's sake
 * @returns ascending; the last is all of them
 */
export function looksOf(plan: SamplingPlan, total: number, first: number): readonly number[] {
  const looks: number[] = [];
  let next = Math.max(plan.minimum, first, 2);
  while (next < total) {
    looks.push(next);
    next = Math.max(next + Math.max(1, plan.batch), Math.ceil(next * 1.2));
  }
  // A last look right after another one would cost an answer twice.
  const before = looks.at(-1);
  if (looks.length > 1 && before !== undefined && total - before < plan.batch / 2) looks.pop();
  return [...looks, total];
}
