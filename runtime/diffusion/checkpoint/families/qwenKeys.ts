import { z } from 'zod';

export const size = z.number().int().positive();
export const token = z.number().int().nonnegative();

/** Keys that every Qwen-shaped config.json has and that shape the graph. */
export const qwenShape = {
  model_type: z.string(),
  hidden_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  num_key_value_heads: size,
  intermediate_size: size,
  vocab_size: size,
  rms_norm_eps: z.number().positive(),
  rope_theta: z.number().positive(),
  max_position_embeddings: size,
};

/** Features of transformers that these families do not use. A value that turns one on is refused by the key's name. */
export const unusedFeatures = {
  hidden_act: z.literal('silu').optional(),
  attention_bias: z.literal(false).optional(),
  rope_scaling: z.null().optional(),
  use_sliding_window: z.literal(false).optional(),
  // Width of a window that is not used.
  sliding_window: z.number().nullable().optional(),
  max_window_layers: z.number().optional(),
  use_mrope: z.literal(false).optional(),
  layer_types: z.array(z.literal('full_attention')).optional(),
};

/** Keys that transformers writes and reads for itself, and those of training. They change no logit. */
export const bookkeeping = {
  architectures: z.array(z.string()).optional(),
  _name_or_path: z.string().optional(),
  auto_map: z.record(z.string(), z.string()).optional(),
  torch_dtype: z.string().optional(),
  dtype: z.string().optional(),
  transformers_version: z.string().nullable().optional(),
  use_cache: z.boolean().optional(),
  initializer_range: z.number().optional(),
  attention_dropout: z.number().optional(),
};

/** For families whose head is a matrix of its own. transformers ties by default: then one overwrites the other. */
export const untied = z.literal(false, {
  error: 'this family has a head of its own; tied to the embedding it gives nothing but repeated tokens',
});

/** Token that may be absent. */
export const optionalToken = token.nullish().transform((id) => id ?? undefined);

/** The first of Qwen's control tokens, <|endoftext|>; the 151,643 tokens before it are text. */
export const firstQwenControl = 151643;
