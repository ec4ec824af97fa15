import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BodyTooLargeError, readJsonBody, refusalOf } from '../../gateway/server/requestGuards';
import { RuntimeError } from '../../runtimeError';
import { toolServer } from './toolServer';
import type { ServerTitle, ToolOffer } from './types';

export interface HttpAccessOptions {
  readonly offer: ToolOffer;
  readonly title: ServerTitle;
  /** 0: any that is free. */
  readonly port: number;
  /** Default: a new random one. */
  readonly token?: string | undefined;
  /** Clients at a time; default 64. */
  readonly capacity?: number | undefined;
  /** Bytes of one message; default 4 MiB. */
  readonly maxBytes?: number | undefined;
  readonly log: (message: string) => void;
}

interface Session {
  readonly transport: StreamableHTTPServerTransport;
  /** Requests under way. */
  open: number;
  /** Milliseconds since 1970. */
  used: number;
}

/** Streamable HTTP of MCP on the loopback interface, at `/mcp`, for whoever has the token. */
export class HttpAccess {
  private readonly sessions = new Map<string, Session>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
    readonly token: string,
    private readonly options: HttpAccessOptions,
  ) {}

  /** @throws RuntimeError in-use, when the port is taken, or unavailable */
  static async start(options: HttpAccessOptions): Promise<HttpAccess> {
    const server = createServer();
    server.listen(options.port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      const [kind, what] =
        code === 'EADDRINUSE'
          ? (['in-use', 'is taken by another program'] as const)
          : (['unavailable', `cannot be listened on (${code})`] as const);
      const message = `Port ${options.port} of 127.0.0.1 ${what}.`;
      throw new RuntimeError(kind, message, 'Choose another port, or 0 for any that is free.', { cause: error });
    }
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : options.port;
    const access = new HttpAccess(server, port, options.token ?? randomBytes(24).toString('base64url'), options);
    server.on('request', (request, response) => void access.answer(request, response));
    return access;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/mcp`;
  }

  /** Calls under way are broken off. */
  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    await Promise.allSettled([...this.sessions.values()].map(({ transport }) => transport.close()));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const refusal = refusalOf(request, this.port, this.token);
      if (refusal !== undefined) return refuse(response, refusal.status, refusal.body.error.message);
      const { origin } = request.headers;
      if (origin !== undefined && !this.isOwn(origin)) {
        return refuse(response, 403, `Pages of ${origin} may not ask this server.`);
      }
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (pathname !== '/mcp') return refuse(response, 404, `There is no ${pathname}: this server answers at /mcp.`);
      const body =
        request.method === 'POST' ? await readJsonBody(request, this.options.maxBytes ?? 4 * 2 ** 20) : undefined;
      await this.handle(request, response, body);
    } catch (error) {
      if (error instanceof BodyTooLargeError) return refuse(response, 413, `${error.message} are not read.`);
      if (error instanceof SyntaxError) return refuse(response, 400, 'The body is not JSON.', -32_700);
      this.options.log(`The server failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      refuse(response, 500, 'The server failed. Its log says more.', -32_603);
    }
  }

  private async handle(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? this.sessions.get(id) : undefined;
    if (id !== undefined && known === undefined) {
      return refuse(response, 404, 'There is no such session. Initialise a new one.', -32_001);
    }
    if (known === undefined && !this.makeRoom()) {
      return refuse(response, 503, 'Too many clients are connected and busy. Try again later.');
    }
    const session = known ?? (await this.begin());
    session.open++;
    session.used = Date.now();
    response.once('close', () => {
      session.open--;
      session.used = Date.now();
    });
    await session.transport.handleRequest(request, response, body);
  }

  private async begin(): Promise<Session> {
    const { offer, title, log } = this.options;
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void this.sessions.set(id, session),
    });
    const session: Session = { transport, open: 0, used: Date.now() };
    const server = toolServer(offer, title, log);
    const before = server.server.onclose;
    server.server.onclose = () => {
      before?.();
      if (transport.sessionId !== undefined) this.sessions.delete(transport.sessionId);
    };
    await server.connect(transport);
    return session;
  }

  /** Ends the session that nobody used for the longest time, where there are too many. @returns false where all are busy */
  private makeRoom(): boolean {
    if (this.sessions.size < (this.options.capacity ?? 64)) return true;
    const idle = [...this.sessions].filter(([, { open }]) => open === 0).sort(([, a], [, b]) => a.used - b.used)[0];
    if (idle === undefined) return false;
    this.sessions.delete(idle[0]);
    void idle[1].transport.close();
    return true;
  }

  private isOwn(origin: string): boolean {
    return [`http://127.0.0.1:${this.port}`, `http://localhost:${this.port}`].includes(origin.toLowerCase());
  }
}

/** In the form of JSON-RPC, as clients of MCP read it. */
function refuse(response: ServerResponse, status: number, message: string, code = -32_000): void {
  if (response.headersSent) return void response.end();
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    // What was not read of the request's body must not be taken for the next one.
    connection: 'close',
  });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null }));
}
