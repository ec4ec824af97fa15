import type { FullAttentionConfig } from '../checkpoint/modelConfig';
import type { Checkpoint } from '../infilling/contextCache';
import { ScratchRows } from '../infilling/rowStore';
import type { KeyValues, PassRunner } from '../model/diffusionModel';
import type { ContextCaching } from '../../protocol';
import { requirePositions, type CachingOptions, type ContextPasses } from './contextPasses';
import { gatherRows } from './gatherRows';
import { RowLayout, type ContextPieces, type KeptPiece, type KeptRows } from './rowLayout';

/** Keys and values of all rows of an encoding pass, and where the pieces stood in it. */
interface Encoded {
  readonly rows: KeyValues;
  readonly pieces: readonly KeptPiece[];
  /** Whether all slots were masks. */
  readonly pristine: boolean;
}

const keptBy: Readonly<Record<ContextCaching, KeptRows>> = { none: 'none', prefix: 'left', dual: 'all' };

/**
 * Passes of a model in which every row sees every row, over a context with windows in it. Without a cache each pass feeds
 * all rows. With one, the first pass feeds all rows, masks included, and keeps keys and values; the following ones feed
 * the windows ('dual'), or all from the first window on ('prefix'), and take the other rows as they were. That is exact
 * as long as the slots are what they were, and an approximation as they are filled. Source: Fast-dLLM (arXiv 2505.22618).
 */
export class FullAttentionPasses implements ContextPasses {
  /** Passes that were run, and those of them that fed all rows. */
  passes = 0;
  encodings = 0;
  /** Milliseconds in passes that fed all rows. */
  encodingMs = 0;
  private encoded: Encoded | undefined;
  private sinceEncoding = 0;
  private assembled: { readonly key: string; readonly past: KeyValues } | undefined;
  private scratch: ScratchRows | undefined;
  private scratchRows = 0;

  /** @param pieces one more than windows, the first not empty */
  constructor(
    private readonly model: PassRunner<FullAttentionConfig>,
    readonly pieces: ContextPieces,
    private readonly options: CachingOptions,
  ) {}

  /** Whether the context is there already, as it is for a new start from masks. */
  get isEncoded(): boolean {
    return this.encoded?.pristine === true;
  }

  /** Begins with masks again: what was kept stays only if it was computed with masks in the windows. */
  restart(): void {
    if (this.encoded?.pristine) return;
    this.encoded = undefined;
    this.assembled = undefined;
  }

  async logits(
    slots: readonly number[],
    wanted: readonly number[],
    signal: Checkpoint,
    lengths: readonly number[] = [slots.length],
  ): Promise<Float32Array> {
    await signal();
    const { cache, refreshEvery } = this.options;
    if (cache === 'none') return this.uncached(slots, wanted, lengths);
    const due = refreshEvery > 0 && this.sinceEncoding >= refreshEvery;
    if (!this.encoded || due) return this.encode(slots, wanted, lengths);
    this.sinceEncoding++;
    const layout = this.layout(slots, lengths, keptBy[cache]);
    const past = this.past(layout, this.encoded, lengths);
    return (await this.run(layout, wanted, past, false)).logits;
  }

  /** The logits of a pass that feeds all rows and keeps nothing. */
  async uncached(
    slots: readonly number[],
    wanted: readonly number[],
    lengths: readonly number[] = [slots.length],
  ): Promise<Float32Array> {
    const started = performance.now();
    const result = await this.run(this.layout(slots, lengths, 'none'), wanted, this.model.noPast, false);
    this.encodings++;
    this.encodingMs += performance.now() - started;
    return result.logits;
  }

  private async encode(
    slots: readonly number[],
    wanted: readonly number[],
    lengths: readonly number[],
  ): Promise<Float32Array> {
    const started = performance.now();
    // Freed before the pass: both together would be twice the memory.
    this.encoded = undefined;
    this.assembled = undefined;
    const layout = this.layout(slots, lengths, 'none');
    const { logits, present } = await this.run(layout, wanted, this.model.noPast, true);
    const pristine = slots.every((token) => token === this.model.config.special.mask);
    this.encoded = { rows: present, pieces: layout.kept, pristine };
    this.sinceEncoding = 0;
    this.encodings++;
    this.encodingMs += performance.now() - started;
    return logits;
  }

  private layout(slots: readonly number[], lengths: readonly number[], keep: KeptRows): RowLayout {
    const { logitShift, shape } = this.model.config;
    const layout = new RowLayout(this.pieces, slots, lengths, logitShift, keep);
    requirePositions(layout.length, shape.positions);
    return layout;
  }

  private async run(layout: RowLayout, wanted: readonly number[], past: KeyValues, present: boolean) {
    this.passes++;
    return this.model.run({
      tokens: layout.tokens,
      positions: layout.positions,
      previous: layout.tokens.map(() => 0),
      bias: new Float32Array(past.count + layout.tokens.length),
      rows: wanted.map((slot) => layout.rowOf(slot)),
      past,
      present,
    });
  }

  /** Kept rows at their present places. */
  private past(layout: RowLayout, encoded: Encoded, lengths: readonly number[]): KeyValues {
    const key = lengths.join(' ');
    if (this.assembled?.key === key) return this.assembled.past;
    const count = layout.kept.reduce((sum, piece) => sum + piece.count, 0);
    if (!this.scratch || this.scratchRows < count) {
      this.scratch = new ScratchRows(this.model.config.shape, count);
      this.scratchRows = count;
    }
    const past = this.scratch.rows(count);
    const ranges = layout.kept.map((piece, index) => {
      const from = encoded.pieces[index]!.start;
      return { from, count: piece.count, delta: piece.start - from };
    });
    gatherRows(this.model.config.shape, encoded.rows, ranges, past);
    this.assembled = { key, past };
    return past;
  }
}
