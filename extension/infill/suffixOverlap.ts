/**
 * Cuts from the end of a suggestion what already stands after the cursor. The runtime does this too, by tokens and brackets;
 * this is the last guard, on whole text, for what it was not shown or did not see as one.
 * @param lineAfter text between the cursor and the end of its line
 * @param nextLine first line with text below, or undefined
 */
export function cutSuffixOverlap(text: string, lineAfter: string, nextLine: string | undefined): string {
  return cutRepeatedLine(cutRepeatedRest(text, lineAfter), nextLine);
}

/** The suggestion ends with the whole rest of the line. Short rests and brackets alone may well be needed twice. */
function cutRepeatedRest(text: string, lineAfter: string): string {
  const rest = lineAfter.trim();
  if (rest.length < 3 || !/[\p{L}\p{N}]/u.test(rest) || !text.trimEnd().endsWith(rest)) return text;
  return text.trimEnd().slice(0, -rest.length);
}

/** The suggestion's last line, with its indentation, is the line that follows anyway. Lone closers are left. */
function cutRepeatedLine(text: string, nextLine: string | undefined): string {
  const lines = text.split('\n');
  const last = lines.at(-1)?.trimEnd();
  // At another depth it is another line: nested blocks end alike, and `return` may well be needed twice.
  if (lines.length < 2 || !last || last !== nextLine?.trimEnd()) return text;
  if (!/[\p{L}\p{N}]/u.test(last)) return text;
  return lines.slice(0, -1).join('\n');
}
