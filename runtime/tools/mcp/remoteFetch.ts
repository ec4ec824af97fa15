/** HTTP to MCP servers: what they send is bounded, and what may not leave the machine does not. */
import { Agent, EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';
import { localityOf, onlyLoopback } from '../../gateway/providers/locality';
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';

export interface RemoteFetch {
  readonly fetch: FetchLike;
  close(): Promise<void>;
}

const connectMs = 15_000;

/**
 * Redirections stay in the hands of the SDK, which follows them within the same origin only; here any other origin is refused
 * besides, so that headers of one server never reach another. A server on this machine is reached at loopback addresses alone
 * and without a proxy.
 * @param messageBytes of one answer, or of one event of a stream
 */
export function remoteFetch(server: URL, messageBytes: number): RemoteFetch {
  // Silence is judged by the calls, which know what they wait for.
  const patience = { headersTimeout: 0, bodyTimeout: 0 };
  const dispatcher =
    localityOf(server) === 'local'
      ? new Agent({ ...patience, connect: { timeout: connectMs, lookup: onlyLoopback } })
      : new EnvHttpProxyAgent({ ...patience, connect: { timeout: connectMs } });
  return {
    close: () => dispatcher.destroy(),
    fetch: async (input, init) => {
      const url = new URL(input);
      if (url.hostname !== server.hostname) throw new TypeError(`${url.origin} is not the server`);
      const { body, headers, method, signal, redirect } = init ?? {};
      if (body !== undefined && body !== null && typeof body !== 'string') throw new TypeError('Only text is sent');
      const response = await undiciFetch(url, {
        method: method ?? 'GET',
        headers: [...new Headers(headers)],
        ...(typeof body === 'string' && { body }),
        ...(signal && { signal }),
        redirect: redirect ?? 'manual',
        dispatcher,
      });
      const status = { status: response.status, statusText: response.statusText, headers: [...response.headers] };
      if (response.body === null || [101, 204, 205, 304].includes(response.status)) {
        return new Response(null, status);
      }
      const events = response.headers.get('content-type')?.includes('text/event-stream') === true;
      const read = events
        ? boundedEvents(response.body, messageBytes, requestOf(body))
        : bounded(response.body, messageBytes);
      return new Response(read, status);
    },
  };
}

type Body = NonNullable<Awaited<ReturnType<typeof undiciFetch>>['body']>;

const tooMuch = (limit: number) => `More than ${(limit / 2 ** 20).toFixed(0)} MiB are not read. Ask for less at once.`;

/** The number of the request that a POST carries. */
function requestOf(body: unknown): number | undefined {
  const message: unknown = typeof body === 'string' ? JSON.parse(body) : undefined;
  if (typeof message !== 'object' || message === null || !('id' in message) || !('method' in message)) return undefined;
  return typeof message.id === 'number' ? message.id : undefined;
}

function bounded(body: Body, limit: number): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const value = await next(reader);
      if (value === undefined) return controller.close();
      bytes += value.byteLength;
      if (bytes <= limit) return controller.enqueue(value);
      await reader.cancel(undefined).catch(() => undefined);
      controller.error(new Error(tooMuch(limit)));
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/**
 * A stream that answers a request and ends without the answer would leave the request waiting: the SDK goes on only with streams
 * whose events have ids. So it ends with an error in the answer's place; one that comes behind the answer is not heard.
 */
function boundedEvents(body: Body, limit: number, request: number | undefined): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let [bytes, resumable] = [0, false];
  const failure = (message: string) => {
    const error = { jsonrpc: '2.0', id: request, error: { code: -32_000, message } };
    return Buffer.from(`\n\nevent: message\ndata: ${JSON.stringify(error)}\n\n`);
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let value: Buffer | undefined;
      let problem = 'The server ended its answer before it was whole.';
      try {
        value = await next(reader);
      } catch (error) {
        if (request === undefined || resumable) throw error;
        problem = `The connection to the server broke (${error instanceof Error ? error.message : String(error)}).`;
      }
      if (value !== undefined) {
        resumable ||= /(^|\n)id: ?\S/.test(value.toString('latin1'));
        const blank = value.lastIndexOf('\n\n');
        bytes = blank === -1 ? bytes + value.length : value.length - blank;
        if (bytes <= limit) return controller.enqueue(value);
        await reader.cancel(undefined).catch(() => undefined);
        resumable = false;
        problem = tooMuch(limit);
      }
      if (request !== undefined && !resumable) controller.enqueue(failure(problem));
      controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** @returns undefined at the end */
async function next(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Buffer | undefined> {
  const { value } = await reader.read();
  return value && Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
