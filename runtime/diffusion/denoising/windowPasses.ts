import type { Checkpoint } from '../infilling/contextCache';

/**
 * Logits of the slots of one or more windows: all that denoising knows of a model. Several windows (gaps of one file) are
 * one row of slots, the leftmost window first; who implements this knows where each window lies.
 */
export interface WindowPasses {
  /**
   * Runs the model once.
   * @param slots token or mask of each slot
   * @param wanted slot numbers in ascending order, at least one; rows of the result, in this order
   * @param signal awaited before the pass; throws where the request was cancelled
   * @param lengths number of slots of each window, in order; they change where slots are deleted or expanded, down to 0
   * @returns logits [wanted, vocab] of the tokens that stand at these slots (shifted models: already moved to their
   *   slots); the array is only read, and may be reused by the next call
   */
  logits(
    slots: readonly number[],
    wanted: readonly number[],
    signal: Checkpoint,
    lengths: readonly number[],
  ): Promise<Float32Array>;
}
