import { averageLinkage, cut, likeMeaning } from '../grouping';
import { cosine, type SparseVector } from '../retrieval';

/** Parts things by what their texts say, as duplicates of a library are: those of one part are like each other. */
export async function sameMeaning<T>(
  things: readonly T[],
  vectorOf: (thing: T) => SparseVector,
): Promise<readonly (readonly T[])[]> {
  const vectors = things.map(vectorOf);
  const values = new Float32Array((things.length * (things.length - 1)) / 2);
  for (let row = 1; row < things.length; row++) {
    for (let column = 0; column < row; column++) {
      values[(row * (row - 1)) / 2 + column] = 1 - cosine(vectors[row]!, vectors[column]!);
    }
  }
  const dendrogram = await averageLinkage({ count: things.length, values });
  return cut(dendrogram, 1 - likeMeaning).map((cluster) => cluster.map((at) => things[at]!));
}
