/** Least milliseconds between two of one stage. */
const pauseMs = 200;

/** Progress a few times a second; the first of each stage and what ends one are always told. */
export function seldom<T>(
  tell: (progress: T) => void,
  { stageOf, isEnd }: { readonly stageOf: (progress: T) => string; readonly isEnd: (progress: T) => boolean },
): (progress: T) => void {
  let last: { readonly stage: string; readonly at: number } | undefined;
  return (progress) => {
    const now = Date.now();
    const stage = stageOf(progress);
    if (last?.stage === stage && now - last.at < pauseMs && !isEnd(progress)) return;
    last = { stage, at: now };
    tell(progress);
  };
}
