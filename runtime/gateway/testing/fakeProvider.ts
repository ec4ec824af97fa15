/** A server on 127.0.0.1 that speaks the vendors' wire formats, and can be told to behave badly. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { framesOf, type FakeContent, type WireFormat } from './wireFormats';

export interface FakeRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Parsed body; undefined without one. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly model: string;
  readonly at: number;
}

export type FakeFault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** Nothing more comes, and the connection stays open. */
  | { readonly kind: 'stall'; readonly after: number }
  /** The connection breaks. */
  | { readonly kind: 'cut'; readonly after: number }
  /** The answer ends well-mannered, but is not whole. */
  | { readonly kind: 'ends'; readonly after: number }
  | { readonly kind: 'malformed'; readonly after: number }
  | { readonly kind: 'failure'; readonly after: number }
  /** Content goes on for ever, whatever limit was sent. */
  | { readonly kind: 'endless' }
  /** One event without end. */
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'redirect'; readonly to: string };

export interface FakeAnswer extends FakeContent {
  readonly fault?: FakeFault | undefined;
  /** Before each frame of content. */
  readonly pauseMs?: number | undefined;
  /** Before anything is sent. */
  readonly after?: Promise<void> | undefined;
}

export interface FakeProvider {
  /** Without a path. */
  readonly origin: string;
  readonly requests: readonly FakeRequest[];
  /** Sockets that were opened, whether or not anything was asked. */
  readonly connections: () => number;
  /** Requests whose caller went away before the answer was whole. */
  readonly abandoned: () => number;
  close(): Promise<void>;
}

export interface FakeOptions {
  readonly models?: readonly object[] | undefined;
  /** It is an Ollama: its own API is answered as well. */
  readonly ollama?: { readonly shown: object; readonly running: readonly object[] } | undefined;
}

/** @param script the answer to each request, from 0 */
export async function startFakeProvider(
  script: (request: FakeRequest, index: number) => FakeAnswer,
  options: FakeOptions = {},
): Promise<FakeProvider> {
  const requests: FakeRequest[] = [];
  let connections = 0;
  let abandoned = 0;
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const body = await readBody(request);
    if (listing(path, response)) return;
    const format = formatOf(path);
    if (!format) {
      response.writeHead(404).end();
      return;
    }
    const model = format === 'google' ? (/models\/([^:]+):/.exec(path)?.[1] ?? '') : String(body?.model);
    const asked = { path, headers: request.headers, body, model, at: performance.now() };
    requests.push(asked);
    response.on('close', () => {
      if (!response.writableFinished) abandoned += 1;
    });
    await send(response, format, model, script(asked, requests.length - 1));
  }

  function listing(path: string, response: ServerResponse): boolean {
    const json = (value: unknown) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      return true;
    };
    if (/\/v1\/models(\?|$)/.test(path)) return json({ object: 'list', data: options.models ?? [] });
    if (/\/v1beta\/models(\?|$)/.test(path)) return json({ models: options.models ?? [] });
    if (!options.ollama) return false;
    if (path === '/api/version') return json({ version: '0.9.0' });
    if (path === '/api/ps') return json({ models: options.ollama.running });
    return path === '/api/show' && json(options.ollama.shown);
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    abandoned: () => abandoned,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function formatOf(path: string): WireFormat | undefined {
  if (path.endsWith('/chat/completions')) return 'chat';
  if (path.endsWith('/responses')) return 'responses';
  if (path.endsWith('/messages')) return 'anthropic';
  return path.includes(':streamGenerateContent') ? 'google' : undefined;
}

async function send(response: ServerResponse, format: WireFormat, model: string, answer: FakeAnswer): Promise<void> {
  const { fault, pauseMs = 0 } = answer;
  await answer.after;
  if (fault?.kind === 'status') {
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
    response.end(typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? errorBody(fault.status)));
    return;
  }
  if (fault?.kind === 'redirect') {
    response.writeHead(307, { location: fault.to }).end();
    return;
  }
  const frames = framesOf(format, model, answer);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  if (fault?.kind === 'huge') {
    await sendHuge(response, fault.bytes);
    return;
  }
  const breaksAfter = fault && 'after' in fault ? fault.after : Infinity;
  // Answers whose first content never comes say nothing at all.
  if (breaksAfter > 0) for (const frame of frames.before) response.write(frame);
  for (let index = 0; index < frames.content.length || fault?.kind === 'endless'; index++) {
    if (index >= breaksAfter) break;
    if (pauseMs > 0) await sleep(pauseMs);
    if (response.destroyed) return;
    response.write(frames.content[index % frames.content.length] ?? '');
    if (fault?.kind === 'endless') await sleep(1);
  }
  switch (fault?.kind) {
    case 'stall':
      return;
    case 'cut':
      // What was written has to arrive before the connection breaks.
      await sleep(20);
      response.destroy();
      return;
    case 'ends':
      response.end();
      return;
    case 'malformed':
      response.end('data: {"choices": [{"delta": {"content": "half\n\n');
      return;
    case 'failure':
      response.end(frames.failure);
      return;
    default:
      for (const frame of frames.after) response.write(frame);
      response.end();
  }
}

async function sendHuge(response: ServerResponse, bytes: number): Promise<void> {
  response.write('data: {"choices": [{"delta": {"content": "');
  const piece = 'x'.repeat(2 ** 16);
  for (let sent = 0; sent < bytes && !response.destroyed; sent += piece.length) {
    if (!response.write(piece)) await drained(response);
  }
  response.end('"}}]}\n\n');
}

/** Resolves when more can be written, or nobody reads any more. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}

const errorBody = (status: number) => ({ error: { message: `Failure ${status}`, type: 'fake_error', code: null } });

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
}
