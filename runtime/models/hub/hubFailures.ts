import type { Readable } from 'node:stream';
import { RuntimeError } from '../../runtimeError';
import { codeOf } from '../atomicFile';
import { PassingError, retryAfter } from './retry';

/** What was asked of whom. */
export interface Asked {
  /** For the user, e.g. a repository's name. */
  readonly what: string;
  readonly host: string;
  readonly endpoint: string;
  readonly hasToken: boolean;
  /** Whether the endpoint itself answered, and not a host that it redirected to. */
  readonly atHome: boolean;
}

const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What an answer without success means, in words. The hub says more in X-Error-Code and X-Error-Message. */
export async function answerFailure(status: number, headers: Headers, body: Readable, asked: Asked): Promise<Error> {
  const said = await explanation(headers, body);
  const { what, host } = asked;
  if (passing.has(status)) {
    const busy = status === 429 ? 'has had too many requests' : `has a problem of its own (status ${status})`;
    const failure = new RuntimeError(
      'network',
      `${host} ${busy}${said}.`,
      'Try again later: what is already here is kept.',
    );
    return new PassingError(failure, retryAfter(headers.get('retry-after') ?? undefined));
  }
  if (!asked.atHome && (status === 401 || status === 403 || status === 410)) {
    // Signed addresses of the storage run out; the endpoint gives a new one.
    return new PassingError(
      new RuntimeError('network', `${host} refuses ${what} (status ${status})${said}.`, 'Try again.'),
    );
  }
  if (status === 401 || status === 403) return denied(status, headers, said, asked);
  if (status === 404 || status === 410) {
    const message = `${host} has no ${what}${said}.`;
    return new RuntimeError(
      'model-missing',
      message,
      'Check its name; it may have been moved, renamed or made private.',
    );
  }
  const message = `${host} does not answer for ${what} as expected (status ${status})${said}.`;
  return new RuntimeError('unavailable', message, 'Check the address of the hub, then report this with the log.');
}

function denied(status: number, headers: Headers, said: string, asked: Asked): RuntimeError {
  const { what, host, endpoint, hasToken } = asked;
  const repository = /^[\w.-]+\/[\w.-]+/.exec(what)?.[0] ?? what;
  const gated = headers.get('x-error-code') === 'GatedRepo';
  if (status === 401 && !gated) {
    return hasToken
      ? new RuntimeError(
          'denied',
          `${host} does not accept the token for ${what}${said}.`,
          'Give a token that is valid and may read this repository.',
        )
      : new RuntimeError(
          'denied',
          `${host} wants a token for ${what}, or has no such repository${said}.`,
          'Check its name, and give a token that may read it.',
        );
  }
  const message = gated
    ? `${what} is gated: its owners decide who may download it${said}.`
    : `${host} does not allow ${what}${said}.`;
  const ask = `Ask for access at ${endpoint}/${repository}`;
  return new RuntimeError(
    'denied',
    message,
    hasToken ? `${ask}, or use a token that has it.` : `${ask}, then give a token.`,
  );
}

/** A little of what the server says of it, without line ends and never long. */
async function explanation(headers: Headers, body: Readable): Promise<string> {
  const header = headers.get('x-error-message');
  const text = header ?? (await start(body, 4096));
  if (header !== null) body.destroy();
  const parsed = header ?? jsonError(text);
  const clean = (parsed ?? '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 200)
    .replace(/\.$/, '');
  return clean === '' ? '' : ` ("${clean}")`;
}

function jsonError(text: string): string | undefined {
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === 'object' && data !== null && 'error' in data && typeof data.error === 'string')
      return data.error;
  } catch {
    // A page of HTML or nothing: the status says enough.
  }
  return undefined;
}

async function start(body: Readable, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= limit) break;
    }
  } catch {
    // It broke while it explained itself.
  }
  body.destroy();
  return Buffer.concat(chunks).toString('utf8').slice(0, limit);
}

/** What a connection that failed means. Every such failure may be well the next time, except a certificate's. */
export function connectionFailure(error: unknown, host: string): Error {
  const code = codeOf(error) ?? codeOf(error instanceof Error ? error.cause : undefined) ?? '';
  const reason = error instanceof Error ? error.message : String(error);
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code)) {
    const action =
      'If a company proxy stands in between, put its certificate into NODE_EXTRA_CA_CERTS; otherwise do not trust this network.';
    return new RuntimeError('network', `The certificate of ${host} is not trusted (${code}).`, action, {
      cause: error,
    });
  }
  const offline = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH'].includes(code);
  const message = offline
    ? `${host} cannot be reached (${code}).`
    : `The connection to ${host} broke (${code === '' ? reason : code}).`;
  const action = 'Check the network and the proxy, then try again: what is already here is kept.';
  return new PassingError(new RuntimeError('network', message, action, { cause: error }));
}
