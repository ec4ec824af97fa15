import assert from 'node:assert/strict';
import { z } from 'zod';
import { TextTokenizer } from '../model/textTokenizer';
import { codaTokenizer } from './codaTokenizer';

describe('tokenizer of the true-size checkpoint', () => {
  it('has the published sizes and special ids, and writes any text', async () => {
    const made = z
      .object({
        added_tokens: z.array(z.object({ id: z.number(), content: z.string() })),
        model: z.object({ vocab: z.record(z.string(), z.number()), merges: z.array(z.array(z.string())) }),
      })
      .parse(codaTokenizer());
    assert.equal(Object.keys(made.model.vocab).length, 151_643);
    assert.equal(made.model.merges.length, 151_387);
    const ids = new Map(made.added_tokens.map(({ content, id }) => [content, id]));
    assert.deepEqual(
      ['<|endoftext|>', '<|im_end|>', '<|fim_prefix|>', '<think>', '<|mask|>'].map((token) => ids.get(token)),
      [151643, 151645, 151659, 151667, 151669],
    );
    const tokenizer = await TextTokenizer.parse(JSON.stringify(codaTokenizer()), 'tokenizer.json', 151_936);
    const text = 'def f(self):\n    return {"ключ": 12}  # 🙂\n';
    assert.equal(Buffer.from(tokenizer.decode(tokenizer.encode(text).ids)).toString(), text);
  }).timeout(30_000);
});
