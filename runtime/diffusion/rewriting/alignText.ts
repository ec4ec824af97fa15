/** A piece of text, [start, end) in UTF-16 units. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/**
 * Moves pieces of a text onto a shorter form of it: what is left when characters were taken away. Pieces of which
 * nothing is left disappear; the others cover the shorter form without gaps.
 * @param pieces in order, without gaps
 */
export function alignPieces<T extends Piece>(pieces: readonly T[], text: string, shorter: string): readonly T[] {
  if (shorter === '') return [];
  const moved: T[] = [];
  let at = 0;
  let start = 0;
  for (const piece of pieces) {
    for (let unit = piece.start; unit < piece.end && at < shorter.length; unit++) {
      if (same(text[unit], shorter[at])) at++;
    }
    if (at > start) moved.push({ ...piece, start, end: at });
    start = at;
  }
  // What was put in place of something else belongs to the last piece.
  const last = moved.pop() ?? pieces[0];
  return last ? [...moved, { ...last, start: moved.at(-1)?.end ?? 0, end: shorter.length }] : [];
}

function same(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a === '\r' && b === '\n');
}
