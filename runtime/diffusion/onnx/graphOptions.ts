/**
 * How matrices are stored and multiplied.
 *
 * - `fp32`: as they are.
 * - `int8`: weights in seven bits with a scale for each output channel, activations in eight bits with a scale for each
 *   row. The fastest on processors.
 * - `int8-blocks`, `int4-blocks`: weights in eight or four bits with a scale for each block of a row (MatMulNBits). The
 *   smallest files, and what GPUs multiply at full speed.
 */
export type WeightFormat = 'fp32' | 'int8' | 'int8-blocks' | 'int4-blocks';

/** The embedding is only looked up, so there is nothing to gain from blocks. */
export type EmbeddingFormat = Extract<WeightFormat, 'fp32' | 'int8'>;

/** Values that share a scale in the block formats. */
export type BlockSize = 32 | 128;

/**
 * What the block formats multiply the weights with: activations in int8 with a scale for each block, four times as fast
 * on processors, or as they are.
 */
export type BlockActivations = 'int8' | 'fp32';

export interface GraphOptions {
  /** Matrices of attention and feed-forward layers. */
  readonly blocks: WeightFormat;
  readonly embedding: EmbeddingFormat;
  /** A tied head shares the embedding's matrix where both have the same format, and is stored once more otherwise. */
  readonly head: WeightFormat;
  readonly blockSize: BlockSize;
  readonly blockActivations: BlockActivations;
  /** Rows can be hidden from each other even in a family where all rows see each other; for probes of providers. */
  readonly masked?: boolean;
}

/**
 * What a conversion is asked for by name. int4 keeps embedding and head in eight bits: what is rounded there goes into
 * every token and every logit, and a head in int8 is the faster one on processors.
 */
export const graphPresets = {
  fp32: { blocks: 'fp32', embedding: 'fp32', head: 'fp32', blockSize: 32, blockActivations: 'int8' },
  int8: { blocks: 'int8', embedding: 'int8', head: 'int8', blockSize: 32, blockActivations: 'int8' },
  'int8-blocks': {
    blocks: 'int8-blocks',
    embedding: 'int8',
    head: 'int8-blocks',
    blockSize: 32,
    blockActivations: 'int8',
  },
  int4: { blocks: 'int4-blocks', embedding: 'int8', head: 'int8', blockSize: 32, blockActivations: 'int8' },
} as const satisfies Readonly<Record<string, GraphOptions>>;

export type Quantisation = keyof typeof graphPresets;
