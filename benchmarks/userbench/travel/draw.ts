/** Draws from a seeded source: the same seed gives the same set on every machine. */
import { createHash } from 'node:crypto';
import { seededRandom } from '../../core/seededRandom';

export class Draw {
  private readonly below: (bound: number) => number;

  /** @param key anything that names what is drawn, e.g. set, seed and index */
  constructor(key: string) {
    this.below = seededRandom(createHash('sha256').update(key).digest().readUInt32BE(0));
  }

  /** A whole number from low to high, both included. */
  whole(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.below(1_000_000) < probability * 1_000_000;
  }

  /** @param from at least one */
  one<Value>(from: readonly Value[]): Value {
    return from[this.below(from.length)]!;
  }

  shuffled<Value>(values: readonly Value[]): readonly Value[] {
    const all = [...values];
    for (let i = all.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [all[i], all[j]] = [all[j]!, all[i]!];
    }
    return all;
  }

  some<Value>(from: readonly Value[], count: number): readonly Value[] {
    return this.shuffled(from).slice(0, count);
  }
}
