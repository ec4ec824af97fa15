import type { LibraryProgress } from '../../../runtime/toolLibrary/protocol';

/** Least milliseconds between two of one stage. */
const pauseMs = 200;

/** Few a second; the first of each stage and its end are always told. */
export function seldom(tell: (progress: LibraryProgress) => void): (progress: LibraryProgress) => void {
  let last: { readonly stage: LibraryProgress['stage']; readonly at: number } | undefined;
  return (progress) => {
    const now = Date.now();
    const { stage, share } = progress;
    if (last?.stage === stage && now - last.at < pauseMs && share !== 1) return;
    last = { stage, at: now };
    tell(progress);
  };
}
