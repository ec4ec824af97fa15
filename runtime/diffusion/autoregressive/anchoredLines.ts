/** Where the text of a document's last prompt began. */
export interface LineAnchor {
  /** The first characters of that text. */
  readonly mark: string;
}

const markUnits = 200;
/** Share of the room that is filled when the start has to move: so it moves seldom. */
const refill = 0.7;

/**
 * The tail of a text that fits. Its start stays at the line where it was as long as that fits: another start makes worthless all that a
 * model has read of it.
 * @param room UTF-16 units
 */
export function anchoredLines(
  text: string,
  room: number,
  last: LineAnchor | undefined,
): { readonly text: string; readonly anchor: LineAnchor } {
  const kept = (start: number) => {
    const tail = text.slice(start);
    return { text: tail, anchor: { mark: tail.slice(0, markUnits) } };
  };
  if (text.length <= room) return kept(0);
  const least = text.length - Math.floor(room);
  if (last?.mark.length === markUnits) {
    const at = text.indexOf(last.mark, least);
    if (at >= 0 && text.length - at >= (room * refill) / 2) return kept(at);
  }
  const wanted = text.length - Math.floor(room * refill);
  const line = text.indexOf('\n', wanted - 1) + 1;
  // Behind a very long line little would be left.
  return kept(line > 0 && text.length - line >= (room * refill) / 2 ? line : wanted);
}
