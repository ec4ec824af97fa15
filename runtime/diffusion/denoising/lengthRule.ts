import { RuntimeError } from '../../runtimeError';
import type { Controls, DenoisingVocabulary } from './denoisingVocabulary';

/**
 * Whether the number of slots may change while they are filled. 'delete-only': a slot in which a delete token is revealed
 * disappears. 'expand-delete': moreover one in which an expand token is revealed becomes two masks (DreamOn, arXiv
 * 2602.01326).
 */
export type SlotLength =
  | { readonly kind: 'fixed' }
  | {
      readonly kind: 'delete-only';
      /** Whether all masks of the window behind a deleted slot are deleted with it, up to a token that stays. Default true. */
      readonly deletesToRight?: boolean | undefined;
    }
  | {
      readonly kind: 'expand-delete';
      readonly deletesToRight?: boolean | undefined;
      /** A window of so many slots grows no more; DreamOn was evaluated with 64. */
      readonly maxSlots: number;
      /** So many times a window may grow; default `maxSlots`, as in DreamOn's evaluation. */
      readonly expandBudget?: number | undefined;
    };

/** Decides when slots may be deleted or doubled. Since a window grows only so often, denoising always ends. */
export class LengthRule {
  private readonly budgets = new Map<number, number>();

  /** @throws RuntimeError model-unsupported when the model has no token for what is asked */
  constructor(
    private readonly length: SlotLength,
    vocabulary: DenoisingVocabulary,
  ) {
    const { special } = vocabulary;
    const lacks =
      (length.kind !== 'fixed' && special.delete === undefined) ||
      (length.kind === 'expand-delete' && special.expand === undefined);
    if (lacks) {
      throw new RuntimeError(
        'model-unsupported',
        `The model was not trained to find the length of a text as "${length.kind}" does.`,
        'Let the length be found as the model does it best, or choose another model.',
      );
    }
  }

  get deletesToRight(): boolean {
    return this.length.kind !== 'fixed' && this.length.deletesToRight !== false;
  }

  /** @param last whether this is the last step: then masks would be left over if a window grew */
  controls(window: number, slots: number, last: boolean): Controls {
    return { expand: !last && this.mayGrow(window, slots), delete: this.length.kind !== 'fixed' };
  }

  /** Takes one growth from a window's budget. @returns false when it may not grow */
  grow(window: number, slots: number): boolean {
    if (!this.mayGrow(window, slots)) return false;
    this.budgets.set(window, this.budget(window) - 1);
    return true;
  }

  private mayGrow(window: number, slots: number): boolean {
    return this.length.kind === 'expand-delete' && slots < this.length.maxSlots && this.budget(window) > 0;
  }

  private budget(window: number): number {
    if (this.length.kind !== 'expand-delete') return 0;
    return this.budgets.get(window) ?? this.length.expandBudget ?? this.length.maxSlots;
  }
}
