import { z } from 'zod';
import { family } from './family';
import { fullAttention } from './fullAttention';
import { bookkeeping, optionalToken, size, token, untied } from './qwenKeys';
import { lladaTensors } from './tensorNames';

const off = z.literal(false).optional();

/**
 * GSAI-ML/LLaDA-8B-Base and -Instruct: LLaMA's block with full attention, trained from scratch, logits not shifted.
 * Keys: config.json of GSAI-ML/LLaDA-8B-Instruct and Proximile/LLaDA-8B-Tools on huggingface.co; they are those of OLMo,
 * most of which turn on what LLaDA does not use.
 */
export const llada = family({
  name: 'llada',
  modelType: 'llada',
  tensors: lladaTensors,
  keys: z.strictObject({
    ...bookkeeping,
    model_type: z.string(),
    architectures: z.array(z.literal('LLaDAModelLM')).optional(),
    d_model: size,
    n_layers: size,
    n_heads: size,
    n_kv_heads: size.nullish(),
    mlp_hidden_size: size,
    vocab_size: size,
    /** Rows of the embedding, which may be more than tokens. */
    embedding_size: size,
    max_sequence_length: size,
    rms_norm_eps: z.number().positive(),
    rope_theta: z.number().positive(),
    mask_token_id: token,
    eos_token_id: optionalToken,
    pad_token_id: optionalToken,
    bos_token_id: optionalToken,
    // What shapes the block: only LLaMA's is here.
    block_type: z.literal('llama'),
    activation_type: z.literal('silu'),
    layer_norm_type: z.literal('rms'),
    layer_norm_with_affine: z.literal(true).optional(),
    rope: z.literal(true),
    weight_tying: untied,
    include_bias: z.literal(false),
    include_qkv_bias: off,
    alibi: off,
    attention_layer_norm: off,
    bias_for_layer_norm: off,
    input_emb_norm: off,
    scale_logits: off,
    multi_query_attention: z.literal(false).nullish(),
    // What changes no logit: values of features that are off, and training.
    attention_layer_norm_with_affine: z.boolean().optional(),
    alibi_bias_max: z.number().optional(),
    block_group_size: z.number().optional(),
    mlp_ratio: z.number().optional(),
    rope_full_precision: z.boolean().optional(),
    flash_attention: z.boolean().optional(),
    embedding_dropout: z.number().optional(),
    residual_dropout: z.number().optional(),
    init_cutoff_factor: z.number().nullish(),
    init_device: z.string().nullish(),
    init_fn: z.string().optional(),
    init_std: z.number().optional(),
    precision: z.string().nullish(),
  }),
  config: (c) =>
    fullAttention(
      {
        hidden: c.d_model,
        layers: c.n_layers,
        heads: c.n_heads,
        kvHeads: c.n_kv_heads ?? c.n_heads,
        headDim: c.d_model / c.n_heads,
        intermediate: c.mlp_hidden_size,
        vocab: c.embedding_size,
        epsilon: c.rms_norm_eps,
        ropeTheta: c.rope_theta,
      },
      {
        family: 'llada',
        logitShift: 0,
        queryKeyNorm: false,
        projectionBias: false,
        tiedHead: false,
        // 14 GFLOP a context token, as with the Dream models.
        budget: { window: 64, prefix: 512, suffix: 256 },
        positions: { most: c.max_sequence_length, key: 'max_sequence_length' },
        // <|startoftext|>; text ends before it.
        firstControl: 126080,
        special: {
          mask: c.mask_token_id,
          // Whether training put <|startoftext|> in front of code could not be verified; nothing is.
          bos: undefined,
          pad: c.pad_token_id,
          eos: c.eos_token_id,
          expand: undefined,
          delete: undefined,
        },
      },
    ),
});
