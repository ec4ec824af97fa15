/** How many of the most probable slots have at least this probability. @param confidences descending */
export function thresholdCount(confidences: readonly number[], threshold: number): number {
  const end = confidences.findIndex((confidence) => confidence < threshold);
  return end < 0 ? confidences.length : end;
}

/**
 * The greatest n with (n + 1)(1 - c_n) < factor, c_n being the n-th greatest probability. So many marginals may be chosen
 * apart as if they were one joint choice (Fast-dLLM, arXiv 2505.22618, theorem 1 and section 3.3).
 * @param confidences descending
 */
export function factorCount(confidences: readonly number[], factor: number): number {
  let count = 0;
  // Both factors grow with n, so the first that fails ends it.
  while (count < confidences.length && (count + 2) * (1 - confidences[count]!) < factor) count++;
  return count;
}

/**
 * The most slots, in increasing order of entropy, whose entropies' sum less its greatest part is at most the bound; at
 * least one where there are any. That sum bounds how far choosing them apart is from choosing them together (EB-Sampler,
 * arXiv 2505.24857).
 * @param entropies ascending, nats
 */
export function boundedCount(entropies: readonly number[], bound: number): number {
  let count = 0;
  // The greatest part of an ascending sum is its last one, so what counts is the sum of those before.
  for (let before = 0; count < entropies.length && before <= bound; before += entropies[count++]!);
  return count;
}
