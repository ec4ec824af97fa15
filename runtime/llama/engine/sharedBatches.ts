import type { CustomBatchingPrioritizationStrategy } from 'node-llama-cpp';

/** What is queued goes into one batch; the next tokens of answers before pieces of prompts, which are longer. Counts the batches. */
export class SharedBatches {
  /** Batches that llama.cpp was given. */
  all = 0;
  /** Of these, how many held tokens of several requests. */
  shared = 0;

  readonly strategy: CustomBatchingPrioritizationStrategy = ({ items, size }) => {
    this.all += 1;
    if (items.length > 1) this.shared += 1;
    let left = size;
    return [...items]
      .sort((a, b) => a.tokens.length - b.tokens.length)
      .map((item) => {
        const processAmount = Math.min(item.tokens.length, left);
        left -= processAmount;
        return { item, processAmount };
      })
      .filter(({ processAmount }) => processAmount > 0);
  };
}
