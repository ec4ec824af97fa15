import path from 'node:path';
import { TextTokenizer, wellFormed } from '../diffusion';

/** Number of tokens of a text. */
export type TokenCounter = (text: string) => number;

/** Tokens that the tokenizer of the embedded model has. */
const vocabulary = 4096;

/**
 * Counts tokens by the byte-level BPE of the embedded model, which ships with Whetstone and was made of source code: the same count on every machine and
 * in every version of a report. With 4,096 tokens it cuts finer than tokenizers of large models, so that its counts are higher than theirs; ratios are what they are
 * for.
 *
 * @param modelFolder folder of the embedded model
 * @throws RuntimeError model-missing or model-corrupt
 */
export async function openTokenCounter(modelFolder: string): Promise<TokenCounter> {
  const tokenizer = await TextTokenizer.load(path.join(modelFolder, 'tokenizer.json'), vocabulary);
  // Halves of pairs, which a text may hold, have no bytes.
  return (text) => tokenizer.encode(wellFormed(text)).ids.length;
}
