import { localityOf } from '../../../../runtime/gateway/providers/locality';
import { BadInputError } from '../../badInputError';

export interface RedisAddress {
  /** With the password: for the connection alone. */
  readonly url: string;
  /** Without user and password: for logs and messages. */
  readonly shown: string;
  /** Whether it is this machine. */
  readonly loopback: boolean;
  readonly encrypted: boolean;
}

/**
 * `redis://` or, encrypted, `rediss://`, with user, password, port and number of the database as usual.
 * @param password where the address has none
 * @throws BadInputError without the text of the address, which may hold a password
 */
export function redisAddress(text: string, password?: string): RedisAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new BadInputError('The address of the queue cannot be read. Give redis://HOST:PORT, or rediss:// with TLS.');
  }
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw new BadInputError(
      `The queue is at ${url.protocol}//, which is not Redis. Give redis://HOST:PORT, or rediss:// with TLS.`,
    );
  }
  const host = url.hostname;
  if (host === '') throw new BadInputError('The address of the queue has no host. Give redis://HOST:PORT.');
  if (!/^(\/\d{0,3})?$/.test(url.pathname)) {
    throw new BadInputError(
      'After the port of the queue may stand the number of a database, as in redis://HOST:6379/0.',
    );
  }
  if (url.password === '' && password !== undefined) url.password = encodeURIComponent(password);
  return {
    url: url.href,
    shown: `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`,
    loopback: localityOf(url) === 'local',
    encrypted: url.protocol === 'rediss:',
  };
}
