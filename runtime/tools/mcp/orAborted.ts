/** Waits no longer than the caller wants; the work goes on. @throws the signal's reason */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let give: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    give = () => reject(signal.reason instanceof Error ? signal.reason : new Error('Aborted'));
    signal.addEventListener('abort', give, { once: true });
    if (signal.aborted) give();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (give !== undefined) signal.removeEventListener('abort', give);
  }
}
