/** The OpenAI-compatible server on this machine's loopback interface. */
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { RuntimeError } from '../../runtimeError';
import type { Gateway } from '../gateway';
import { chatCompletionSchema } from './chatCompletionSchema';
import { CompletionAnswer } from './completionAnswer';
import { openAiError, toOpenAiError, type OpenAiError } from './openAiError';
import { BodyTooLargeError, readJsonBody, refusalOf } from './requestGuards';
import { toGenerateRequest } from './toGenerateRequest';

export interface LocalServerOptions {
  /** The gateway as it is set up now. */
  readonly gateway: () => Gateway;
  /** 0: any that is free. */
  readonly port: number;
  /** Default: a new random one. */
  readonly token?: string | undefined;
  /** Default 32 MiB: a conversation with pictures. */
  readonly maxBodyBytes?: number | undefined;
  readonly onProblem?: ((message: string) => void) | undefined;
}

const defaultMaxBody = 32 * 2 ** 20;

/** Answers `POST /v1/chat/completions` and `GET /v1/models`. */
export class LocalServer {
  private readonly stopping = new AbortController();

  private constructor(
    private readonly server: Server,
    readonly port: number,
    readonly token: string,
    private readonly options: LocalServerOptions,
  ) {}

  /** @throws RuntimeError in-use, when the port is taken, or unavailable */
  static async start(options: LocalServerOptions): Promise<LocalServer> {
    const server = createServer();
    server.listen(options.port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch (error) {
      throw cannotListen(error, options.port);
    }
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : options.port;
    const local = new LocalServer(server, port, options.token ?? randomBytes(24).toString('base64url'), options);
    server.on('request', (request, response) => void local.answer(request, response));
    return local;
  }

  /** Base address for clients. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/v1`;
  }

  /** Answers under way are broken off. */
  async close(): Promise<void> {
    this.stopping.abort();
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const refusal = refusalOf(request, this.port, this.token);
      if (refusal) return refuse(response, refusal);
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const route = `${request.method ?? ''} ${pathname.replace(/\/+$/, '')}`;
      if (route === 'POST /v1/chat/completions') return await this.complete(request, response);
      if (route === 'GET /v1/models') return await this.models(response, undefined);
      if (route.startsWith('GET /v1/models/')) {
        return await this.models(response, decodeURIComponent(route.slice('GET /v1/models/'.length)));
      }
      const message = `There is no ${route}: this server answers POST /v1/chat/completions and GET /v1/models.`;
      refuse(response, openAiError(404, message, 'invalid_request_error', 'unknown_url'));
    } catch (error) {
      this.fail(response, error);
    }
  }

  private async complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = chatCompletionSchema.parse(await readJsonBody(request, this.options.maxBodyBytes ?? defaultMaxBody));
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.stopping.signal]);
    const answer = new CompletionAnswer(randomUUID(), body.model);
    const streams = body.stream === true;
    for await (const event of this.options.gateway().generate(toGenerateRequest(body, request.headers), signal)) {
      if (event.type !== 'finish') {
        const piece = answer.add(event);
        if (streams && piece) await this.send(response, piece, answer, signal);
      } else if (streams) {
        for (const piece of answer.closing(event, body.stream_options?.include_usage === true)) {
          await this.send(response, piece, answer, signal);
        }
        response.end('data: [DONE]\n\n');
      } else {
        sendJson(response, 200, answer.whole(event));
      }
    }
  }

  /** The head waits for the first piece: until then a failure still has a status of its own. */
  private async send(
    response: ServerResponse,
    piece: object,
    answer: CompletionAnswer,
    signal: AbortSignal,
  ): Promise<void> {
    if (!response.headersSent) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
      });
      response.write(event(answer.opening()));
    }
    if (!response.write(event(piece))) await once(response, 'drain', { signal });
  }

  private async models(response: ServerResponse, wanted: string | undefined): Promise<void> {
    const usable = (await this.options.gateway().models()).filter((entry) => entry.usable);
    const data = [
      { id: 'auto', object: 'model', created: 0, owned_by: 'whetstone' },
      ...(usable.some(({ model }) => model.locality === 'local')
        ? [{ id: 'local', object: 'model', created: 0, owned_by: 'whetstone' }]
        : []),
      ...usable.map(({ model }) => ({
        id: model.id,
        object: 'model',
        created: 0,
        owned_by: model.provider,
        name: model.title,
        locality: model.locality,
        context_length: model.contextTokens,
      })),
    ];
    if (wanted === undefined) return sendJson(response, 200, { object: 'list', data });
    const found = data.find(({ id }) => id === wanted);
    if (found) return sendJson(response, 200, found);
    const message = `There is no model ${JSON.stringify(wanted)} that could be used. GET /v1/models lists them.`;
    refuse(response, openAiError(404, message, 'invalid_request_error', 'model_not_found'));
  }

  private fail(response: ServerResponse, error: unknown): void {
    if (response.destroyed) return;
    const failure = failureOf(error);
    if (failure.status === 500) {
      this.options.onProblem?.(
        `The local server failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
    if (!response.headersSent) return refuse(response, failure);
    // A stream that has begun can only say so in its own words.
    response.end(event(failure.body));
  }
}

function failureOf(error: unknown): OpenAiError {
  if (error instanceof BodyTooLargeError) {
    return openAiError(
      413,
      `The request is too large. ${error.message} are not read.`,
      'invalid_request_error',
      'too_large',
    );
  }
  if (error instanceof SyntaxError) {
    return openAiError(400, 'The body is not JSON.', 'invalid_request_error', 'invalid_json');
  }
  return toOpenAiError(error);
}

const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;

function refuse(response: ServerResponse, { status, headers, body }: OpenAiError): void {
  // What was not read of the request's body must not be taken for the next one.
  sendJson(response, status, body, { ...headers, connection: 'close' });
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

function cannotListen(error: unknown, port: number): RuntimeError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'EADDRINUSE') {
    return new RuntimeError(
      'in-use',
      `Port ${port} of 127.0.0.1 is taken by another program.`,
      'Choose another port, or 0 for any that is free.',
      { cause: error },
    );
  }
  return new RuntimeError('unavailable', `Nothing can listen on 127.0.0.1:${port} (${code}).`, 'Choose another port.', {
    cause: error,
  });
}
