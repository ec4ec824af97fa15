import type { RewriteParams } from '../../protocol';
import { denoise, healingConstraint, RowReader } from '../denoising';
import type { Checkpoint } from '../infilling/contextCache';
import { textBehind } from '../infilling/middleText';
import type { Surroundings } from '../infilling/postProcess';
import { denoiseOptions } from '../requestOptions';
import type { WordJudgement, WordWriter } from '../rewriting/improveWords';
import type { RewriteVocabulary } from '../rewriting/rewriteVocabulary';
import { windowContext, type WindowContext } from './contextLayout';
import type { ContextPasses } from './contextPasses';
import { cachingOf, type FullAttentionInfiller, type FullAttentionSession } from './fullAttentionInfiller';
import { lengthPlan } from './lengthPlan';

/** As for suggestions. */
const defaultThreshold = 0.9;
/** What is certain to be impossible still has a logarithm. */
const least = 1e-12;
/** Tokens that a word may have more than before, where the model finds its length. */
const extraTokens = 4;

/** A word's gap: what is around it as tokens, and the passes over it. */
interface Gap {
  readonly around: Surroundings;
  readonly context: WindowContext;
  readonly passes: ContextPasses;
}

/**
 * Words by a model whose rows all see each other: each is a gap of its own. Its length is found where the family can do that, else it
 * is the old word's. New and old word are compared in the same gap, token by token from the left, each with all behind it masked.
 */
export class FullAttentionWords implements WordWriter {
  /** Passes that were run. */
  passes = 0;
  private gap: Gap | undefined;

  constructor(
    private readonly infiller: FullAttentionInfiller,
    private readonly vocabulary: RewriteVocabulary,
    private readonly params: RewriteParams,
    private readonly session: FullAttentionSession,
    private readonly checkpoint: Checkpoint,
  ) {}

  async propose(around: Surroundings, old: string): Promise<string | undefined> {
    const { model, healing } = this.infiller;
    const { context, passes } = this.gapOf(around);
    const before = passes.passes;
    const guess = this.tokensOf(context, old)?.length;
    if (guess === undefined) return undefined;
    const most = guess + extraTokens;
    const plan = lengthPlan({ kind: 'found' }, model.config, model.lengthCalibration, most, guess);
    const masks = new Array<number>(await this.infiller.slotsOf(plan, passes, this.checkpoint));
    const slots = masks.fill(model.config.special.mask);
    const constraint = healingConstraint(healing, context.healing);
    const { temperature, seed, denoising } = this.params;
    const options = {
      ...denoiseOptions(denoising, defaultThreshold),
      ...{ temperature, seed },
      length: plan.kind === 'denoised' ? plan.rule : undefined,
    };
    passes.restart();
    const { windows } = await denoise(
      passes,
      [{ slots, constraint }],
      // What is written again in front of the word may be a line end.
      this.vocabulary.for(context.healing + old),
      options,
      this.checkpoint,
    );
    this.passes += passes.passes - before;
    const [window] = windows;
    if (!window?.constraintMet) return undefined;
    const text = textBehind(model.tokenizer, window.tokens, context.healing.length);
    return text.trim() === '' || text !== text.trim() || /[\n\r\ufffd]/.test(text) ? undefined : text;
  }

  async judge(around: Surroundings, old: string, now: string): Promise<WordJudgement | undefined> {
    const gap = this.gapOf(around);
    const before = gap.passes.passes;
    const score = await this.score(gap, now);
    const oldScore = score === undefined ? undefined : await this.score(gap, old);
    this.passes += gap.passes.passes - before;
    return score === undefined || oldScore === undefined
      ? undefined
      : { gain: score - oldScore, probability: Math.exp(score) };
  }

  /** Logarithm of the probability of a word among those of as many tokens. */
  private async score({ context, passes }: Gap, word: string): Promise<number | undefined> {
    const { model, vocabulary } = this.infiller;
    const ids = this.tokensOf(context, word);
    if (!ids || ids.length > model.config.windowTokens) return undefined;
    const reader = new RowReader(vocabulary.size, { temperature: 0, topP: 1 });
    const allowed = vocabulary.allowed({ expand: false, delete: false });
    const { mask } = model.config.special;
    passes.restart();
    let sum = 0;
    for (const [slot, id] of ids.entries()) {
      const slots = ids.map((token, index) => (index < slot ? token : mask));
      const logits = await passes.logits(slots, [slot], this.checkpoint, [ids.length]);
      sum += Math.log(Math.max(least, reader.probabilityOf(logits, 0, allowed, id)));
    }
    return sum;
  }

  /** Tokens of a word with what is written again before it; undefined where that is a part of a character. */
  private tokensOf({ healing }: WindowContext, word: string): readonly number[] | undefined {
    const bytes = Buffer.from(healing, 'latin1');
    const healed = bytes.toString('utf8');
    if (!bytes.equals(Buffer.from(healed))) return undefined;
    return this.infiller.model.tokenizer.encode(healed + word).ids;
  }

  private gapOf(around: Surroundings): Gap {
    const { gap } = this;
    if (gap?.around.prefix === around.prefix && gap.around.suffix === around.suffix) return gap;
    const { model } = this.infiller;
    const { session, languageId, denoising } = this.params;
    const request = { session, languageId, snippets: [], ...around };
    const context = windowContext(request, model.config, this.session.encoder);
    // What is kept of other contexts is let go first: both together would be twice the memory.
    this.gap = undefined;
    this.session.passes = undefined;
    const passes = model.passesOver([context.before, context.after], cachingOf(model, denoising));
    return (this.gap = { around, context, passes });
  }
}
