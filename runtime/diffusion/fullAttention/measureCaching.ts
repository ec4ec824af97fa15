import type { DenoisingOptions } from '../../protocol';
import { denoise, DenoisingVocabulary, healingConstraint, type WindowPasses } from '../denoising';
import type { Checkpoint } from '../infilling/contextCache';
import { HealingIndex } from '../infilling/healing';
import type { WindowModel } from '../model/loadedModel';
import { denoiseOptions } from '../requestOptions';
import type { CachingOptions } from './contextPasses';
import { prepareTask, type MeasuredTask } from './measuredTask';

/** How far the logits of one pass are from those of a full pass over the same slots. */
export interface PassDrift {
  /** Rows compared: the slots that were asked for. */
  readonly rows: number;
  /** Rows whose best token is the same. */
  readonly sameBest: number;
  /** Mean over the rows of the greatest absolute difference of a logit. */
  readonly difference: number;
}

export interface CachedRun {
  readonly text: string;
  readonly tokens: readonly number[];
  /** Tokens of what belongs there. */
  readonly truth: readonly number[];
  readonly passes: number;
  /** Milliseconds in the passes of this caching, without those it is compared with. */
  readonly ms: number;
  /** For each pass, in order; empty unless asked for. */
  readonly drift: readonly PassDrift[];
}

/** Fills the gap of a task, with as many masks as belong there, and compares every pass with a full one if asked to. */
export class CachingMeasurement {
  private readonly vocabulary: DenoisingVocabulary;
  private readonly healing: HealingIndex;

  constructor(private readonly model: WindowModel) {
    this.vocabulary = new DenoisingVocabulary(model.config.shape.vocab, model.config.special);
    this.healing = new HealingIndex(model.tokenizer);
  }

  /** @returns undefined for a task that needs more tokens than the model's window has */
  async run(
    task: MeasuredTask,
    caching: CachingOptions,
    denoising: DenoisingOptions | undefined,
    compare: boolean,
    checkpoint: Checkpoint,
  ): Promise<CachedRun | undefined> {
    const { context, tokens: truth, textOf } = prepareTask(this.model, task);
    const { windowTokens, special } = this.model.config;
    if (truth.length === 0 || truth.length > windowTokens) return undefined;
    const own = this.model.passesOver([context.before, context.after], caching);
    const full = this.model.passesOver(own.pieces, { cache: 'none', refreshEvery: 0 });
    const drift: PassDrift[] = [];
    let ms = 0;
    const passes: WindowPasses = {
      logits: async (slots, wanted, signal, lengths) => {
        const started = performance.now();
        const logits = await own.logits(slots, wanted, signal, lengths);
        ms += performance.now() - started;
        if (compare) drift.push(driftOf(logits, await full.uncached(slots, wanted, lengths), wanted.length));
        return logits;
      },
    };
    const window = {
      slots: truth.map(() => special.mask),
      constraint: healingConstraint(this.healing, context.healing),
    };
    const options = denoiseOptions(denoising, denoising?.accept ? 1 : 0.9);
    const { windows } = await denoise(passes, [window], this.vocabulary, options, checkpoint);
    const { tokens } = windows[0]!;
    return { text: textOf(tokens), tokens, truth, passes: own.passes, ms, drift };
  }
}

function driftOf(logits: Float32Array, exact: Float32Array, rows: number): PassDrift {
  const vocab = logits.length / rows;
  let sameBest = 0;
  let difference = 0;
  for (let row = 0; row < rows; row++) {
    let [best, exactBest, greatest] = [0, 0, 0];
    for (let id = 0; id < vocab; id++) {
      const at = row * vocab + id;
      if (logits[at]! > logits[row * vocab + best]!) best = id;
      if (exact[at]! > exact[row * vocab + exactBest]!) exactBest = id;
      greatest = Math.max(greatest, Math.abs(logits[at]! - exact[at]!));
    }
    if (best === exactBest) sameBest++;
    difference += greatest / rows;
  }
  return { rows, sameBest, difference };
}
