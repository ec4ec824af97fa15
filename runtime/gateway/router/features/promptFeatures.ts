/** What the router knows of a request: numbers only. The text cannot be read back from them. */
export interface PromptFeatures {
  /** Buckets of the n-grams of the instruction, ascending, each below NGRAM_BUCKETS. */
  readonly indices: Uint16Array;
  /** Signed weights of the buckets, of length 1 together (Euclidean). */
  readonly values: Float32Array;
  /** SHAPE_FEATURES numbers, not standardised. */
  readonly shape: Float64Array;
}

/** Word n-grams use the lower half of the buckets, character n-grams the upper half. */
export const NGRAM_BUCKETS = 1 << 15;

/** Of a logistic model that is linear in the features. */
export const SHAPE_FEATURES = 20;
