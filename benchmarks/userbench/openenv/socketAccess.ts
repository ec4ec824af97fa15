import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { z } from 'zod';
import { resetSchema, stepSchema, validated } from './messages';
import { OpenEnvError } from './openEnvError';
import type { Session } from './session';
import type { SessionBook } from './sessionBook';

const envelope = z.looseObject({ type: z.string(), data: z.unknown().optional() });

/** "Try again later", and "the other side went away": codes of closed connections. */
const tryAgainLater = 1013;
const goingAway = 1001;

/** OpenEnv's messages over WebSocket; each connection is a session of its own. */
export class SocketAccess {
  private readonly server: WebSocketServer;

  constructor(private readonly options: { readonly book: SessionBook; readonly maxBytes: number }) {
    this.server = new WebSocketServer({ noServer: true, maxPayload: options.maxBytes });
  }

  take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.server.handleUpgrade(request, socket, head, (connection) => this.serve(connection));
  }

  close(): void {
    for (const connection of this.server.clients) connection.terminate();
    this.server.close();
  }

  private serve(connection: WebSocket): void {
    const { book } = this.options;
    // Too large a message closes the connection with a code of its own; a lost one is no concern of ours.
    connection.on('error', () => undefined);
    let session: Session;
    try {
      session = book.open(undefined, () => {
        tell(connection, new OpenEnvError('SESSION_ERROR', 'The session was closed because nobody used it.'));
        connection.close(goingAway);
      });
    } catch (error) {
      tell(connection, error);
      connection.close(tryAgainLater);
      return;
    }
    connection.on('close', () => void book.close(session.id));
    connection.on('message', (data) => void this.hear(connection, session, data));
  }

  private async hear(connection: WebSocket, session: Session, data: RawData): Promise<void> {
    try {
      const { type, data: content } = read(data);
      if (type === 'close') return connection.close();
      const answer = await act(session, type, content ?? {});
      connection.send(JSON.stringify(answer));
    } catch (error) {
      tell(connection, error);
    }
  }
}

async function act(session: Session, type: string, data: unknown): Promise<object> {
  switch (type) {
    case 'reset':
      return { type: 'observation', data: await session.reset(validated(resetSchema, data)) };
    case 'step':
      return { type: 'observation', data: await session.step(validated(stepSchema, withAction(data))) };
    case 'state':
      return { type: 'state', data: session.state };
    default:
      throw new OpenEnvError(
        'UNKNOWN_TYPE',
        `There are no messages of type ${type}: reset, step, state and close are.`,
      );
  }
}

/** Clients send the action itself as data, or as `action` in it. */
function withAction(data: unknown): unknown {
  return typeof data === 'object' && data !== null && !('action' in data) ? { action: data } : data;
}

function read(data: RawData): z.output<typeof envelope> {
  let value: unknown;
  try {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new OpenEnvError('INVALID_JSON', 'The message is not JSON.', { cause: error });
  }
  return validated(envelope, value);
}

function tell(connection: WebSocket, error: unknown): void {
  if (connection.readyState !== connection.OPEN) return;
  const code = error instanceof OpenEnvError ? error.code : 'EXECUTION_ERROR';
  const message = error instanceof Error ? error.message : String(error);
  connection.send(JSON.stringify({ type: 'error', data: { code, message } }));
}
