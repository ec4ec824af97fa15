import type { TextReplacement } from '../adapters/adapterText';

/**
 * A text with stretches of it replaced, with the line ends that the text has. Those that begin at one place go in their order; the same insertion is made once.
 * @throws RangeError where two overlap
 */
export function applyReplacements(text: string, replacements: readonly TextReplacement[]): string {
  const sorted = [...new Map(replacements.map((each) => [JSON.stringify(each), each])).values()].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  );
  const windows = (text.match(/\r\n/g)?.length ?? 0) > (text.match(/(?<!\r)\n/g)?.length ?? 0);
  let result = '';
  let at = 0;
  for (const { start, end, after } of sorted) {
    if (start < at) throw new RangeError(`Two edits of one text overlap at ${String(start)}.`);
    result += text.slice(at, start) + (windows ? after.replaceAll(/\r?\n/g, '\r\n') : after);
    at = end;
  }
  return result + text.slice(at);
}
