import { reversed, type ByteString, type HealingIndex } from '../infilling/healing';

/**
 * What the text of a window must begin and end with. While it prescribes something, the window's slots are filled from the left,
 * then from the right: what a slot may hold depends on the slots before or behind it.
 */
export interface SlotConstraint {
  /**
   * @param before tokens of the window up to the slot
   * @returns tokens that may stand in the slot; undefined where all may, there and further to the right
   */
  allowed(before: readonly number[]): Int32Array | undefined;
  /**
   * The same from the other side, where the end is prescribed as well.
   * @param behind tokens of the window behind the slot, the last one first
   * @returns none where what stands there contradicts what is prescribed
   */
  allowedAtEnd?(behind: readonly number[]): Int32Array | undefined;
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

/**
 * The window's text begins with some bytes and ends with others, those of the pretoken that the cursor cuts.
 * @param ends an index that reads backwards
 */
export function edgeConstraint(
  starts: HealingIndex,
  first: ByteString,
  ends: HealingIndex,
  last: ByteString,
): SlotConstraint {
  const prescribed = reversed(last);
  const none = new Int32Array();
  return {
    ...healingConstraint(starts, first),
    allowedAtEnd(behind) {
      let rest = prescribed;
      for (const token of behind) {
        if (rest === '') break;
        if (!ends.agrees(rest, token)) return none;
        rest = ends.advance(rest, token);
      }
      return rest === '' ? undefined : ends.allowed(rest);
    },
  };
}
