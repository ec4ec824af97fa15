import type { DenoisedWindow } from '../denoising';

/** Another suggestion to try: a window of the same length in which one slot holds its second best token. */
export interface SlotBranch {
  readonly slot: number;
  readonly token: number;
  readonly probability: number;
}

/** Tokens less probable than this start nothing that a person wants to read. */
const leastProbability = 0.01;

/**
 * Slots at which the model wavered, the most even ones first. Denoising fills the others anew around the token.
 * @param first the first slot that is not prescribed
 * @param visible number of tokens that the caller kept
 */
export function slotBranches({ choices }: DenoisedWindow, first: number, visible: number): readonly SlotBranch[] {
  return choices
    .flatMap((choice, slot) => {
      const other = choice?.other;
      if (!other || slot < first || slot >= visible || other.probability < leastProbability) return [];
      return [{ slot, ...other }];
    })
    .sort((a, b) => b.probability - a.probability || a.slot - b.slot);
}
