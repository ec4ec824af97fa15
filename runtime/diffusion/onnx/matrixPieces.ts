import type { MatrixRows } from '../checkpoint/weights';
import type { MatrixSpec } from './projection';

/** A matrix with more outputs is multiplied in pieces. */
const mostOutputs = 4096;
/** About how many outputs a piece has: README.md, "int8 with full attention". */
const pieceOutputs = 2048;
/** Pieces begin where the kernels' tiles do. */
const tile = 16;

/**
 * Cuts a matrix with many outputs into matrices with a share of them each. ONNX Runtime adds up a product of int8
 * matrices in passes over some 400 inputs each, and writes all sums to memory between two passes; those of a piece
 * stay in the processor's cache.
 */
export function matrixPieces(spec: MatrixSpec): readonly MatrixSpec[] {
  const outputs = rowCount(spec.parts);
  if (outputs <= mostOutputs) return [spec];
  const size = Math.ceil(outputs / Math.ceil(outputs / pieceOutputs) / tile) * tile;
  return Array.from({ length: Math.ceil(outputs / size) }, (_, index) => ({
    name: `${spec.name}.${index}`,
    parts: cut(spec.parts, index * size, Math.min(outputs, (index + 1) * size)),
    inputs: spec.inputs,
  }));
}

/** Number of rows of all parts. */
export function rowCount(parts: readonly MatrixRows[]): number {
  return parts.reduce((sum, part) => sum + part.to - part.from, 0);
}

/** Rows [from, to) of parts that stand under each other. */
function cut(parts: readonly MatrixRows[], from: number, to: number): readonly MatrixRows[] {
  let start = 0;
  return parts.flatMap((part) => {
    // Where row 0 of the whole would be in this part's tensor.
    const shift = part.from - start;
    start += part.to - part.from;
    const piece = { name: part.name, from: Math.max(part.from, from + shift), to: Math.min(part.to, to + shift) };
    return piece.from < piece.to ? [piece] : [];
  });
}
