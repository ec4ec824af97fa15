import { z } from 'zod';
import { family } from './family';
import { size, token } from './qwenKeys';
import { qwenTensors } from './tensorNames';

/**
 * The embedded family: Qwen3's keys, and what the family adds. The graph and the engine read these features, never the
 * family's name.
 */
export const whetstoneInfill = family({
  name: 'whetstone_infill',
  modelType: 'whetstone_infill',
  tensors: qwenTensors,
  keys: z.strictObject({
    model_type: z.literal('whetstone_infill'),
    architectures: z.array(z.string()).optional(),
    hidden_size: size,
    num_hidden_layers: size,
    num_attention_heads: size,
    num_key_value_heads: size,
    head_dim: size.refine((value) => value % 2 === 0, 'must be even'),
    intermediate_size: size,
    vocab_size: size,
    rms_norm_eps: z.number().positive(),
    rope_theta: z.number().positive(),
    hidden_act: z.literal('silu').optional(),
    attention_bias: z.literal(false).optional(),
    tie_word_embeddings: z.literal(true),
    /** Row i speaks of the token after row i. */
    logit_shift: z.literal(1),
    /** So many key heads carry the key of the row before, within one segment. */
    shifted_key_heads: z.number().int().nonnegative(),
    /** Prefix and suffix rows never see the window or each other. */
    attention: z.literal('isolated-context'),
    window_tokens: size,
    max_prefix_tokens: size,
    max_suffix_tokens: size,
    pad_token_id: token,
    bos_token_id: token,
    eof_token_id: token,
    file_token_id: token,
    suffix_token_id: token,
    mask_token_id: token,
    delete_token_id: token,
    language_token_ids: z.record(z.string(), token).refine((ids) => ids.other !== undefined, 'must hold "other"'),
  }),
  config: (c) => ({
    family: c.model_type,
    attention: c.attention,
    shape: {
      hidden: c.hidden_size,
      layers: c.num_hidden_layers,
      heads: c.num_attention_heads,
      kvHeads: c.num_key_value_heads,
      headDim: c.head_dim,
      intermediate: c.intermediate_size,
      vocab: c.vocab_size,
      epsilon: c.rms_norm_eps,
      ropeTheta: c.rope_theta,
      shiftedKeyHeads: c.shifted_key_heads,
      queryKeyNorm: true,
      projectionBias: false,
      tiedHead: true,
      // Continuation windows may stand behind a full prefix, so there is room for some windows more.
      positions: c.max_prefix_tokens + c.max_suffix_tokens + 1 + 8 * c.window_tokens,
    },
    special: {
      pad: c.pad_token_id,
      bos: c.bos_token_id,
      eof: c.eof_token_id,
      file: c.file_token_id,
      suffix: c.suffix_token_id,
      mask: c.mask_token_id,
      delete: c.delete_token_id,
      languages: c.language_token_ids,
    },
    windowTokens: c.window_tokens,
    maxPrefixTokens: c.max_prefix_tokens,
    maxSuffixTokens: c.max_suffix_tokens,
  }),
});
