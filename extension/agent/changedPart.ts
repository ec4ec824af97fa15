/** The part of a text that differs from another one: what `[start, end)` of the old one is replaced by. */
export interface ChangedPart {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The smallest one part, so that cursors, folds and marks elsewhere in a document stay where they are. */
export function changedPart(before: string, after: string): ChangedPart {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail += 1;
  // Neither half of a surrogate pair nor of a line end stands alone.
  if (start > 0 && isFirstHalf(before, start - 1)) start -= 1;
  if (tail > 0 && isFirstHalf(before, before.length - tail - 1)) tail -= 1;
  if (tail > 0 && isFirstHalf(after, after.length - tail - 1)) tail -= 1;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

function isFirstHalf(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return (code >= 0xd800 && code <= 0xdbff) || (code === 13 && text.charCodeAt(index + 1) === 10);
}
