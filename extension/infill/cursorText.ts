/**
 * The text around a cursor, bounded, with LF line ends. `documentEdge` stands where the document begins or ends inside the bounds,
 * so that two places are told apart even when the rest is alike.
 */
export interface CursorText {
  readonly before: string;
  readonly after: string;
}

/** Cannot stand in source code. */
export const documentEdge = '\u0000';
