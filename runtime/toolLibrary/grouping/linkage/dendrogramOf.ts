import type { Dendrogram } from '../../types';

/** Two clusters that were joined, each named by any tool in it. */
export interface Joined {
  readonly one: number;
  readonly other: number;
  readonly height: number;
}

/** Puts joins into rising order, and numbers the clusters that they make. */
export function dendrogramOf(leaves: number, joined: readonly Joined[]): Dendrogram {
  const parent = Int32Array.from({ length: 2 * leaves - 1 }, (_, at) => at);
  const sizes = new Int32Array(Math.max(0, 2 * leaves - 1)).fill(1);
  const first = Int32Array.from({ length: 2 * leaves - 1 }, (_, at) => at);
  const clusterOf = (tool: number) => {
    let top = tool;
    while (parent[top] !== top) top = parent[top]!;
    for (let at = tool; parent[at] !== top;) [at, parent[at]] = [parent[at]!, top];
    return top;
  };
  const merges = joined
    .map((join, at) => ({ ...join, at }))
    .sort((one, other) => one.height - other.height || one.at - other.at)
    .map(({ one, other, height }, at) => {
      const [a, b] = [clusterOf(one), clusterOf(other)];
      const [left, right] = first[a]! < first[b]! ? [a, b] : [b, a];
      const node = leaves + at;
      parent[a] = node;
      parent[b] = node;
      first[node] = first[left]!;
      sizes[node] = sizes[a]! + sizes[b]!;
      return { left, right, height, size: sizes[node] };
    });
  return { leaves, merges };
}
