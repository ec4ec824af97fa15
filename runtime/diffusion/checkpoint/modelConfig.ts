import { z } from 'zod';
import { RuntimeError } from '../../runtimeError';

const size = z.number().int().positive();
const token = z.number().int().nonnegative();

/**
 * config.json of the embedded family: Qwen3's keys, and what the family adds. The graph and the engine read these
 * features, never the family's name, so that a relative with other features needs another schema and no other engine.
 * A key that is not known may be a feature that the graph has not: it is refused, not passed over.
 */
const whetstoneInfill = z.strictObject({
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
});

/** A transformer's shape; sizes in channels, rows and heads. */
export interface TransformerShape {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly intermediate: number;
  readonly vocab: number;
  readonly epsilon: number;
  readonly ropeTheta: number;
  /** So many key heads carry the raw key of the row before. */
  readonly shiftedKeyHeads: number;
  /** RMSNorm of queries and keys by head, before the rotation (Qwen3). */
  readonly queryKeyNorm: boolean;
  /** Biases of the query, key and value projections (Qwen2). */
  readonly projectionBias: boolean;
  /** The head is the embedding matrix. */
  readonly tiedHead: boolean;
  /** Highest position that a row can have, plus one: the length of the rotary tables. */
  readonly positions: number;
}

export interface SpecialTokens {
  readonly pad: number;
  readonly bos: number;
  readonly eof: number;
  readonly file: number;
  readonly suffix: number;
  readonly mask: number;
  readonly delete: number;
  /** Token of a language by the family's own name of it; 'other' is always there. */
  readonly languages: Readonly<Record<string, number>>;
}

interface CommonConfig {
  /** Name of the family, the manifest's `family`: 'whetstone_infill', 'coda', 'dream', 'open-dcoder', 'llada', ... */
  readonly family: string;
  readonly shape: TransformerShape;
  /** Most slots of one window. */
  readonly windowTokens: number;
  readonly maxPrefixTokens: number;
  readonly maxSuffixTokens: number;
}

/** Prefix and suffix rows never see the window or each other: their keys and values are exact whatever is filled in. */
export interface IsolatedContextConfig extends CommonConfig {
  readonly attention: 'isolated-context';
  readonly special: SpecialTokens;
}

/** Every row sees every row, as CoDA, Dream and LLaDA were trained. Positions are those in prefix, window, suffix. */
export interface FullAttentionConfig extends CommonConfig {
  readonly attention: 'full';
  /** 1: row i speaks of the token at position i + 1; 0: of its own. */
  readonly logitShift: 0 | 1;
  readonly special: FullAttentionTokens;
}

export interface FullAttentionTokens {
  readonly mask: number;
  /** Put in front of the text where the model wants it; undefined where nothing is. */
  readonly bos: number | undefined;
  readonly pad: number | undefined;
  readonly eos: number | undefined;
  /** DreamOn: the slot becomes two masks. */
  readonly expand: number | undefined;
  /** DreamOn: the slot disappears. */
  readonly delete: number | undefined;
  /** Ids that may not be chosen inside a window: mask, control and unused ids, without expand and delete. Ascending. */
  readonly forbidden: readonly number[];
}

export type ModelConfig = IsolatedContextConfig | FullAttentionConfig;

/** Families that this version of the engine runs. */
const families = ['whetstone_infill'];

/**
 * Checks the content of a config.json.
 * @param source what the user would call the file, for messages
 * @throws RuntimeError model-unsupported, naming the key that is wrong or the family that is unknown
 */
export function parseModelConfig(data: unknown, source: string): ModelConfig {
  const family = z.object({ model_type: z.string() }).safeParse(data);
  if (!family.success) throw unsupported(source, 'it has no "model_type"');
  if (!families.includes(family.data.model_type)) {
    throw unsupported(
      source,
      `the architecture "${family.data.model_type}" is not known (known: ${families.join(', ')})`,
    );
  }
  const parsed = whetstoneInfill.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = issue?.code === 'unrecognized_keys' ? issue.keys.join('", "') : issue?.path.join('.');
    throw unsupported(source, `"${key ?? '?'}": ${issue?.message ?? 'is wrong'}`);
  }
  const c = parsed.data;
  if (c.num_attention_heads % c.num_key_value_heads !== 0) {
    throw unsupported(source, '"num_attention_heads" is no multiple of "num_key_value_heads"');
  }
  if (c.shifted_key_heads > c.num_key_value_heads) {
    throw unsupported(source, '"shifted_key_heads" is greater than "num_key_value_heads"');
  }
  const special = {
    pad: c.pad_token_id,
    bos: c.bos_token_id,
    eof: c.eof_token_id,
    file: c.file_token_id,
    suffix: c.suffix_token_id,
    mask: c.mask_token_id,
    delete: c.delete_token_id,
    languages: c.language_token_ids,
  };
  for (const id of [...Object.values(special), ...Object.values(special.languages)]) {
    if (typeof id === 'number' && id >= c.vocab_size) throw unsupported(source, `token ${id} is outside "vocab_size"`);
  }
  return {
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
    special,
    windowTokens: c.window_tokens,
    maxPrefixTokens: c.max_prefix_tokens,
    maxSuffixTokens: c.max_suffix_tokens,
  };
}

function unsupported(source: string, what: string): RuntimeError {
  return new RuntimeError(
    'model-unsupported',
    `${source}: ${what}.`,
    'Choose a model that this version of Whetstone supports, or update Whetstone.',
  );
}
