import type { ContextPiece } from './types';

/** A piece with the lines that it covers, last one included. */
export interface PlacedPiece extends ContextPiece {
  readonly lastLine: number;
}

/**
 * The best pieces that fit, none of them inside another one of the same file.
 * @param around text that is read anyway: a piece that stands in it whole is no help
 * @param budget UTF-16 units of all texts with their paths
 * @returns least promising first
 */
export function choosePieces(
  candidates: readonly PlacedPiece[],
  around: string,
  budget: number,
): readonly ContextPiece[] {
  const ordered = [...candidates].sort((a, b) => b.score - a.score || byPath(a, b) || a.line - b.line);
  const chosen: PlacedPiece[] = [];
  const texts = new Set<string>();
  let left = budget;
  for (const piece of ordered) {
    const size = piece.text.length + piece.path.length;
    if (size > left || piece.text.trim() === '' || texts.has(piece.text) || around.includes(piece.text)) continue;
    if (chosen.some((other) => overlap(other, piece))) continue;
    chosen.unshift(piece);
    texts.add(piece.text);
    left -= size;
  }
  return chosen.map(({ lastLine: _, ...piece }) => piece);
}

function byPath(a: PlacedPiece, b: PlacedPiece): number {
  return a.path === b.path ? 0 : a.path < b.path ? -1 : 1;
}

function overlap(a: PlacedPiece, b: PlacedPiece): boolean {
  return a.path === b.path && a.line <= b.lastLine && b.line <= a.lastLine;
}
