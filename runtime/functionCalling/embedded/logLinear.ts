/** A log-linear model over features that are there or not: their weights by name. */
export type FeatureWeights = ReadonlyMap<string, number>;

export function scoreOf(weights: FeatureWeights, features: readonly string[]): number {
  let score = 0;
  for (const feature of features) score += weights.get(feature) ?? 0;
  return score;
}

/** @returns logarithms of the shares that the scores have by softmax */
export function logSoftmax(scores: readonly number[]): readonly number[] {
  const most = Math.max(...scores);
  const sum = scores.reduce((total, score) => total + Math.exp(score - most), 0);
  return scores.map((score) => score - most - Math.log(sum));
}
