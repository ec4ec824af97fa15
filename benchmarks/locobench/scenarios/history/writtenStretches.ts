import { diffLines } from 'diff';

/** Shorter stretches stand everywhere. */
const LEAST_TOKENS = 12;

/** Stretches of lines that a change wrote, long enough to give it away. */
export function writtenStretches(before: string, after: string): readonly string[] {
  return diffLines(before, after).flatMap(({ added, value }) => {
    const tokens = value.match(/\w+|[^\s\w]/g)?.length ?? 0;
    return added && tokens >= LEAST_TOKENS ? [value] : [];
  });
}
