import { z } from 'zod';
import type { GgufValue } from './gguf';

/** What GGUF needs of a byte-level BPE tokenizer.json. */
export const tokenizerSchema = z.object({
  model: z.object({
    vocab: z.record(z.string(), z.number()),
    /** Pairs, as 'a b' (older files) or ['a', 'b']. */
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
  }),
  added_tokens: z.array(z.object({ id: z.number(), content: z.string() })).default([]),
});

/** llama.cpp's token types. */
const normal = 1;
const control = 3;

/** Metadata of a tokenizer; ids without a token become control tokens of their own. */
export function ggufTokenizer(
  tokenizer: z.infer<typeof tokenizerSchema>,
  vocab: number,
  special: { readonly bos: number; readonly eos: number; readonly pad: number },
): Record<string, GgufValue> {
  const tokens = Array.from({ length: vocab }, (_, id) => `[unused${id}]`);
  const types = Array.from({ length: vocab }, () => control);
  for (const [content, id] of Object.entries(tokenizer.model.vocab)) {
    tokens[id] = content;
    types[id] = normal;
  }
  for (const { id, content } of tokenizer.added_tokens) {
    tokens[id] = content;
    types[id] = control;
  }
  const u32 = (value: number): GgufValue => ({ type: 'uint32', value });
  return {
    'tokenizer.ggml.model': { type: 'string', value: 'gpt2' },
    'tokenizer.ggml.pre': { type: 'string', value: 'gpt-2' },
    'tokenizer.ggml.tokens': { type: 'strings', value: tokens },
    'tokenizer.ggml.token_type': { type: 'int32s', value: types },
    'tokenizer.ggml.merges': {
      type: 'strings',
      value: tokenizer.model.merges.map((merge) => (typeof merge === 'string' ? merge : merge.join(' '))),
    },
    'tokenizer.ggml.bos_token_id': u32(special.bos),
    'tokenizer.ggml.eos_token_id': u32(special.eos),
    'tokenizer.ggml.padding_token_id': u32(special.pad),
    'tokenizer.ggml.add_bos_token': { type: 'bool', value: false },
  };
}
