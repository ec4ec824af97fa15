import type { Dendrogram } from '../../types';

export interface CutOptions {
  /** Larger clusters are cut further down, until none is larger. */
  readonly maximumSize?: number | undefined;
}

/**
 * Clusters of which no two members were joined above a height.
 * @param height from 0 to 1
 * @returns indices of tools, rising in each cluster; clusters by their first
 */
export function cut(
  { leaves, merges }: Dendrogram,
  height: number,
  { maximumSize = Infinity }: CutOptions = {},
): readonly (readonly number[])[] {
  if (!(maximumSize >= 1)) throw new RangeError(`${maximumSize} is no size of a cluster`);
  const clusters: number[][] = [];
  if (leaves === 0) return clusters;
  const pending = [leaves + merges.length - 1];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const merge = merges[node - leaves];
    if (merge === undefined) clusters.push([node]);
    else if (merge.height > height || merge.size > maximumSize) pending.push(merge.left, merge.right);
    else clusters.push(leavesOf(node, leaves, merges));
  }
  return clusters.sort(([one], [other]) => one! - other!);
}

function leavesOf(root: number, leaves: number, merges: Dendrogram['merges']): number[] {
  const found: number[] = [];
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const merge = merges[node - leaves];
    if (merge === undefined) found.push(node);
    else pending.push(merge.left, merge.right);
  }
  return found.sort((one, other) => one - other);
}
