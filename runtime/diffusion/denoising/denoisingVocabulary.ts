import { RuntimeError } from '../../runtimeError';
import type { FullAttentionTokens } from '../checkpoint/modelConfig';
import { spansWithout, type TokenSpans } from './tokenSpans';

/** Which control tokens may be chosen. */
export interface Controls {
  readonly expand: boolean;
  readonly delete: boolean;
}

/** What a model's tokens are to the sampler. */
export class DenoisingVocabulary {
  private readonly spans = new Map<string, TokenSpans>();

  /** @param size number of logits in a row */
  constructor(
    readonly size: number,
    readonly special: Pick<FullAttentionTokens, 'mask' | 'expand' | 'delete' | 'forbidden'>,
  ) {}

  /** All tokens that a slot may hold which nothing else constrains: never the mask or a forbidden one. */
  allowed(controls: Controls): TokenSpans {
    const key = `${controls.expand} ${controls.delete}`;
    const known = this.spans.get(key);
    if (known) return known;
    const { mask, forbidden } = this.special;
    const excluded = [mask, ...forbidden];
    if (!controls.expand && this.special.expand !== undefined) excluded.push(this.special.expand);
    if (!controls.delete && this.special.delete !== undefined) excluded.push(this.special.delete);
    const spans = spansWithout(this.size, excluded);
    if (spans.length === 0) {
      throw new RuntimeError(
        'model-unsupported',
        'The model forbids every token, so that nothing can be written with it.',
        'Choose another model, or correct its config.json.',
      );
    }
    this.spans.set(key, spans);
    return spans;
  }
}
