import type { IsolatedContextModel } from '../model/diffusionModel';
import type { TextTokenizer } from '../model/textTokenizer';
import { HealingIndex } from './healing';
import type { SamplerVocabulary } from './windowSampler';

export function samplerVocabulary(model: IsolatedContextModel): SamplerVocabulary {
  const { special, shape } = model.config;
  const text = textTokens(model.tokenizer);
  return {
    size: shape.vocab,
    mask: special.mask,
    delete: special.delete,
    healing: new HealingIndex(model.tokenizer),
    text: Int32Array.from(text),
    textAndDelete: Int32Array.from([special.delete, ...text]),
  };
}

/** Ids of all tokens that are text. */
export function textTokens(tokenizer: TextTokenizer): readonly number[] {
  return tokenizer.bytes.flatMap((bytes, id) => (bytes && bytes.length > 0 ? [id] : []));
}
