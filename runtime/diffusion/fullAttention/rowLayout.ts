/**
 * Context tokens in front of, between and behind windows: one piece more than there are windows. The first is not empty,
 * because models with shifted logits were never trained to predict the first position.
 */
export type ContextPieces = readonly (readonly number[])[];

/** Which rows of the context are taken from a cache: none, those left of the first window, or all that can be. */
export type KeptRows = 'none' | 'left' | 'all';

/** Rows of a piece that are not fed: the first `count`, standing at position `start` and further. */
export interface KeptPiece {
  readonly start: number;
  readonly count: number;
}

/**
 * Where every token stands when windows have so many slots, and which rows a pass is fed. Positions are those in the
 * text: pieces and windows behind each other, from 0.
 */
export class RowLayout {
  /** Fed rows, in ascending position. */
  readonly tokens: readonly number[];
  readonly positions: readonly number[];
  /** For each piece the rows that are in the cache. */
  readonly kept: readonly KeptPiece[];
  /** All tokens, context and slots. */
  readonly length: number;
  /** Number of the fed row of each slot. */
  private readonly slotRows: readonly number[];

  /**
   * @param lengths slots of each window
   * @param shift 1: the row before a slot speaks of it, so that with `kept` the last row of a piece is fed again
   */
  constructor(
    pieces: ContextPieces,
    slots: readonly number[],
    lengths: readonly number[],
    private readonly shift: 0 | 1,
    keep: KeptRows,
  ) {
    const tokens: number[] = [];
    const positions: number[] = [];
    const kept: KeptPiece[] = [];
    const slotRows: number[] = [];
    let position = 0;
    let slot = 0;
    const feed = (token: number) => {
      tokens.push(token);
      positions.push(position++);
    };
    pieces.forEach((piece, index) => {
      const speaks = index < lengths.length ? shift : 0;
      const own = keep === 'all' || (keep === 'left' && index === 0) ? Math.max(0, piece.length - speaks) : 0;
      kept.push({ start: position, count: own });
      position += own;
      piece.slice(own).forEach(feed);
      for (let left = lengths[index] ?? 0; left > 0; left--) {
        slotRows.push(tokens.length);
        feed(slots[slot++]!);
      }
    });
    this.tokens = tokens;
    this.positions = positions;
    this.kept = kept;
    this.length = position;
    this.slotRows = slotRows;
  }

  /** Number of the fed row whose logits speak of a slot. */
  rowOf(slot: number): number {
    return Math.max(0, this.slotRows[slot]! - this.shift);
  }
}
