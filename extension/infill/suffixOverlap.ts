/**
 * Cuts from the end of a suggestion what already stands after the cursor. The runtime does this too, by tokens and brackets;
 * this is the last guard, on whole text, for what it was not shown or did not see as one.
 * @param lineAfter text between the cursor and the end of its line
 * @param nextLine first line with text below, or undefined
 */
export function cutSuffixOverlap(text: string, lineAfter: string, nextLine: string | undefined): string {
  return cutRepeatedLine(cutRepeatedRest(text, lineAfter), nextLine);
}

/** The suggestion ends with the whole rest of the line. Short rests, such as `)`, may well be needed twice. */
function cutRepeatedRest(text: string, lineAfter: string): string {
  const rest = lineAfter.trim();
  if (rest.length < 3 || !text.trimEnd().endsWith(rest)) return text;
  return text.trimEnd().slice(0, -rest.length);
}

/** The suggestion's last line is the line that follows anyway. Lone closers are left: nested blocks end alike. */
function cutRepeatedLine(text: string, nextLine: string | undefined): string {
  const lines = text.split('\n');
  const last = lines.at(-1)?.trim();
  if (lines.length < 2 || !last || last !== nextLine?.trim()) return text;
  if (!/[\p{L}\p{N}]/u.test(last)) return text;
  return lines.slice(0, -1).join('\n');
}
