import {
  bestTwo,
  bucketCount,
  collectTo,
  fillBuckets,
  massOf,
  sumMasses,
  sumSome,
  tokenAtMark,
  type MassSums,
  type ScaledRow,
} from './rowMasses';
import type { TokenSpans } from './tokenSpans';

/** How a row of logits becomes the distribution that is drawn from: scaled, then cut. Source: CoDA's and Dream's sampler. */
export interface TokenFilter {
  /** 0: the best token is taken, and the distribution is that of temperature 1. */
  readonly temperature: number;
  /** The fewest tokens whose mass exceeds this stay, 0..1; 1: all. */
  readonly topP: number;
  /** As many of the best tokens stay (all of those that are as good as the last one); undefined: all. */
  readonly topK?: number | undefined;
}

/** A token drawn from a row of logits, and what orders and acceptance rules ask of the row. */
export interface Drawn {
  readonly token: number;
  /** Of the token in the distribution drawn from. */
  readonly confidence: number;
  /** Greatest probability less the second, in the distribution drawn from. */
  readonly margin: number;
  /** Of the distribution drawn from, in nats. */
  readonly entropy: number;
  /** Of the token among all allowed ones at temperature 1: how sure the model is of it. */
  readonly probability: number;
  /**
   * The second best token (the best one where another was drawn), with its probability in the same sense; undefined when
   * there is only one.
   */
  readonly other: { readonly token: number; readonly probability: number } | undefined;
}

/**
 * Draws tokens from rows of logits. A row is passed over two to four times; nothing is sorted but the narrow slice of
 * tokens at the edge of the nucleus, and no array of the row's size is made for it.
 */
export class RowReader {
  private readonly mass = new Float64Array(bucketCount);
  private readonly count = new Int32Array(bucketCount);
  /** Tokens that the filter leaves, where there is one. */
  private readonly kept: Int32Array;
  private keptCount = 0;
  private readonly edge: number[] = [];

  /** @param vocab number of logits in a row */
  constructor(
    private readonly vocab: number,
    private readonly filter: TokenFilter,
  ) {
    this.kept = new Int32Array(vocab);
  }

  /**
   * @param logits [rows, vocab]
   * @param spans tokens that may be drawn
   * @param random uniform numbers; asked once where the temperature is not 0
   * @throws RangeError when no token is allowed or the logits are not numbers
   */
  read(logits: Float32Array, row: number, spans: TokenSpans, random: () => number): Drawn {
    const { temperature, topP, topK } = this.filter;
    const { plain, best, second } = this.plainRow(logits, row, spans);
    const scaled = temperature > 0 && temperature !== 1 ? { ...plain, scale: 1 / temperature } : plain;
    const cut = topP < 1 || topK !== undefined;
    const kept = cut ? this.cut(scaled) : undefined;
    const { sum, moment } = kept ?? sumMasses(scaled);
    const plainSum = scaled !== plain ? sumMasses(plain).sum : (kept?.whole ?? sum);
    const token = temperature > 0 ? this.draw(scaled, cut, random() * sum, best) : best;
    const logit = (id: number) => logits[plain.start + id]!;
    const secondStays = second >= 0 && (!cut || this.keptCount > 1);
    const probability = (id: number) => Math.exp(logit(id) - plain.top) / plainSum;
    const other = token === best ? second : best;
    return {
      token,
      confidence: massOf(logit(token), scaled) / sum,
      margin: (1 - (secondStays ? massOf(logit(second), scaled) : 0)) / sum,
      entropy: Math.max(0, Math.log(sum) - moment / sum),
      probability: probability(token),
      other: other < 0 ? undefined : { token: other, probability: probability(other) },
    };
  }

  /** Probability of a token at temperature 1, among those that are allowed. */
  probabilityOf(logits: Float32Array, row: number, spans: TokenSpans, token: number): number {
    const { plain } = this.plainRow(logits, row, spans);
    return Math.min(1, Math.exp(logits[plain.start + token]! - plain.top) / sumMasses(plain).sum);
  }

  /** Greatest probability of a row at temperature 1. */
  greatestProbability(logits: Float32Array, row: number, spans: TokenSpans): number {
    return 1 / sumMasses(this.plainRow(logits, row, spans).plain).sum;
  }

  private plainRow(logits: Float32Array, row: number, spans: TokenSpans) {
    const start = row * this.vocab;
    const [best, second] = bestTwo(logits, start, spans);
    const top = logits[start + best] ?? NaN;
    if (best < 0 || !Number.isFinite(top)) {
      throw new RangeError('No token is allowed, or the logits are not numbers.');
    }
    const plain: ScaledRow = { logits, start, spans, top, scale: 1 };
    return { plain, best, second };
  }

  /**
   * Finds the tokens that the filter leaves: those in better buckets than the edge, and the best of the edge's bucket.
   * @returns sums over them, and the mass of the whole row
   */
  private cut(row: ScaledRow): MassSums & { readonly whole: number } {
    const { mass, count, edge: atEdge, kept } = this;
    fillBuckets(row, mass, count);
    let whole = 0;
    for (const part of mass) whole += part;
    const limit = this.filter.topP < 1 ? this.filter.topP * whole : Infinity;
    const most = this.filter.topK ?? Infinity;
    let edge = 0;
    let before = 0;
    let number = 0;
    while (edge < bucketCount && before + mass[edge]! <= limit && number + count[edge]! < most) {
      before += mass[edge]!;
      number += count[edge++]!;
    }
    this.keptCount = collectTo(row, edge, kept, atEdge);
    const logit = (token: number) => row.logits[row.start + token]!;
    atEdge.sort((a, b) => logit(b) - logit(a) || a - b);
    let last = NaN;
    for (const token of atEdge) {
      if (before > limit || (this.keptCount >= most && logit(token) !== last)) break;
      kept[this.keptCount++] = token;
      last = logit(token);
      before += massOf(last, row);
    }
    return { ...sumSome(row, kept, this.keptCount), whole };
  }

  /** @param mark where in the sum of all masses; @param best taken where rounding leaves none */
  private draw(row: ScaledRow, cut: boolean, mark: number, best: number): number {
    if (!cut) {
      const token = tokenAtMark(row, mark);
      return token < 0 ? best : token;
    }
    let left = mark;
    for (let index = 0; index < this.keptCount; index++) {
      const token = this.kept[index]!;
      left -= massOf(row.logits[row.start + token]!, row);
      if (left < 0) return token;
    }
    return best;
  }
}
