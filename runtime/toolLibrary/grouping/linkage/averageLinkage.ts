import type { Dendrogram } from '../../types';
import { breath } from '../breath';
import type { LongWork } from '../types';
import type { CondensedDistances } from './condensedDistances';
import { dendrogramOf, type Joined } from './dendrogramOf';

/**
 * Average linkage (UPGMA) by chains of nearest neighbours (Murtagh 1983, doi:10.1093/comjnl/26.4.354): the same tree as by always joining
 * the two nearest clusters, in time by the square of the number of tools. Equal distances are settled by the lower index.
 *
 * @param distances are overwritten
 * @throws the signal's reason when it is aborted
 */
export async function averageLinkage(distances: CondensedDistances, work: LongWork = {}): Promise<Dendrogram> {
  const { count, values } = distances;
  const joined: Joined[] = [];
  const sizes = new Int32Array(count).fill(1);
  // Clusters that are not yet joined, in rising order; each keeps the place of one of its tools.
  const active = Int32Array.from({ length: count }, (_, at) => at);
  let actives = count;
  const chain: number[] = [];
  const rest = breath(work.signal);
  while (actives > 1) {
    if (chain.length === 0) chain.push(active[0]!);
    const top = chain.at(-1)!;
    const before = chain.at(-2);
    const { nearest, distance } = nearestTo(top, before, active, actives, values);
    if (nearest !== before) {
      chain.push(nearest);
    } else {
      chain.length -= 2;
      joined.push({ one: top, other: nearest, height: distance });
      join(top, nearest, active, actives, values, sizes);
      actives = without(Math.min(top, nearest), active, actives);
    }
    if (await rest()) work.progress?.(1 - actives / count);
  }
  return dendrogramOf(count, joined);
}

const placeOf = (one: number, other: number) =>
  one > other ? (one * (one - 1)) / 2 + other : (other * (other - 1)) / 2 + one;

/** The one before in the chain is taken where it is as near as any: only so does the chain end. */
function nearestTo(
  cluster: number,
  before: number | undefined,
  active: Int32Array,
  actives: number,
  values: Float32Array,
): { readonly nearest: number; readonly distance: number } {
  let nearest = before ?? -1;
  let distance = before === undefined ? Infinity : values[placeOf(cluster, before)]!;
  const row = (cluster * (cluster - 1)) / 2;
  let at = 0;
  for (; at < actives && active[at]! < cluster; at++) {
    const found = values[row + active[at]!]!;
    if (found < distance) [nearest, distance] = [active[at]!, found];
  }
  for (at++; at < actives; at++) {
    const other = active[at]!;
    const found = values[(other * (other - 1)) / 2 + cluster]!;
    if (found < distance) [nearest, distance] = [other, found];
  }
  return { nearest, distance };
}

/** The new cluster has the place of the higher of the two, whose distances lie together. */
function join(
  one: number,
  other: number,
  active: Int32Array,
  actives: number,
  values: Float32Array,
  sizes: Int32Array,
): void {
  const kept = Math.max(one, other);
  const gone = Math.min(one, other);
  const [keptSize, goneSize] = [sizes[kept]!, sizes[gone]!];
  const size = keptSize + goneSize;
  for (let at = 0; at < actives; at++) {
    const cluster = active[at]!;
    if (cluster === kept || cluster === gone) continue;
    const place = placeOf(kept, cluster);
    values[place] = (keptSize * values[place]! + goneSize * values[placeOf(gone, cluster)]!) / size;
  }
  sizes[kept] = size;
}

/** @returns how many are left */
function without(cluster: number, active: Int32Array, actives: number): number {
  const at = active.subarray(0, actives).indexOf(cluster);
  active.copyWithin(at, at + 1, actives);
  return actives - 1;
}
