/** Rankings without learning of weights: nearest neighbours and clusters, on the same n-gram features. */
import type { PromptFeatures, SeededRandom } from '../../runtime/gateway/router';
import { NGRAM_BUCKETS } from '../../runtime/gateway/router';

export interface Example {
  readonly features: PromptFeatures;
  readonly weak: boolean;
  readonly strong: boolean;
}

/** Predicted gain of the strong model over the weak one. */
export type GainOf = (features: PromptFeatures) => number;

const NEIGHBOURS = 30;

/** Mean gain of the thirty most similar prompts. */
export function nearestNeighbours(examples: readonly Example[]): GainOf {
  return (features) => {
    const dense = denseOf(features);
    const similar = examples
      .map((example) => ({ similarity: dot(dense, example.features), gain: gainOf(example) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, NEIGHBOURS);
    return similar.reduce((sum, { gain }) => sum + gain, 0) / similar.length;
  };
}

const CLUSTERS = 24;
const ROUNDS = 10;
const NEAREST_CLUSTERS = 3;
/** Sharpness of the weights of clusters. */
const BETA = 9;

/**
 * Avengers-Pro (LLMRouterBench, arXiv 2601.07206) for two models: k-means on normalised vectors, accuracy of each model in
 * each cluster, mean over the nearest clusters weighted by softmax(beta * similarity).
 */
export function clusterLookup(examples: readonly Example[], random: SeededRandom): GainOf {
  const count = Math.min(CLUSTERS, examples.length);
  let centres = random
    .shuffled(examples)
    .slice(0, count)
    .map(({ features }) => denseOf(features));
  let members: readonly (readonly Example[])[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const groups: Example[][] = centres.map(() => []);
    for (const example of examples) {
      const similarities = centres.map((centre) => dot(centre, example.features));
      groups[similarities.indexOf(Math.max(...similarities))]!.push(example);
    }
    members = groups;
    centres = groups.map((group, i) => (group.length === 0 ? centres[i]! : centreOf(group)));
  }
  const overall = examples.reduce((sum, example) => sum + gainOf(example), 0) / examples.length;
  const gains = members.map((group) =>
    group.length === 0 ? overall : group.reduce((sum, example) => sum + gainOf(example), 0) / group.length,
  );
  return (features) => {
    const nearest = centres
      .map((centre, i) => ({ similarity: dot(centre, features), gain: gains[i]! }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, NEAREST_CLUSTERS);
    const weights = nearest.map(({ similarity }) => Math.exp(BETA * similarity));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return nearest.reduce((sum, { gain }, i) => sum + (gain * weights[i]!) / total, 0);
  };
}

function gainOf({ weak, strong }: Example): number {
  return Number(strong) - Number(weak);
}

function denseOf({ indices, values }: PromptFeatures): Float32Array {
  const dense = new Float32Array(NGRAM_BUCKETS);
  indices.forEach((index, i) => (dense[index] = values[i]!));
  return dense;
}

function centreOf(group: readonly Example[]): Float32Array {
  const centre = new Float32Array(NGRAM_BUCKETS);
  for (const { features } of group) features.indices.forEach((index, i) => (centre[index]! += features.values[i]!));
  const length = Math.sqrt(centre.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? centre : centre.map((value) => value / length);
}

function dot(dense: Float32Array, { indices, values }: PromptFeatures): number {
  let sum = 0;
  for (let i = 0; i < indices.length; i++) sum += dense[indices[i]!]! * values[i]!;
  return sum;
}
