import type { IsolatedContextModel, KeyValues, PassResult } from '../model/diffusionModel';
import { rotaryRow } from '../onnx/transformerGraph';
import { ContextRows, fullPass, windowRows, type ContextTokens, type WindowAttention } from './passes';
import { RowStore, ScratchRows } from './rowStore';

/** Prefix rows in one pass: of a longer pass more than half of the scores would be masked away. */
const chunkRows = 128;
/** Up to so many new prefix rows go with the first window pass: they add less than a pass of their own would cost. */
const fusedRows = 48;

/** Told between passes; throws to stop. */
export type Checkpoint = () => Promise<void>;

/**
 * Keys and values of one document's context, kept over denoising steps and keystrokes. Prefix and suffix rows never see
 * the window or each other, so they stay exact: typing appends prefix rows, and moves the suffix by a rotation of its
 * keys.
 */
export class ContextCache {
  private readonly prefixRows: RowStore;
  /** Suffix rows as computed at positions 0, 1, ... */
  private readonly suffixRows: RowStore;
  private readonly movedSuffix: RowStore;
  private movedBy = -1;
  /** Tokens of the rows in the cache. */
  private prefix: number[] = [];
  private suffix: readonly number[] = [];
  /** The prefix that is asked for: what the cache lacks of it goes with the next window pass. */
  private wanted: readonly number[] = [];
  private assembled: { readonly past: KeyValues; readonly prefix: number; readonly shift: number } | undefined;
  private readonly scratch: ScratchRows;
  passes = 0;

  constructor(private readonly model: IsolatedContextModel) {
    const { shape, maxSuffixTokens } = model.config;
    this.prefixRows = new RowStore(shape, shape.positions - maxSuffixTokens - 1 - model.config.windowTokens);
    this.suffixRows = new RowStore(shape, maxSuffixTokens + 1);
    this.movedSuffix = new RowStore(shape, maxSuffixTokens + 1);
    this.scratch = new ScratchRows(shape, this.prefixRows.capacity + this.suffixRows.capacity);
  }

  /** Greatest number of prefix tokens, continuation included. */
  get capacity(): number {
    return this.prefixRows.capacity;
  }

  /**
   * Makes the cache hold this context, but for the last few prefix rows, which go with the first window pass.
   * @returns number of rows that were there already
   */
  async set(context: ContextTokens, checkpoint: Checkpoint): Promise<number> {
    const sameSuffix = equal(this.suffix, context.suffix);
    if (!sameSuffix) await this.encodeSuffix(context.suffix, checkpoint);
    const common = commonLength(this.prefix, context.prefix);
    if (common < this.prefix.length || !sameSuffix) this.assembled = undefined;
    this.prefix.length = common;
    this.prefixRows.truncate(common);
    this.wanted = context.prefix;
    while (this.wanted.length - this.prefix.length > fusedRows) {
      await checkpoint();
      const rows = new ContextRows(this.prefix, this.wanted.slice(0, this.prefix.length + chunkRows));
      const bias = rows.bias(0, 0);
      const result = await this.run(rows, bias, [0], this.prefixPast(), true);
      this.keep(rows, result);
    }
    return common + (sameSuffix ? this.suffix.length : 0);
  }

  /**
   * Runs one window pass.
   * @param slots tokens or masks of the window, [windowTokens]; where attention is causal, those behind the last row
   * that is wanted are seen by nobody and may be left out
   * @param rows window rows whose logits are wanted; row i speaks of slot i
   * @returns logits [rows, vocab]
   */
  async window(
    slots: readonly number[],
    rows: readonly number[],
    checkpoint: Checkpoint,
    attention: WindowAttention = 'full',
  ): Promise<Float32Array> {
    await checkpoint();
    const past = this.past();
    const added = new ContextRows(this.prefix, this.wanted);
    const window = windowRows(this.wanted, slots);
    const all = added.with(window);
    const bias = added.bias(this.suffix.length, window.tokens.length, attention);
    const wanted = rows.map((row) => row + added.tokens.length);
    const result = await this.run(all, bias, wanted, past, added.tokens.length > 0);
    this.keep(added, result);
    return result.logits;
  }

  /** The same logits without any cache: context and window in one pass. For tests and benchmarks. */
  async uncachedWindow(
    slots: readonly number[],
    rows: readonly number[],
    attention: WindowAttention = 'full',
  ): Promise<Float32Array> {
    return fullPass(this.model, { prefix: this.wanted, suffix: this.suffix }, slots, rows, attention);
  }

  private async run(
    fed: Pick<ContextRows, 'tokens' | 'positions' | 'previous'>,
    bias: Float32Array,
    rows: readonly number[],
    past: KeyValues,
    present: boolean,
  ): Promise<PassResult> {
    this.passes++;
    const { tokens, positions, previous } = fed;
    return this.model.run({ tokens, positions, previous, bias, rows, past, present });
  }

  private keep(rows: ContextRows, result: PassResult): void {
    if (rows.tokens.length === 0) return;
    this.prefixRows.append(result.present, rows.first, rows.tokens.length);
    this.prefix.push(...rows.tokens.slice(rows.first));
    this.assembled = undefined;
  }

  private async encodeSuffix(suffix: readonly number[], checkpoint: Checkpoint): Promise<void> {
    await checkpoint();
    this.suffix = [];
    this.movedBy = -1;
    this.suffixRows.truncate(0);
    const rows = new ContextRows([], suffix);
    const result = await this.run(rows, rows.bias(0, 0), [0], this.model.noPast, true);
    this.suffixRows.append(result.present, 0, suffix.length);
    this.suffix = suffix;
  }

  /** Cached prefix rows alone, for the passes that encode more of the prefix. */
  private prefixPast(): KeyValues {
    this.assembled = undefined;
    const past = this.scratch.rows(this.prefixRows.count);
    this.prefixRows.copyTo(past, 0);
    return past;
  }

  /** Cached prefix rows, then the suffix rows at their present place. */
  private past(): KeyValues {
    const count = this.prefixRows.count;
    const shift = this.wanted.length + this.model.config.windowTokens;
    const before = this.assembled;
    if (before?.prefix === count && before.shift === shift) return before.past;
    if (this.movedBy !== shift) {
      const { cos, sin } = rotaryRow(this.model.config.shape, shift);
      this.movedSuffix.rotateFrom(this.suffixRows, cos, sin);
      this.movedBy = shift;
    }
    const past = this.scratch.rows(count + this.suffix.length);
    if (before?.prefix !== count) this.prefixRows.copyTo(past, 0);
    this.movedSuffix.copyTo(past, count);
    this.assembled = { past, prefix: count, shift };
    return past;
  }
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && commonLength(a, b) === a.length;
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
