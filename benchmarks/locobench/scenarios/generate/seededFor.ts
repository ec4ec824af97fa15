import { seededRandom } from '../../../core/seededRandom';
import { sha256 } from '../context/repositoryTexts';

/** A generator that depends on nothing but the seed and a name. */
export function seededFor(seed: number, name: string): (below: number) => number {
  return seededRandom(Number.parseInt(sha256(`${seed}\n${name}`).slice(0, 8), 16));
}
