import type { Readable } from 'node:stream';
import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { RuntimeError } from '../../runtimeError';
import { answerFailure, connectionFailure } from './hubFailures';
import { patient, type Patience } from './retry';

export interface HubOptions {
  /** Base address of the hub or of a mirror that speaks its protocol. */
  readonly endpoint: string;
  /** For private or gated repositories; only ever sent to the endpoint itself. */
  readonly token?: string | undefined;
  /** Address of a proxy; default: HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment. */
  readonly proxy?: string | undefined;
  readonly patience?: Patience | undefined;
}

export interface HubAnswer {
  readonly status: number;
  /** Of the last answer. */
  readonly headers: Headers;
  /** Of the endpoint's own answer, where the bytes come from another host. */
  readonly hubHeaders: Headers;
  readonly body: Readable;
}

export const publicHub = 'https://huggingface.co';
const longestRedirection = 5;
const redirections = new Set([301, 302, 303, 307, 308]);

/** Requests to one hub: proxy, token, redirections, timeouts. */
export class HubConnection {
  readonly endpoint: string;
  readonly patience: Patience;
  private readonly dispatcher: Dispatcher;
  private readonly origin: string;

  /** @throws RuntimeError bad-request when the endpoint or the proxy is no address */
  constructor(private readonly options: HubOptions) {
    const endpoint = address(options.endpoint, 'The address of the hub');
    this.endpoint = endpoint.href.replace(/\/+$/, '');
    this.origin = endpoint.origin;
    this.patience = options.patience ?? patient;
    const proxy =
      options.proxy === undefined || options.proxy === '' ? undefined : address(options.proxy, 'The proxy').href;
    this.dispatcher = new EnvHttpProxyAgent({
      ...(proxy === undefined ? {} : { httpProxy: proxy, httpsProxy: proxy }),
      connect: { timeout: Math.min(30_000, this.patience.silenceMs) },
      headersTimeout: this.patience.silenceMs,
      bodyTimeout: this.patience.silenceMs,
    });
  }

  /**
   * One GET, redirections followed by hand: the token stays with the endpoint, and nothing goes from https to http.
   * @param what the user asked for, for messages, e.g. "Salesforce/CoDA-v0-Base"
   * @throws PassingError for what may be well the next time; RuntimeError otherwise
   */
  async get(
    url: string,
    what: string,
    options: { readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<HubAnswer> {
    let target = new URL(url);
    let atHome = target.origin === this.origin;
    let hubHeaders: Headers | undefined;
    for (let hops = 0; hops <= longestRedirection; hops++) {
      const answer = await this.send(target, atHome, options);
      const headers = toHeaders(answer.headers);
      hubHeaders ??= headers;
      if (!redirections.has(answer.statusCode)) {
        if (answer.statusCode >= 200 && answer.statusCode < 300) {
          return { status: answer.statusCode, headers, hubHeaders, body: answer.body };
        }
        throw await answerFailure(answer.statusCode, headers, answer.body, {
          what,
          host: target.host,
          endpoint: this.endpoint,
          hasToken: this.options.token !== undefined,
          atHome,
        });
      }
      await answer.body.dump({ limit: 65_536 }).catch(() => undefined);
      target = this.next(target, headers.get('location'));
      // Once away, the token is not sent again, even where the way leads back.
      atHome &&= target.origin === this.origin;
    }
    throw new RuntimeError('network', `${this.origin} sends from one address to the next.`, endpointAction);
  }

  /** What a body that broke off means. */
  broken(error: unknown, url: string): Error {
    return connectionFailure(error, new URL(url).host);
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  private async send(
    target: URL,
    atHome: boolean,
    options: { readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal | undefined },
  ): Promise<Dispatcher.ResponseData> {
    const { token } = this.options;
    try {
      const answer = await request(target, {
        method: 'GET',
        dispatcher: this.dispatcher,
        signal: options.signal ?? null,
        headers: {
          // Ranges, sizes and hashes are of the bytes as they are.
          'accept-encoding': 'identity',
          'user-agent': 'whetstone-vscode',
          ...options.headers,
          ...(atHome && token !== undefined && token !== '' ? { authorization: `Bearer ${token}` } : {}),
        },
      });
      // Whoever reads the body gets its error there; one that nobody reads any more must not end the process.
      answer.body.on('error', () => undefined);
      return answer;
    } catch (error) {
      options.signal?.throwIfAborted();
      throw connectionFailure(error, target.host);
    }
  }

  private next(from: URL, location: string | null): URL {
    const to = location === null ? undefined : parsed(location, from.href);
    const secure = to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:');
    if (!to || !secure) {
      const message = `${from.host} redirects to ${location ?? 'nowhere'}, which is not followed.`;
      throw new RuntimeError('network', message, endpointAction);
    }
    return to;
  }
}

const endpointAction = 'Check the address of the hub; if it is right, report this to whoever runs it.';

function parsed(text: string, base?: string): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined;
}

function address(text: string, what: string): URL {
  const url = parsed(text);
  if (url && ['http:', 'https:'].includes(url.protocol)) return url;
  throw new RuntimeError('bad-request', `${what} is no http or https address: "${text}".`, 'Correct the setting.');
}

function toHeaders(raw: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) headers.append(name, each);
  }
  return headers;
}
