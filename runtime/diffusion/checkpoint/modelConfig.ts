import { RuntimeError } from '../../runtimeError';
import { ConfigProblem, recogniseFamily } from './families';

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

/**
 * Checks the content of a config.json.
 * @param source what the user would call the file, for messages
 * @throws RuntimeError model-unsupported, naming the key that is wrong or the family that is unknown
 */
export function parseModelConfig(data: unknown, source: string): ModelConfig {
  try {
    return recogniseFamily(data).read(data);
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    const action = 'Choose a model that this version of Whetstone supports, or update Whetstone.';
    throw new RuntimeError('model-unsupported', `${source}: ${error.message}.`, action);
  }
}
