import type { FullAttentionConfig } from '../checkpoint/modelConfig';

/** Rows of the pass that is timed: enough that the weights are not all that is waited for. */
const timedRows = 16;
/** Attention grows with the square of the rows, and a whole window of logits is wanted. */
const surplus = 1.5;

/**
 * Milliseconds that a pass over as much context as the model takes will last, by the time of a short one.
 * @param pass runs a pass over so many tokens from nothing
 */
export async function longestPass(
  { maxPrefixTokens, maxSuffixTokens, windowTokens, special }: FullAttentionConfig,
  pass: (tokens: readonly number[]) => Promise<unknown>,
): Promise<number> {
  const tokens = new Array<number>(timedRows).fill(special.mask);
  // The first pass reads the weights from disk.
  await pass(tokens);
  const started = performance.now();
  await pass(tokens);
  const rows = maxPrefixTokens + maxSuffixTokens + windowTokens;
  return ((performance.now() - started) * surplus * rows) / timedRows;
}
