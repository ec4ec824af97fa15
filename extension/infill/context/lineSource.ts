/** A document as lines: what the context is cut from without copying the whole text. */
export interface LineSource {
  readonly lineCount: number;
  /** Text of a line, 0-based, without its line end. */
  line(index: number): string;
}

export interface LinePosition {
  /** 0-based. */
  readonly line: number;
  /** UTF-16 units from the line's beginning. */
  readonly character: number;
}

/** Moves a cut out of the middle of a surrogate pair, towards the line's end. */
export function wholeCharacter(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff && index > 0 ? index + 1 : index;
}
