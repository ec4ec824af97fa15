import type { InfillParams } from '../../protocol';
import type { Checkpoint } from '../infilling/contextCache';
import type { Infiller } from '../infilling/infiller';
import { textBehind } from '../infilling/middleText';
import type { Surroundings } from '../infilling/postProcess';
import type { WordJudgement, WordWriter } from './improveWords';
import type { SpanWork } from './spanWork';

/** A word may become longer by so many tokens than its characters: what is longer is no word. */
const extraTokens = 8;

/**
 * Words by the embedded family: each is a gap of its own, whose length the model finds, written with the copy prior. New and old text
 * are compared as whole middles of the same gap, their ends included.
 */
export class IsolatedWords implements WordWriter {
  constructor(
    private readonly infiller: Infiller,
    private readonly work: Pick<SpanWork, 'params' | 'random' | 'session'>,
    private readonly checkpoint: Checkpoint,
  ) {}

  async propose(around: Surroundings, old: string): Promise<string | undefined> {
    const { params, random, session } = this.work;
    const { temperature } = params;
    const rules = {
      sampling: temperature > 0 ? { temperature, random } : undefined,
      isEnough: (now: string) => now.includes('\n'),
    };
    const request = this.request(around, old);
    const { middle, healed } = await this.infiller.decodeOnce(request, session, rules, this.checkpoint);
    // Only the model's own end says that what stands behind the word goes on from it.
    if (middle.end === undefined) return undefined;
    const text = textBehind(this.infiller.model.tokenizer, middle.tokens, healed);
    return text.trim() === '' || text !== text.trim() || /[\n\r\ufffd]/.test(text) ? undefined : text;
  }

  async judge(around: Surroundings, old: string, now: string): Promise<WordJudgement | undefined> {
    const request = this.request(around, old);
    const [before, after] = await this.infiller.scoreTexts(request, [old, now], this.work.session, this.checkpoint);
    if (before === undefined || after === undefined) return undefined;
    return { gain: after - before, probability: Math.exp(after) };
  }

  private request({ prefix, suffix }: Surroundings, old: string): InfillParams {
    const { model, session, languageId, copy, seed } = this.work.params;
    return {
      ...{ model, session, languageId, copy, seed, prefix, suffix },
      snippets: [],
      extent: 'line',
      alternatives: 1,
      maxTokens: old.length + extraTokens,
      length: { kind: 'found' },
      threshold: 1,
    };
  }
}
