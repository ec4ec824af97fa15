import { setImmediate } from 'node:timers/promises';

/**
 * For long loops on a thread that others need: lets them have their turn every 20 ms.
 * @returns to be awaited in each turn of the loop; true where a pause was made. Throws the signal's reason once it is aborted
 */
export function breath(signal: AbortSignal | undefined): () => Promise<boolean> | false {
  let since = performance.now();
  const pause = async () => {
    await setImmediate();
    signal?.throwIfAborted();
    since = performance.now();
    return true;
  };
  signal?.throwIfAborted();
  return () => performance.now() - since > 20 && pause();
}
