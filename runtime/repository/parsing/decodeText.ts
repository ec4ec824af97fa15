/** Bytes looked at for a NUL, as Git does. */
const looked = 8000;

export type Decoded = { readonly text: string } | { readonly skipped: string };

/** The text of a file, without its byte order mark; or why it has none. */
export function decodeText(bytes: Buffer): Decoded {
  if (bytes.subarray(0, looked).includes(0)) return { skipped: 'binary' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { skipped: 'not valid UTF-8' };
  }
}

/** Texts from this size on can be minified. Bytes. */
const smallest = 4096;
/** Average length of lines that nobody wrote by hand. Characters. */
const longestAverage = 400;

export function isMinified(text: string, lines: number): boolean {
  return text.length >= smallest && text.length / Math.max(1, lines) > longestAverage;
}

export function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return text === '' || text.endsWith('\n') ? lines : lines + 1;
}
