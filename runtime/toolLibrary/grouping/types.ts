/** How alike tools are as one aspect shows it. */
export interface SimilarityView {
  readonly name: 'text' | 'embedding' | 'signature' | 'structure' | 'behaviour';
  /** Share in the whole; views that know nothing of a pair do not count for it. */
  readonly weight: number;
  /**
   * Fills `row[0 … tool - 1]` with the similarity of a tool to each before it, from 0 to 1, and NaN where this view knows nothing of the
   * pair.
   */
  fill(tool: number, row: Float32Array): void;
}

/** Long work tells how far it is, from 0 to 1, and can be broken off. */
export interface LongWork {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((share: number) => void) | undefined;
}
