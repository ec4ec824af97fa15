/** The baseline without any model: what followed the longest earlier text that ends like the text before the cursor. */
import { extentEnd, postProcess } from '../../../runtime/diffusion';
import type { InfillExtent } from '../../../runtime/protocol';
import type { Competitor } from './competitor';

/** Characters that must agree before the cursor: fewer are no evidence. */
const SHORTEST = 4;
/** A longer agreement is as good as this. */
const LONGEST = 400;
/** Characters of a block that are copied at most. */
const MOST_COPIED = 600;

export function copyBaseline(): Competitor {
  return {
    name: 'copy only',
    settings: { baseline: 'copy', shortest: SHORTEST, longest: LONGEST },
    complete: ({ prefix, suffix, extent }) => {
      const started = performance.now();
      const text = copiedMiddle(prefix, suffix, extent);
      return Promise.resolve({ text, forwardPasses: 0, ms: performance.now() - started });
    },
    dispose: () => Promise.resolve(),
  };
}

/**
 * Looks in prefix and suffix for the place whose text before it agrees longest with the text before the cursor (among
 * equals the nearest one in the prefix, then the nearest one in the suffix), and copies what follows there: to the end of the extent, or to where it goes on
 * as the cursor's line does.
 *
 * @returns '' when no place agrees
 */
export function copiedMiddle(prefix: string, suffix: string, extent: InfillExtent): string {
  const source = longestMatch(prefix, suffix);
  if (source === undefined) return '';
  const around = { prefix, suffix };
  const end = extentEnd(source, extent, around);
  let text = source.slice(0, end ?? MOST_COPIED);
  const line = (suffix.split('\n', 1)[0] ?? '').trimEnd();
  // A bracket may stand in the text more than once: at its end it is the one that stands behind the cursor.
  if (line !== '' && text.includes(line)) text = text.slice(0, text.endsWith(line) ? -line.length : text.indexOf(line));
  return postProcess(text, extent, around, end !== undefined) ?? '';
}

/** Text that follows the best place, to the end of its side of the cursor. */
function longestMatch(prefix: string, suffix: string): string | undefined {
  let best = SHORTEST - 1;
  let found: string | undefined;
  for (const [text, last, step] of [
    // The suffix from the cursor on, the prefix from the cursor back: the nearest of equals comes first.
    [prefix, prefix.length - 1, -1],
    [suffix, 1, 1],
  ] as const) {
    for (let end = last; end > 0 && end < text.length; end += step) {
      const length = agreement(text, end, prefix);
      if (length > best) {
        best = length;
        found = text.slice(end);
      }
    }
  }
  return found;
}

/** Characters before `end` that agree with the last ones of the prefix. */
function agreement(text: string, end: number, prefix: string): number {
  const most = Math.min(end, LONGEST);
  let length = 0;
  while (length < most && text[end - 1 - length] === prefix[prefix.length - 1 - length]) length++;
  return length;
}
