import type { SuggestionEvidence } from '../../protocol';
import type { Middle } from './decodeMiddle';

/** Less probable counts as this: logarithms stay finite. */
const leastProbability = 1e-6;

/**
 * What the chance of a suggestion is computed from.
 * @param tokens number of the middle's tokens that are in the text
 * @param probabilities of these tokens
 * @param decodedBytes for each of these tokens how many bytes behind the cursor were decoded before it
 */
export function evidenceOf(
  middle: Middle,
  tokens: number,
  probabilities: readonly number[],
  decodedBytes: readonly number[],
  midWord: boolean,
): SuggestionEvidence {
  const logs = probabilities.map((probability) => Math.log(Math.max(probability, leastProbability)));
  const kept = middle.choices.slice(0, tokens).filter((choice) => choice !== undefined);
  // A line end that the model wrote and that was cut off is its way of ending as well.
  const end = middle.choices[tokens] ?? (tokens >= middle.tokens.length ? middle.end : undefined);
  return {
    tokens,
    meanLogProbability: logs.reduce((sum, log) => sum + log, 0) / Math.max(1, logs.length),
    minLogProbability: Math.min(0, ...logs),
    firstLogProbability: logs[0] ?? 0,
    endLogProbability: end ? Math.log(Math.max(end.probability, leastProbability)) : 0,
    // What was decoded already is no evidence for where the text began.
    copyMatch: Math.max(0, ...decodedBytes.map((bytes, slot) => (middle.choices[slot]?.match ?? 0) - bytes)),
    copied: kept.filter(({ copied }) => copied).length / Math.max(1, kept.length),
    midWord,
  };
}
