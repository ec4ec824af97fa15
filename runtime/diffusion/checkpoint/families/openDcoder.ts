import { z } from 'zod';
import { family } from './family';
import { fullAttention, qwenSizes } from './fullAttention';
import { bookkeeping, firstQwenControl, optionalToken, qwenShape, unusedFeatures } from './qwenKeys';
import { qwenTensors } from './tensorNames';

/**
 * fredzzp/open-dcoder-0.5B: Qwen2.5-Coder-0.5B trained with masks, full attention and logits shifted by one
 * (github.com/pengzhangzhi/Open-dLLM). Its config.json is that of an ordinary Qwen2 model, which is causal; what tells
 * it is the mask token <M> among the tokenizer's added tokens (151665, added by tasks/train_torch.py). The published
 * file itself was not at hand: keys are those of Qwen/Qwen2.5-Coder-0.5B, whose head is the embedding.
 */
export const openDcoder = family({
  name: 'open-dcoder',
  modelType: 'qwen2',
  tensors: qwenTensors,
  tokenKeys: { mask_token_id: '<M>' },
  keys: z.strictObject({
    ...qwenShape,
    ...unusedFeatures,
    ...bookkeeping,
    architectures: z.array(z.literal('Qwen2ForCausalLM')).optional(),
    tie_word_embeddings: z.boolean().optional(),
    mask_token_id: z
      .number('neither config.json nor the tokenizer has a mask token, so this is no diffusion model')
      .int()
      .nonnegative(),
    bos_token_id: optionalToken,
    eos_token_id: optionalToken,
    pad_token_id: optionalToken,
  }),
  config: (c) =>
    fullAttention(qwenSizes(c), {
      family: 'open-dcoder',
      logitShift: 1,
      queryKeyNorm: false,
      projectionBias: true,
      // Qwen2's default is untied; the small models write the key.
      tiedHead: c.tie_word_embeddings ?? false,
      // 0.7 GFLOP a context token.
      budget: { window: 64, prefix: 1024, suffix: 256 },
      positions: { most: c.max_position_embeddings, key: 'max_position_embeddings' },
      firstControl: firstQwenControl,
      special: {
        mask: c.mask_token_id,
        // Its infilling evaluation puts none in front (eval/eval_infill/eval_infill.py).
        bos: undefined,
        pad: c.pad_token_id,
        eos: c.eos_token_id,
        expand: undefined,
        delete: undefined,
      },
    }),
});
