import type { TransformerShape } from '../checkpoint/modelConfig';
import type { KeyValues } from '../model/diffusionModel';
import { rotaryRow } from '../onnx/transformerGraph';

/** Rows [from, from + count) of a source, which now stand `delta` positions further to the right (left when negative). */
export interface RowRange {
  readonly from: number;
  readonly count: number;
  readonly delta: number;
}

/**
 * Copies ranges of rows behind each other. Keys of rows that moved are rotated by the distance: rotations of the rotary
 * embedding add up, so that in the first layer they are exactly what a pass at the new place would give. In deeper layers
 * they are not, because there rows carry what they saw, and distances to others have changed.
 * @param target [kvHeads, count, headDim] for each layer, as long as all ranges together
 */
export function gatherRows(
  shape: Pick<TransformerShape, 'kvHeads' | 'headDim' | 'ropeTheta'>,
  source: KeyValues,
  ranges: readonly RowRange[],
  target: KeyValues,
): void {
  const { kvHeads, headDim } = shape;
  let at = 0;
  for (const { from, count, delta } of ranges) {
    const turn = delta === 0 ? undefined : rotation(shape, delta);
    for (let head = 0; head < kvHeads; head++) {
      const start = (head * source.count + from) * headDim;
      const end = start + count * headDim;
      const to = (head * target.count + at) * headDim;
      target.values.forEach((values, layer) => values.set(source.values[layer]!.subarray(start, end), to));
      target.keys.forEach((keys, layer) => {
        const rows = source.keys[layer]!.subarray(start, end);
        if (turn) rotateRows(rows, headDim, turn, keys, to);
        else keys.set(rows, to);
      });
    }
    at += count;
  }
}

interface Rotation {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
}

function rotation(shape: Pick<TransformerShape, 'headDim' | 'ropeTheta'>, delta: number): Rotation {
  const { cos, sin } = rotaryRow(shape, Math.abs(delta));
  return delta > 0 ? { cos, sin } : { cos, sin: sin.map((value) => -value) };
}

/** Channel i is paired with channel i + headDim / 2. */
function rotateRows(rows: Float32Array, headDim: number, turn: Rotation, target: Float32Array, to: number): void {
  const half = headDim / 2;
  for (let row = 0; row < rows.length; row += headDim) {
    for (let i = 0; i < half; i++) {
      const x = rows[row + i]!;
      const y = rows[row + i + half]!;
      const c = turn.cos[i]!;
      const s = turn.sin[i]!;
      target[to + row + i] = x * c - y * s;
      target[to + row + i + half] = y * c + x * s;
    }
  }
}
