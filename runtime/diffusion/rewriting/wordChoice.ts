/** What decides which words of an old text are looked at. */
export interface WordChoice {
  /** Share of the words that stays whatever the model says, 0..1: the surest ones. */
  readonly ratio: number;
  /** Probability of each word given what is around it. */
  readonly scores: readonly number[];
  /** Above 0 the order is drawn, so that other seeds look at other words. */
  readonly temperature: number;
  readonly random: () => number;
  /** Words at most. */
  readonly most: number;
}

/** Numbers of the words that may be written anew, the least sure one first. */
export function leastSureWords({ ratio, scores, temperature, random, most }: WordChoice): readonly number[] {
  const count = Math.min(most, scores.length - Math.round(ratio * scores.length));
  // Gumbel's numbers added to logarithms draw without replacement by the weights.
  const noise = () => -Math.log(-Math.log(Math.max(random(), 1e-12)));
  const rank = scores.map((score) => Math.log(Math.max(score, 1e-12)) - (temperature > 0 ? temperature * noise() : 0));
  return scores
    .map((_, index) => index)
    .sort((a, b) => rank[a]! - rank[b]! || a - b)
    .slice(0, count);
}
