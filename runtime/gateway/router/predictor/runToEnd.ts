/** Runs a computation that pauses, without a pause. */
export function runToEnd<T>(computation: Generator<undefined, T>): T {
  for (;;) {
    const step = computation.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Runs it in slices, so that nothing else on this thread waits longer than a slice.
 *
 * @param signal gives up between two slices
 * @returns undefined when it was given up
 */
export async function runInSlices<T>(
  computation: Generator<undefined, T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  for (;;) {
    if (signal.aborted) return undefined;
    const step = computation.next();
    if (step.done === true) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
