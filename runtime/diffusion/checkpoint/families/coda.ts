import { z } from 'zod';
import { family } from './family';
import { fullAttention, qwenSizes } from './fullAttention';
import {
  bookkeeping,
  firstQwenControl,
  optionalToken,
  qwenShape,
  size,
  token,
  unusedFeatures,
  untied,
} from './qwenKeys';
import { qwenTensors } from './tensorNames';

/**
 * Salesforce/CoDA-v0-Base and CoDA-v0-Instruct: Qwen3-1.7B with full attention, logits shifted by one and a head of its
 * own. Keys and values of config.json: CoDALanguageModel/model_config.py in github.com/SalesforceAIResearch/CoDA; the
 * published file leaves "tie_word_embeddings" out, and transformers then ties (its default here), which is wrong.
 */
export const coda = family({
  name: 'coda',
  modelType: 'CoDA',
  tensors: qwenTensors,
  keys: z.strictObject({
    ...qwenShape,
    ...unusedFeatures,
    ...bookkeeping,
    head_dim: size,
    tie_word_embeddings: untied.optional(),
    mask_token_id: token,
    // The config names a bos; nothing in training or inference puts one in front.
    bos_token_id: optionalToken,
    eos_token_id: optionalToken,
    pad_token_id: optionalToken,
    // Which kernel PyTorch takes, and how training masked.
    attention_kernel: z.string().nullish(),
    prefix_probability: z.unknown().optional(),
    truncate_probability: z.unknown().optional(),
    block_masking_probability: z.unknown().optional(),
    mask_block_sizes: z.unknown().optional(),
    sampling_eps: z.unknown().optional(),
  }),
  config: (c) =>
    fullAttention(qwenSizes(c), {
      family: 'coda',
      logitShift: 1,
      queryKeyNorm: true,
      projectionBias: false,
      tiedHead: false,
      // 2.8 GFLOP a context token: a full context takes seconds on a processor, and well under one on a GPU.
      budget: { window: 64, prefix: 1024, suffix: 256 },
      positions: { most: c.max_position_embeddings, key: 'max_position_embeddings' },
      firstControl: firstQwenControl,
      special: {
        mask: c.mask_token_id,
        bos: undefined,
        pad: c.pad_token_id,
        eos: c.eos_token_id,
        expand: undefined,
        delete: undefined,
      },
    }),
});
