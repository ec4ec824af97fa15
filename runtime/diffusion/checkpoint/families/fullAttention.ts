import type { FullAttentionConfig, FullAttentionTokens, TransformerShape } from '../modelConfig';
import { fitBudget, forbiddenTokens, type Budget } from './family';

/** What the families with full attention differ in. */
export interface FullAttentionFeatures {
  readonly family: string;
  /** 1: row i speaks of the token at position i + 1; 0: of its own. */
  readonly logitShift: 0 | 1;
  readonly queryKeyNorm: boolean;
  readonly projectionBias: boolean;
  readonly tiedHead: boolean;
  readonly budget: Budget;
  /** Most rows that the model was made for, and the key of config.json that says so. */
  readonly positions: { readonly most: number; readonly key: string };
  /** The first id that is no text; from here on no id may be chosen. */
  readonly firstControl: number;
  readonly special: Omit<FullAttentionTokens, 'forbidden'>;
}

export type Sizes = Omit<
  TransformerShape,
  'shiftedKeyHeads' | 'queryKeyNorm' | 'projectionBias' | 'tiedHead' | 'positions'
>;

/** Sizes of a Qwen-shaped config.json. */
export function qwenSizes(c: {
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly head_dim?: number | undefined;
  readonly intermediate_size: number;
  readonly vocab_size: number;
  readonly rms_norm_eps: number;
  readonly rope_theta: number;
}): Sizes {
  return {
    hidden: c.hidden_size,
    layers: c.num_hidden_layers,
    heads: c.num_attention_heads,
    kvHeads: c.num_key_value_heads,
    headDim: c.head_dim ?? c.hidden_size / c.num_attention_heads,
    intermediate: c.intermediate_size,
    vocab: c.vocab_size,
    epsilon: c.rms_norm_eps,
    ropeTheta: c.rope_theta,
  };
}

export function fullAttention(sizes: Sizes, features: FullAttentionFeatures): FullAttentionConfig {
  const { family, logitShift, queryKeyNorm, projectionBias, tiedHead, special } = features;
  const { positions, ...tokens } = fitBudget(features.budget, features.positions.most, features.positions.key);
  return {
    family,
    attention: 'full',
    logitShift,
    shape: { ...sizes, shiftedKeyHeads: 0, queryKeyNorm, projectionBias, tiedHead, positions },
    special: { ...special, forbidden: forbiddenTokens(special, features.firstControl, sizes.vocab) },
    ...tokens,
  };
}
