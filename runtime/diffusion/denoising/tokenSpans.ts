/**
 * Token ids as half-open spans: from0, to0, from1, to1, ... in ascending order. What a slot may hold is nearly the whole
 * vocabulary but for some control tokens, so a loop over spans costs what a loop over the row costs, without a test for
 * each token.
 */
export type TokenSpans = Int32Array;

/** All ids below `size` but the excluded ones, in any order. */
export function spansWithout(size: number, excluded: readonly number[]): TokenSpans {
  const spans: number[] = [];
  let from = 0;
  for (const id of [...excluded, size].sort((a, b) => a - b)) {
    if (id > size) break;
    if (id > from) spans.push(from, id);
    from = Math.max(from, id + 1);
  }
  return Int32Array.from(spans);
}

/** Given ids, in any order. */
export function spansOf(ids: Iterable<number>): TokenSpans {
  const spans: number[] = [];
  for (const id of Int32Array.from(ids).sort()) {
    const end = spans.length - 1;
    if (spans[end] === id) spans[end] = id + 1;
    else if (spans.length === 0 || id > spans[end]!) spans.push(id, id + 1);
  }
  return Int32Array.from(spans);
}

/** Whether the spans hold a token. */
export function spansHold(spans: TokenSpans, token: number): boolean {
  for (let span = 0; span < spans.length; span += 2) {
    if (token < spans[span]!) return false;
    if (token < spans[span + 1]!) return true;
  }
  return false;
}
