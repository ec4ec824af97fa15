import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';

/** What comes next instead of an opening. */
export interface OpeningChance {
  /** Probability that an opening begins next, 0..1. */
  readonly chance: number;
  /** The most probable token that begins none; undefined: there is none worth it. */
  readonly other: Token | undefined;
}

/** Tokens that are looked at: those behind have next to no probability. */
const mostTokens = 64;

/**
 * How probable it is that an opening comes next. Evaluates the last token anew, of which the sequence must not hold the result.
 * @param last of the text so far
 */
export async function openingChance(
  sequence: LlamaContextSequence,
  last: Token,
  openings: readonly string[],
  model: LlamaModel,
): Promise<OpeningChance> {
  const [result] = await sequence.controlledEvaluate([[last, { generateNext: { probabilities: true } }]]);
  let chance = 0;
  let other: Token | undefined;
  let looked = 0;
  for (const [token, probability] of result?.next.probabilities ?? []) {
    if ((looked += 1) > mostTokens) break;
    const text = model.detokenize([token], true).trimStart();
    if (text !== '' && openings.some((opening) => opening.startsWith(text) || text.startsWith(opening))) {
      chance += probability;
    } else if (text !== '' && !model.isEogToken(token)) other ??= token;
  }
  return { chance, other };
}
