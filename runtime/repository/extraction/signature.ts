/** Characters of a signature at most. */
const longest = 400;

/** A definition up to its body, on one line. */
export function signatureOf(text: string, start: number, end: number): string {
  // More than enough of a definition without body, whose value may be a table of megabytes.
  const part = text.slice(start, Math.min(end, start + 8 * longest));
  const line = part.replace(/\s+/g, ' ').trim();
  const open = line.replace(/\s*(=>|[{:=])$/, '').trimEnd();
  return open.length <= longest ? open : `${open.slice(0, longest - 1)}…`;
}
