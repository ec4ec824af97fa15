/** HTTP to providers: one place where sockets are opened, and where they are refused. */
import { Agent, EnvHttpProxyAgent, fetch as undiciFetch, type Dispatcher } from 'undici';
import { GatewayError } from '../gatewayError';
import type { Locality } from '../types';
import { localityOf, onlyLoopback } from './locality';

export interface TransportOptions {
  readonly baseUrl: string;
  /** Milliseconds until a connection stands. */
  readonly connectMs?: number | undefined;
  /** Bytes of one answer that are read at most; what comes after cuts it off. */
  readonly maxBytes?: number | undefined;
}

const defaultConnectMs = 10_000;
/** More than any answer of a language model has, and little enough to be held in memory. */
const defaultMaxBytes = 64 * 2 ** 20;
/** People think between two turns; a new connection to a vendor costs a tenth of a second. What the endpoint asks for goes before. */
const keptMs = 30_000;
/** An answer that says why a call failed. */
const errorBytes = 64 * 2 ** 10;

/**
 * Connections to one endpoint. Redirections are refused: they would carry the key, or a local call, somewhere else.
 * A local endpoint is reached without any proxy and only at loopback addresses.
 */
export class Transport {
  readonly locality: Locality;
  private readonly dispatcher: Dispatcher;
  private readonly origin: string;
  private readonly fetches = { any: this.fetchFor(false), local: this.fetchFor(true) };

  constructor(private readonly options: TransportOptions) {
    const url = new URL(options.baseUrl);
    this.origin = url.origin;
    this.locality = localityOf(url);
    const connect = { timeout: options.connectMs ?? defaultConnectMs };
    // Silence is judged by the call, which knows what it waits for; undici's own limits would only be a second opinion.
    const patience = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: keptMs };
    this.dispatcher =
      this.locality === 'local'
        ? new Agent({ ...patience, connect: { ...connect, lookup: onlyLoopback } })
        : new EnvHttpProxyAgent({ ...patience, connect });
  }

  /** @throws GatewayError refused, where the call may not leave the machine */
  requireAllowed(localOnly: boolean): void {
    if (!localOnly || this.locality === 'local') return;
    const message = `${this.origin} is not on this machine, and this call may not leave it.`;
    const action = 'Choose a local model, or turn “local only” off.';
    throw new GatewayError('refused', message, action, { refusal: { reason: 'local-only', message, action } });
  }

  /** `fetch` as the AI SDK wants it, for calls that may or may not leave the machine: each time the same one. */
  fetch(localOnly: boolean): typeof globalThis.fetch {
    return localOnly ? this.fetches.local : this.fetches.any;
  }

  private fetchFor(localOnly: boolean): typeof globalThis.fetch {
    return async (input, init) => {
      this.requireAllowed(localOnly);
      const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
      if (new URL(url).origin !== this.origin) throw new TypeError(`${new URL(url).origin} is not the endpoint`);
      const { body, headers, method, signal } = init ?? {};
      if (body !== undefined && body !== null && typeof body !== 'string') {
        throw new TypeError('Only text is sent to providers');
      }
      const response = await undiciFetch(url, {
        method: method ?? 'GET',
        headers: [...new Headers(headers)],
        ...(typeof body === 'string' && { body }),
        ...(signal && { signal }),
        redirect: 'error',
        dispatcher: this.dispatcher,
      });
      const limit = response.ok ? (this.options.maxBytes ?? defaultMaxBytes) : errorBytes;
      return new Response(response.body && bounded(response.body, limit, response.ok), {
        status: response.status,
        statusText: response.statusText,
        headers: [...response.headers],
      });
    };
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }
}

/** An answer that was longer than anything that makes sense. */
export class AnswerTooLongError extends Error {
  override readonly name = 'AnswerTooLongError';
}

/** @param strict whether the stream fails at the limit; otherwise it just ends there */
function bounded(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  limit: number,
  strict: boolean,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      bytes += value.byteLength;
      if (bytes <= limit) return controller.enqueue(value);
      await reader.cancel();
      if (!strict) return controller.close();
      controller.error(new AnswerTooLongError(`The answer has more than ${Math.round(limit / 2 ** 20)} MiB`));
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
