/** MCP over HTTP by hand, on 127.0.0.1, with the mistakes that servers and the proxies before them make. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const request = z.object({
  id: z.number().optional(),
  method: z.string(),
  params: z.looseObject({ name: z.string().optional(), protocolVersion: z.string().optional() }).optional(),
});

export interface FaultyHttpServer {
  readonly origin: string;
  /** Of the requests, newest last. */
  readonly headers: IncomingMessage['headers'][];
  /** As after a restart of the server. */
  forgetSessions(): void;
  close(): Promise<void>;
}

/** Paths: `/mcp` works, `/locked` wants a token, `/away` leads to `elsewhere`, `/silent` never answers. */
export async function startFaultyHttpServer(elsewhere = 'http://127.0.0.1:9/'): Promise<FaultyHttpServer> {
  const sessions = new Set<string>();
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer((incoming, response) => {
    headers.push(incoming.headers);
    if (incoming.url === '/locked') response.writeHead(401).end();
    else if (incoming.url === '/away') response.writeHead(307, { location: elsewhere }).end();
    else if (incoming.url === '/mcp') void answer(incoming, response, sessions);
    else if (incoming.url !== '/silent') response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    headers,
    forgetSessions: () => sessions.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const tools = ['echo', 'drop', 'huge', 'huge-event', 'end', 'resume'].map((name) => ({
  name,
  inputSchema: { type: 'object' },
}));

/** Number of the call whose answer is told when its stream is taken up again. */
let resumed: number | undefined;

async function answer(incoming: IncomingMessage, response: ServerResponse, sessions: Set<string>): Promise<void> {
  if (incoming.method === 'DELETE') return void response.writeHead(200).end();
  const last = incoming.headers['last-event-id'];
  if (incoming.method === 'GET' && last !== undefined) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const result = { content: [{ type: 'text', text: `went on after event ${String(last)}` }] };
    return void response.end(`id: 8\ndata: ${JSON.stringify({ jsonrpc: '2.0', id: resumed, result })}\n\n`);
  }
  if (incoming.method !== 'POST') return void response.writeHead(405).end();
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const { id, method, params } = request.parse(JSON.parse(Buffer.concat(parts).toString()));
  const json = (result: unknown, more: Record<string, string> = {}) =>
    response
      .writeHead(200, { 'content-type': 'application/json', ...more })
      .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
  if (method === 'initialize') {
    const session = `session-${sessions.size + 1}-${Date.now()}`;
    sessions.add(session);
    const { protocolVersion } = params ?? {};
    const result = { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'http', version: '1' } };
    return void json(result, { 'mcp-session-id': session });
  }
  if (!sessions.has(String(incoming.headers['mcp-session-id']))) return void response.writeHead(404).end();
  if (id === undefined) return void response.writeHead(202).end();
  if (method === 'tools/list') return void json({ tools });
  const said = (text: string) => ({ content: [{ type: 'text', text }] });
  switch (params?.name) {
    case 'echo':
      return void json(said('hello'));
    case 'huge':
      return void json(said('a'.repeat(3 * 2 ** 20)));
    case 'huge-event':
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return void response.end(`data: {"jsonrpc":"2.0","id":${id},"result":"${'a'.repeat(3 * 2 ** 20)}"}\n\n`);
    case 'resume':
      resumed = id;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('id: 7\nretry: 20\ndata: \n\n');
      return void setTimeout(() => response.destroy(), 20);
    case 'drop':
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here\n\n');
      return void setTimeout(() => response.destroy(), 20);
    default:
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return void response.end(': nothing more\n\n');
  }
}
