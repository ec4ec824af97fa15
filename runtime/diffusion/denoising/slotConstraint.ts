import type { ByteString, HealingIndex } from '../infilling/healing';

/**
 * What the text of a window must begin with. While it prescribes something, the window's slots are filled from the left:
 * what a slot may hold depends on the slots before it.
 */
export interface SlotConstraint {
  /**
   * @param before tokens of the window up to the slot
   * @returns tokens that may stand in the slot; undefined where all may, there and further to the right
   */
  allowed(before: readonly number[]): Int32Array | undefined;
}

/** The window's text begins with these bytes: those of the pretoken that was taken back before the cursor. */
export function healingConstraint(index: HealingIndex, bytes: ByteString): SlotConstraint {
  return {
    allowed(before) {
      let rest = bytes;
      for (const token of before) {
        if (rest === '') break;
        rest = index.advance(rest, token);
      }
      return rest === '' ? undefined : index.allowed(rest);
    },
  };
}
