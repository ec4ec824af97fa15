/** Environments for programs that speak OpenEnv: HTTP, WebSocket and MCP on this machine's loopback interface. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BodyTooLargeError, readJsonBody, refusalOf } from '../../../runtime/gateway/server/requestGuards';
import { RuntimeError } from '../../../runtime/runtimeError';
import type { EnvironmentKind } from '../environments/registry';
import type { Environment } from '../environments/types';
import { McpAccess } from './mcpAccess';
import { resetSchema, schemasFor, stepSchema, validated } from './messages';
import { OpenEnvError } from './openEnvError';
import type { Session } from './session';
import { SessionBook } from './sessionBook';
import { SocketAccess } from './socketAccess';

export interface OpenEnvOptions {
  readonly kind: Pick<EnvironmentKind, 'name' | 'title' | 'actions'>;
  /** A new environment for each session. */
  readonly open: () => Environment;
  readonly version: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Default: a new random one. */
  readonly token?: string | undefined;
  /** Sessions at a time; default 64. */
  readonly capacity?: number | undefined;
  /** Sessions that nobody used for so long are closed; default ten minutes. */
  readonly idleMs?: number | undefined;
  /** Of a request or message; default 1 MiB. */
  readonly maxBytes?: number | undefined;
}

/** The session of HTTP clients that name none in the header `x-session-id`. */
const sharedSession = 'http';
const sessionName = /^[\w.:-]{1,100}$/u;

export class OpenEnvServer {
  private readonly book: SessionBook;
  private readonly sockets: SocketAccess;
  private readonly mcp: McpAccess;

  private constructor(
    private readonly server: Server,
    readonly port: number,
    readonly token: string,
    private readonly options: OpenEnvOptions,
  ) {
    const { open, capacity = 64, idleMs = 600_000 } = options;
    this.book = new SessionBook({ open, capacity, idleMs });
    this.sockets = new SocketAccess({ book: this.book, maxBytes: this.maxBytes });
    this.mcp = new McpAccess({ book: this.book, kind: options.kind, version: options.version });
  }

  /** @throws RuntimeError in-use, when the port is taken, or unavailable */
  static async start(options: OpenEnvOptions): Promise<OpenEnvServer> {
    const server = createServer();
    server.listen(options.port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch (error) {
      throw cannotListen(error, options.port);
    }
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : options.port;
    const started = new OpenEnvServer(server, port, options.token ?? randomBytes(24).toString('base64url'), options);
    server.on('request', (request, response) => void started.answer(request, response));
    server.on('upgrade', (request, socket, head) => {
      const refused = refusalOf(request, port, started.token);
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (refused === undefined && pathname === '/ws') return started.sockets.take(request, socket, head);
      const status = refused?.status ?? 404;
      socket.end(`HTTP/1.1 ${status} ${status === 404 ? 'Not Found' : 'Refused'}\r\nconnection: close\r\n\r\n`);
    });
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get sessions(): number {
    return this.book.size;
  }

  /** Whatever is under way is broken off. */
  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    await this.mcp.close();
    this.sockets.close();
    await this.book.dispose();
    this.server.closeAllConnections();
    await closed;
  }

  private get maxBytes(): number {
    return this.options.maxBytes ?? 2 ** 20;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const refusal = refusalOf(request, this.port, this.token);
      if (refusal) return send(response, refusal.status, refusal.body);
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (pathname === '/mcp') {
        const body = request.method === 'POST' ? await this.body(request) : undefined;
        return await this.mcp.answer(request, response, body);
      }
      send(response, 200, await this.route(`${request.method ?? ''} ${pathname.replace(/\/+$/u, '')}`, request));
    } catch (error) {
      if (response.headersSent) return void response.end();
      const { status, code, message } = error instanceof OpenEnvError ? error : failureOf(error);
      send(response, status, { error: { code, message } });
    }
  }

  private async route(route: string, request: IncomingMessage): Promise<object> {
    const { kind, version } = this.options;
    switch (route) {
      case 'POST /reset':
        return this.session(request, true).reset(validated(resetSchema, await this.body(request)));
      case 'POST /step': {
        const session = this.session(request, false);
        return session.step(validated(stepSchema, await this.body(request)));
      }
      case 'GET /state':
        return this.session(request, false).state;
      case 'GET /metadata':
        return { name: kind.name, description: kind.title, version, actions: kind.actions };
      case 'GET /schema':
        return schemasFor(kind.actions);
      case 'GET /health':
        return { status: 'healthy', sessions: this.book.size };
      default:
        throw new OpenEnvError(
          'VALIDATION_ERROR',
          `There is no ${route}: POST /reset and /step, GET /state, /metadata, /schema and /health, WebSocket /ws, and /mcp.`,
          { status: 404 },
        );
    }
  }

  private session(request: IncomingMessage, mayOpen: boolean): Session {
    const given = request.headers['x-session-id'] ?? sharedSession;
    if (typeof given !== 'string' || !sessionName.test(given)) {
      throw new OpenEnvError('VALIDATION_ERROR', 'x-session-id is a name of at most 100 letters, digits and . : _ -.');
    }
    const found = this.book.find(`http ${given}`);
    if (found !== undefined) return found;
    if (mayOpen) return this.book.open(`http ${given}`);
    throw new OpenEnvError('SESSION_ERROR', `There is no session ${given}: it was not begun, or closed. POST /reset.`);
  }

  /** An empty body is an empty object: a reset needs nothing. */
  private async body(request: IncomingMessage): Promise<unknown> {
    if (request.headers['content-length'] === '0') return {};
    try {
      return await readJsonBody(request, this.maxBytes);
    } catch (error) {
      if (error instanceof BodyTooLargeError) {
        const message = `The request is larger than ${this.maxBytes} bytes.`;
        throw new OpenEnvError('VALIDATION_ERROR', message, { status: 413, cause: error });
      }
      if (error instanceof SyntaxError) {
        throw new OpenEnvError('INVALID_JSON', 'The body is not JSON.', { cause: error });
      }
      throw error;
    }
  }
}

function failureOf(error: unknown): { status: number; code: string; message: string } {
  return { status: 500, code: 'EXECUTION_ERROR', message: error instanceof Error ? error.message : String(error) };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    // What was not read of a refused request must not be taken for the next one.
    ...(status >= 400 ? { connection: 'close' } : {}),
  });
  response.end(JSON.stringify(body));
}

function cannotListen(error: unknown, port: number): RuntimeError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const taken = code === 'EADDRINUSE';
  return new RuntimeError(
    taken ? 'in-use' : 'unavailable',
    taken
      ? `Port ${port} of 127.0.0.1 is taken by another program.`
      : `Nothing can listen on 127.0.0.1:${port} (${code}).`,
    'Choose another port, or 0 for any that is free.',
    { cause: error },
  );
}
