/**
 * The loops over a whole row of logits. A row of CoDA has 151,936, and a step reads one for each empty slot, so each loop
 * is written out with the exponential in this same file, where the compiler can put it in place of the call: behind an
 * import it took five times as long.
 */
import type { TokenSpans } from './tokenSpans';

/** Tokens of one row of logits that may be chosen, and how far apart their logits are taken to be. */
export interface ScaledRow {
  readonly logits: Float32Array;
  /** Where the row begins. */
  readonly start: number;
  readonly spans: TokenSpans;
  /** The greatest logit of the row's spans. */
  readonly top: number;
  /** Inverse temperature. */
  readonly scale: number;
}

/** Below this the exponential is taken for zero: so far down, even 151,936 tokens have less than 2e-9 of the best one's mass. */
const negligible = -32;
/** Steps of the table for each unit. */
const resolution = 256;
/** exp at 0, -1/256, -2/256, ... */
const table = Float64Array.from({ length: -negligible * resolution + 1 }, (_, at) => Math.exp(-at / resolution));
const stepsPerBucket = 4;
/** Buckets by which a row's mass is counted: 1/64 wide, from the best logit downwards. */
export const bucketCount = (-negligible * resolution) / stepsPerBucket;

/** exp of `negligible` to 0, to 13 digits: a look-up, and four terms of the series for the rest. */
function exponential(value: number): number {
  const at = (value * -resolution) | 0;
  const rest = value + at / resolution;
  return table[at]! * (1 + rest * (1 + rest * (0.5 + rest * (1 / 6 + rest * (1 / 24)))));
}

/** Mass of a logit against that of the best one. */
export function massOf(logit: number, { top, scale }: ScaledRow): number {
  const distance = (logit - top) * scale;
  return distance > negligible ? exponential(distance) : 0;
}

/** The two best tokens of a row; -1 where there is none. The leftmost first among equals. */
export function bestTwo(
  logits: Float32Array,
  start: number,
  spans: TokenSpans,
): readonly [best: number, second: number] {
  let best = -1;
  let second = -1;
  let top = -Infinity;
  let next = -Infinity;
  for (let span = 0; span < spans.length; span += 2) {
    const end = start + spans[span + 1]!;
    for (let at = start + spans[span]!; at < end; at++) {
      const value = logits[at]!;
      if (value > top) {
        second = best;
        next = top;
        best = at - start;
        top = value;
      } else if (value > next) {
        second = at - start;
        next = value;
      }
    }
  }
  return [best, second];
}

/** Sums over a distribution, d being the scaled distance of a logit to the best one: of exp(d), and of d exp(d). */
export interface MassSums {
  readonly sum: number;
  readonly moment: number;
}

export function sumMasses({ logits, start, spans, top, scale }: ScaledRow): MassSums {
  let sum = 0;
  let moment = 0;
  for (let span = 0; span < spans.length; span += 2) {
    const end = start + spans[span + 1]!;
    for (let at = start + spans[span]!; at < end; at++) {
      const distance = (logits[at]! - top) * scale;
      if (distance > negligible) {
        const mass = exponential(distance);
        sum += mass;
        moment += mass * distance;
      }
    }
  }
  return { sum, moment };
}

/** The same sums over some tokens of the row. */
export function sumSome({ logits, start, top, scale }: ScaledRow, tokens: Int32Array, count: number): MassSums {
  let sum = 0;
  let moment = 0;
  for (let index = 0; index < count; index++) {
    const distance = (logits[start + tokens[index]!]! - top) * scale;
    const mass = exponential(distance);
    sum += mass;
    moment += mass * distance;
  }
  return { sum, moment };
}

/** Adds up mass and number of tokens by bucket. */
export function fillBuckets(
  { logits, start, spans, top, scale }: ScaledRow,
  mass: Float64Array,
  count: Int32Array,
): void {
  mass.fill(0);
  count.fill(0);
  for (let span = 0; span < spans.length; span += 2) {
    const end = start + spans[span + 1]!;
    for (let at = start + spans[span]!; at < end; at++) {
      const distance = (logits[at]! - top) * scale;
      if (distance > negligible) {
        const bucket = ((distance * -resolution) / stepsPerBucket) | 0;
        mass[bucket]! += exponential(distance);
        count[bucket]!++;
      }
    }
  }
}

/**
 * Collects the tokens of better buckets than the edge, and apart from them those of the edge.
 * @returns number of tokens in `better`
 */
export function collectTo(
  { logits, start, spans, top, scale }: ScaledRow,
  edge: number,
  better: Int32Array,
  atEdge: number[],
): number {
  let count = 0;
  atEdge.length = 0;
  // Most tokens are far below the edge: one comparison is enough for them.
  const floor = Math.max(negligible, (-(edge + 1) * stepsPerBucket) / resolution);
  for (let span = 0; span < spans.length; span += 2) {
    const end = start + spans[span + 1]!;
    for (let at = start + spans[span]!; at < end; at++) {
      const distance = (logits[at]! - top) * scale;
      if (!(distance > floor)) continue;
      const bucket = ((distance * -resolution) / stepsPerBucket) | 0;
      if (bucket < edge) better[count++] = at - start;
      else atEdge.push(at - start);
    }
  }
  return count;
}

/** The token at which the masses, added up in the order of their ids, exceed a mark; -1 if none does. */
export function tokenAtMark({ logits, start, spans, top, scale }: ScaledRow, mark: number): number {
  let left = mark;
  for (let span = 0; span < spans.length; span += 2) {
    const end = start + spans[span + 1]!;
    for (let at = start + spans[span]!; at < end; at++) {
      const distance = (logits[at]! - top) * scale;
      if (distance > negligible) {
        left -= exponential(distance);
        if (left < 0) return at - start;
      }
    }
  }
  return -1;
}
