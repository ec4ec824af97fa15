import type { FullAttentionConfig } from '../checkpoint/modelConfig';
import { requirePositions, type CachingOptions, type ContextPasses } from '../fullAttention/contextPasses';
import { RowLayout, type ContextPieces } from '../fullAttention/rowLayout';
import type { Checkpoint } from '../infilling/contextCache';
import type { LlamaEvaluator } from '../../llama';

/** Logit of what is not among the candidates. Finite, so that nothing times zero is no number. */
const unlikely = -1e4;

/**
 * Passes of a model with full attention through llama.cpp, over a context with windows in it. Positions cannot be given
 * there and tokens must be in a row, so only what is left of the first window can be held ('dual' is as 'prefix');
 * llama.cpp's own diffusion architectures hold nothing.
 *
 * Logits are natural logarithms of probabilities: logits but for a constant of each row, which no choice depends on.
 */
export class LlamaPasses implements ContextPasses {
  /** Passes that were run, and those of them that fed all rows. */
  passes = 0;
  encodings = 0;
  /** Milliseconds in passes that fed all rows. */
  encodingMs = 0;
  /** Whether all slots were masks when what is held was computed. */
  private pristine = false;
  private sinceEncoding = 0;

  /** @param pieces one more than windows, the first not empty */
  constructor(
    private readonly model: LlamaEvaluator,
    private readonly config: Pick<FullAttentionConfig, 'logitShift' | 'shape' | 'special'>,
    readonly pieces: ContextPieces,
    private readonly options: CachingOptions,
  ) {}

  /** Whether the context is there already, as it is for a new start from masks. */
  get isEncoded(): boolean {
    return this.pristine && this.model.holder === this;
  }

  /** Begins with masks again: what was kept stays only if it was computed with masks in the windows. */
  restart(): void {
    if (!this.isEncoded && this.model.holder === this) this.model.holder = undefined;
  }

  async logits(
    slots: readonly number[],
    wanted: readonly number[],
    signal: Checkpoint,
    lengths: readonly number[] = [slots.length],
  ): Promise<Float32Array> {
    await signal();
    const { cache, refreshEvery } = this.options;
    const due = refreshEvery > 0 && this.sinceEncoding >= refreshEvery;
    const held = cache !== 'none' && this.model.info.cache && this.model.holder === this && !due;
    // A window that grew beyond the batch: the model is given a larger one, which holds nothing yet.
    const total = this.pieces.reduce((sum, piece) => sum + piece.length, slots.length);
    if (!held || total > this.model.info.maxTokens) return this.uncached(slots, wanted, lengths);
    this.sinceEncoding++;
    return this.run(slots, wanted, lengths, true);
  }

  /** The logits of a pass that feeds all rows. */
  async uncached(
    slots: readonly number[],
    wanted: readonly number[],
    lengths: readonly number[] = [slots.length],
  ): Promise<Float32Array> {
    const started = performance.now();
    const logits = await this.run(slots, wanted, lengths, false);
    this.model.holder = this;
    this.pristine = slots.every((token) => token === this.config.special.mask);
    this.sinceEncoding = 0;
    this.encodings++;
    this.encodingMs += performance.now() - started;
    return logits;
  }

  private async run(
    slots: readonly number[],
    wanted: readonly number[],
    lengths: readonly number[],
    held: boolean,
  ): Promise<Float32Array> {
    this.passes++;
    const { logitShift, shape } = this.config;
    const layout = new RowLayout(this.pieces, slots, lengths, logitShift, held ? 'left' : 'none');
    requirePositions(layout.length, shape.positions);
    // A row is asked for once, whoever speaks from it.
    const rows = [...new Set(wanted.map((slot) => layout.rowOf(slot)))];
    const { candidates, ids, probabilities } = await this.model.evaluate({
      tokens: Int32Array.from(layout.tokens),
      keep: held ? layout.kept[0]!.count : 0,
      rows,
    });
    const { vocab } = shape;
    const logits = new Float32Array(wanted.length * vocab).fill(unlikely);
    wanted.forEach((slot, index) => {
      const row = rows.indexOf(layout.rowOf(slot)) * candidates;
      for (let i = row; i < row + candidates; i++) {
        const probability = probabilities[i]!;
        if (ids[i]! >= 0 && probability > 0) logits[index * vocab + ids[i]!] = Math.log(probability);
      }
    });
    return logits;
  }
}
