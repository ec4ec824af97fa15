import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';

export interface TokenCounter {
  /** Of the tokenizer, or `characters/4`. */
  readonly name: string;
  /** Whether counts are only an estimate. */
  readonly estimate: boolean;
  count(text: string): number;
}

/** For models whose tokenizer is not at hand. */
export const estimatedTokens: TokenCounter = {
  name: 'characters/4',
  estimate: true,
  count: (text) => Math.ceil(text.length / 4),
};

/**
 * @param file a `tokenizer.json`, or a folder that holds one
 * @throws BadInputError when it cannot be read or is no tokenizer
 */
export async function openTokenCounter(file: string): Promise<TokenCounter> {
  const named = file.endsWith('.json') ? file : path.join(file, 'tokenizer.json');
  const text = await readFile(named, 'utf8').catch((cause: unknown) => {
    throw new BadInputError(`${named} cannot be read. Name a tokenizer.json, or the folder that holds it.`, { cause });
  });
  // The library is published for both module systems; a static import would choose by the bundler's mood.
  const { Tokenizer } = await import('@huggingface/tokenizers');
  try {
    const tokenizer = new Tokenizer(z.looseObject({ model: z.looseObject({}) }).parse(JSON.parse(text)), {});
    return {
      name: path.basename(path.dirname(path.resolve(named))),
      estimate: false,
      count: (each) => tokenizer.encode(each, { add_special_tokens: false }).ids.length,
    };
  } catch (cause) {
    throw new BadInputError(`${named} is no tokenizer. Name the tokenizer.json of a model.`, { cause });
  }
}
