import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { toolServer } from './toolServer';
import type { ServerTitle, ToolOffer } from './types';

/**
 * Serves one client over standard input and output, which belong to the protocol from then on.
 * @returns when the client has closed the connection, or `signal` is aborted
 */
export async function serveOverStdio(
  offer: ToolOffer,
  title: ServerTitle,
  log: (message: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const server = toolServer(offer, title, log);
  const closed = new Promise<void>((resolve) => {
    const before = server.server.onclose;
    server.server.onclose = () => {
      before?.();
      resolve();
    };
    // The client is gone; the transport itself does not look.
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  if (signal.aborted) return;
  await server.connect(new StdioServerTransport());
  await closed;
  await server.close();
}
