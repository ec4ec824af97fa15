import { seededRandom } from '../core/seededRandom';

/**
 * Groups of the same sizes with members drawn by chance.
 * @param sizes of all groups, single ones too; their sum is the number of tools
 */
export function randomMerge<Tool>(tools: readonly Tool[], sizes: readonly number[], seed: number): Tool[][] {
  const random = seededRandom(seed);
  const mixed = [...tools];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = random(at + 1);
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  let start = 0;
  return sizes.map((size) => mixed.slice(start, (start += size)));
}
