import { sha256 } from '../../../core/runs/sha256';
import { seededRandom } from '../../../core/seededRandom';

/**
 * Numbers (mulberry32) that depend on nothing but the seed and a name, so that one part of an episode drawing more does not change another.
 * @param name e.g. `options hotel`
 */
export function seededStream(seed: number, name: string): (below: number) => number {
  return seededRandom(Number.parseInt(sha256(`${seed}\n${name}`).slice(0, 8), 16));
}

/** Fisher and Yates; the list given stays as it is. */
export function shuffled<T>(list: readonly T[], random: (below: number) => number): T[] {
  const copy = [...list];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = random(last + 1);
    [copy[last], copy[other]] = [copy[other]!, copy[last]!];
  }
  return copy;
}
