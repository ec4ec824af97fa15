/** Who may ask the local server, and how much. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { openAiError, type OpenAiError } from './openAiError';

/**
 * Refuses who does not know the token, and whoever reached this server by another name than its own: a page in a browser can lead a
 * name of its own to 127.0.0.1 (DNS rebinding), but not send a `Host` header that is not that name.
 */
export function refusalOf(request: IncomingMessage, port: number, token: string): OpenAiError | undefined {
  const host = request.headers.host ?? '';
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(host.toLowerCase())) {
    return openAiError(403, `This server is reached as 127.0.0.1:${port} only.`, 'invalid_request_error', 'wrong_host');
  }
  const [, given] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (given === undefined || !isSame(given, token)) {
    return openAiError(
      401,
      'The token is missing or wrong: send “Authorization: Bearer TOKEN” with the token that was shown when the server was started.',
      'invalid_request_error',
      'invalid_api_key',
    );
  }
  return undefined;
}

/** In the same time whatever differs. */
function isSame(given: string, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}

/** The body was larger than is read. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** @throws BodyTooLargeError; SyntaxError when it is not JSON */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const body = await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const tooLarge = () => {
      // The rest is thrown away as it comes: a connection that is closed on a client in the middle of its body tells it nothing.
      request.off('data', take).resume();
      reject(new BodyTooLargeError(`More than ${Math.floor(maxBytes / 2 ** 20)} MiB`));
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) tooLarge();
      else chunks.push(chunk);
    };
    request.on('data', take);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) tooLarge();
  });
  return JSON.parse(body.toString('utf8')) as unknown;
}
