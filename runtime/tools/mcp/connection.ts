/** A conversation with one server, from its handshake to its end. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport, SseError } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport, StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Launch, RemoteLaunch } from './launch';
import type { Limits } from './limits';
import { unlessAborted } from '../registry';
import { remoteFetch } from './remoteFetch';
import { startProblem } from './startProblem';
import { StdioTransport } from './stdioTransport';

export interface ConnectOptions {
  readonly limits: Limits;
  readonly log: (line: string) => void;
  readonly toolsChanged: () => void;
  readonly roots: () => readonly string[];
}

/** Two seconds for a farewell that a server may not even hear. */
const FAREWELL_MS = 2_000;

export class Connection {
  /** Why it ended; undefined while it stands. */
  ended: string | undefined;
  private readonly listeners = new Set<() => void>();

  private constructor(
    readonly client: Client,
    private readonly transport: Transport,
    private readonly shutDown: () => Promise<void>,
  ) {}

  /** @throws McpServerError; AbortError */
  static async open(launch: Launch, options: ConnectOptions, signal: AbortSignal): Promise<Connection> {
    if (launch.type === 'stdio') return Connection.openStdio(launch, options, signal);
    if (launch.type === 'sse') return Connection.openRemote(launch, options, signal);
    try {
      return await Connection.openRemote(launch, options, signal);
    } catch (error) {
      // The specification's way to find servers of before 2025-03-26.
      if (!isOldServer(error)) throw error;
      options.log('It does not speak Streamable HTTP; trying the older HTTP with SSE.');
      return Connection.openRemote({ ...launch, type: 'sse' }, options, signal);
    }
  }

  /** Called once, when it has ended. */
  onEnd(listener: () => void): void {
    this.listeners.add(listener);
  }

  async close(): Promise<void> {
    this.ended ??= 'It was stopped.';
    await this.shutDown();
  }

  private static async openStdio(
    launch: Extract<Launch, { readonly type: 'stdio' }>,
    options: ConnectOptions,
    signal: AbortSignal,
  ): Promise<Connection> {
    const transport = new StdioTransport(launch, options.limits, options.log);
    const connection = new Connection(clientFor(options), transport, () => transport.close());
    await connection.shakeHands(launch, options, signal, () => transport);
    connection.watch(options, () => {
      const end = transport.ended;
      return end?.reason ?? `It ended (${end?.signal ?? `exit code ${end?.code ?? 'unknown'}`}).`;
    });
    return connection;
  }

  private static async openRemote(
    launch: RemoteLaunch,
    options: ConnectOptions,
    signal: AbortSignal,
  ): Promise<Connection> {
    const remote = remoteFetch(launch.url, options.limits.messageBytes);
    const given = { fetch: remote.fetch, requestInit: { headers: { ...launch.headers } } };
    const http = launch.type === 'http' ? new StreamableHTTPClientTransport(launch.url, given) : undefined;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- there are servers that speak nothing else
    const transport = http ?? new SSEClientTransport(launch.url, given);
    const shutDown = async () => {
      const session = http?.terminateSession().catch(() => undefined) ?? Promise.resolve();
      await Promise.race([session, delay(FAREWELL_MS, undefined, { ref: false })]);
      await transport.close();
      await remote.close();
    };
    const connection = new Connection(clientFor(options), transport, shutDown);
    await connection.shakeHands(launch, options, signal, () => undefined);
    connection.watch(options, () => 'The connection to it was lost.');
    return connection;
  }

  private async shakeHands(
    launch: Launch,
    { limits, log }: ConnectOptions,
    signal: AbortSignal,
    process: () => StdioTransport | undefined,
  ): Promise<void> {
    const stop = new AbortController();
    const late = delay(limits.startMs, undefined, { signal: stop.signal }).then(
      () => Promise.reject(new Error('timeout')),
      () => new Promise<never>(() => undefined),
    );
    try {
      // Its own time-out would be the same as ours, and does not cover the time before the handshake.
      const connecting = this.client.connect(this.transport, { timeout: limits.startMs + 1_000 });
      await unlessAborted(Promise.race([connecting, late]), signal);
    } catch (error) {
      this.ended = 'It did not start.';
      await this.close().catch((failure: unknown) => log(String(failure)));
      signal.throwIfAborted();
      throw startProblem(error, launch, limits.startMs, process());
    } finally {
      stop.abort();
    }
  }

  private watch({ log }: ConnectOptions, why: () => string): void {
    this.client.onerror = (error) => {
      // What comes behind an answer that was already there; see remoteFetch.
      if (error.message.startsWith('Received a response for an unknown message ID')) return;
      log(error.message.slice(0, 500));
      // Its session is lost: who waits for an answer of it would wait in vain.
      const lost = error instanceof SseError || error.message.startsWith('Maximum reconnection attempts');
      if (lost) this.close().catch((failure: unknown) => log(String(failure)));
    };
    this.client.onclose = () => {
      this.ended ??= why();
      for (const listener of this.listeners) listener();
    };
    // It may have ended while the handshake was being answered.
    if (this.client.transport === undefined) this.client.onclose();
  }
}

const isOldServer = (error: unknown) =>
  error instanceof Error &&
  error.cause instanceof StreamableHTTPError &&
  [400, 404, 405, 406, 415].includes(error.cause.code ?? 0);

/**
 * Offered are roots alone. Sampling and questions to the user are not, so that a server that asks nevertheless is told that there is
 * no such method.
 */
function clientFor({ roots, toolsChanged, log }: ConnectOptions): Client {
  const client = new Client({ name: 'whetstone', version: '1' }, { capabilities: { roots: { listChanged: true } } });
  client.setRequestHandler(ListRootsRequestSchema, () => ({
    roots: roots().map((folder) => ({ uri: pathToFileURL(folder).href, name: path.basename(folder) })),
  }));
  client.setNotificationHandler(ToolListChangedNotificationSchema, toolsChanged);
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params: { level, data } }) =>
    log(`[${level}] ${(typeof data === 'string' ? data : JSON.stringify(data)).slice(0, 1_000)}`),
  );
  return client;
}
