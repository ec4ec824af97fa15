import { CancellationTokenSource } from 'vscode-jsonrpc';

/**
 * Sends a request that ends with a signal.
 * @throws what the signal was aborted with, or what the request failed of
 */
export async function cancellable<T>(
  signal: AbortSignal,
  send: (token: CancellationTokenSource['token']) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const source = new CancellationTokenSource();
  const onAbort = () => source.cancel();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const answer = await send(source.token);
    signal.throwIfAborted();
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    source.dispose();
  }
}
