import type { IsolatedContextModel } from '../model/diffusionModel';

/** Tokens around the window. The suffix starts with its marker. */
export interface ContextTokens {
  readonly prefix: readonly number[];
  readonly suffix: readonly number[];
}

/** What window rows see of the window: all of it (masked denoising), or the rows before them and themselves. */
export type WindowAttention = 'full' | 'causal';

/** Added to a score that a row must not see. Its exponential is zero; infinity could become a NaN on the way. */
const hidden = -1e9;

/** Rows as a pass takes them: S tokens, positions, and predecessors (0 for none, else row number from 1). */
export interface FedRows {
  readonly tokens: readonly number[];
  readonly positions: readonly number[];
  readonly previous: readonly number[];
}

/**
 * Causal rows that continue cached ones. Shifted key heads need the raw key of the row before, which is not in the
 * cache, so the last cached row is fed once more in front: it sees its cached key instead of its new one, nobody sees
 * its new key, and what comes out of it is dropped.
 */
export class ContextRows implements FedRows {
  readonly tokens: readonly number[];
  readonly positions: readonly number[];
  readonly previous: readonly number[];
  /** Number of rows fed again: 0 or 1. */
  readonly first: number;
  private readonly cached: number;

  /** @param all all tokens of the segment, of which the first `cached.length` are cached */
  constructor(cached: readonly number[], all: readonly number[]) {
    this.cached = cached.length;
    this.first = this.cached > 0 && all.length > this.cached ? 1 : 0;
    this.tokens = all.slice(this.cached - this.first);
    this.positions = this.tokens.map((_, row) => this.cached - this.first + row);
    this.previous = this.tokens.map((_, row) => row);
  }

  /** These rows, then other ones that form a segment of their own. */
  with(other: FedRows): FedRows {
    const before = this.tokens.length;
    return {
      tokens: [...this.tokens, ...other.tokens],
      positions: [...this.positions, ...other.positions],
      previous: [...this.previous, ...other.previous.map((row) => (row === 0 ? 0 : row + before))],
    };
  }

  /**
   * Who sees whom, [1 or S, C + S]: columns are cached prefix rows, `suffix` suffix rows, these rows, `window` window
   * rows. Window rows see all but the row fed again; if there are no other rows, one bias row serves all.
   */
  bias(suffix: number, window: number, attention: WindowAttention = 'full'): Float32Array {
    const own = this.tokens.length;
    const width = this.cached + suffix + own + window;
    if (own === 0 && attention === 'full') return new Float32Array(width);
    const bias = new Float32Array((own + window) * width);
    const ownStart = this.cached + suffix;
    for (let row = 0; row < own; row++) {
      const start = row * width;
      bias.fill(hidden, start + this.cached, start + ownStart);
      bias.fill(hidden, start + ownStart + row + 1, start + width);
    }
    // Nobody sees the row that is fed again, itself included: its cached key is there already.
    for (let row = 0; row < own + window; row++) {
      bias.fill(hidden, row * width + ownStart, row * width + ownStart + this.first);
    }
    if (attention === 'causal') {
      for (let row = own; row < own + window; row++) {
        bias.fill(hidden, row * width + ownStart + row + 1, (row + 1) * width);
      }
    }
    return bias;
  }
}

/** The last prefix token again, at its own place, then the slots. Row i speaks of slot i. */
export function windowRows(prefix: readonly number[], slots: readonly number[]): FedRows {
  const tokens = [prefix.at(-1)!, ...slots];
  return {
    tokens,
    positions: tokens.map((_, row) => prefix.length - 1 + row),
    previous: tokens.map((_, row) => row),
  };
}

/**
 * Context and window in one pass without any cache, each row seeing what the family's attention allows.
 * @param slots tokens or masks of the window; causal rows need not be told those behind the last row wanted
 * @returns logits [rows, vocab]
 */
export async function fullPass(
  model: IsolatedContextModel,
  context: ContextTokens,
  slots: readonly number[],
  rows: readonly number[],
  attention: WindowAttention = 'full',
): Promise<Float32Array> {
  const window = windowRows(context.prefix, slots);
  const p = context.prefix.length;
  const s = context.suffix.length;
  const w = model.config.windowTokens;
  const total = p + s + window.tokens.length;
  const place = (count: number, start: number) => Array.from({ length: count }, (_, row) => start + row);
  const bias = new Float32Array(total * total);
  for (let row = 0; row < p + s; row++) {
    const segment = row < p ? 0 : p;
    bias.fill(hidden, row * total, row * total + segment);
    bias.fill(hidden, row * total + row + 1, (row + 1) * total);
  }
  for (let row = p + s; row < total && attention === 'causal'; row++) {
    bias.fill(hidden, row * total + row + 1, (row + 1) * total);
  }
  const result = await model.run({
    tokens: [...context.prefix, ...context.suffix, ...window.tokens],
    positions: [...place(p, 0), ...place(s, p + w), ...window.positions],
    previous: [p, s, window.tokens.length].flatMap((count, segment) => {
      const start = [0, p, p + s][segment]!;
      return Array.from({ length: count }, (_, row) => (row === 0 ? 0 : start + row));
    }),
    bias,
    rows: rows.map((row) => p + s + row),
    past: model.noPast,
    present: false,
  });
  return result.logits;
}
