import type { SimilarityView } from '../types';

/**
 * Cosine of a model's vectors, none of it below 0. Their common part is taken away before: vectors of one model point into much the same direction,
 * whatever the text says.
 * @param vectors by tool, all of one length; of zeros where nothing is known
 */
export function embeddingView(vectors: readonly Float32Array[], weight: number): SimilarityView {
  const units = centred(vectors);
  const known = vectors.map((vector) => !isZero(vector));
  return {
    name: 'embedding',
    weight,
    fill: (tool, row) => {
      const own = units[tool]!;
      for (let other = 0; other < tool; other++) {
        if (!known[tool] || !known[other]) {
          row[other] = Number.NaN;
          continue;
        }
        const vector = units[other]!;
        let sum = 0;
        for (let at = 0; at < own.length; at++) sum += own[at]! * vector[at]!;
        row[other] = Math.max(0, Math.min(1, sum));
      }
    },
  };
}

function centred(vectors: readonly Float32Array[]): readonly Float32Array[] {
  const mean = new Float64Array(vectors[0]?.length ?? 0);
  // Longer vectors would weigh more in the common part.
  const units = vectors.map(unit);
  for (const vector of units) for (let at = 0; at < mean.length; at++) mean[at]! += vector[at]! / units.length;
  return units.map((vector) => (isZero(vector) ? vector : unit(vector.map((value, at) => value - mean[at]!))));
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? vector.map((value) => value / length) : vector;
}

const isZero = (vector: Float32Array): boolean => vector.every((value) => value === 0);
