import { Redis } from 'ioredis';
import { BadInputError } from '../../badInputError';
import type { RedisAddress } from './redisAddress';

const FIRST_CONNECTION_MS = 10_000;

/**
 * Connects once, with a clear message where that fails. From then on commands wait while Redis is gone and go through when it is back;
 * `log` is told once each time, never with the password.
 *
 * @throws BadInputError
 */
export async function openRedis(address: RedisAddress, log: (message: string) => void): Promise<Redis> {
  await tryOnce(address);
  const redis = new Redis(address.url, {
    // BullMQ's workers want it; and a command that is given up would be a result that is lost.
    maxRetriesPerRequest: null,
    enableOfflineQueue: true,
    retryStrategy: (tries) => Math.min(2_000, 100 * tries),
  });
  let gone = false;
  redis.on('error', (error: Error) => {
    if (!gone) log(`${address.shown} is gone (${said(error)}). Waiting until it is back.`);
    gone = true;
  });
  redis.on('ready', () => {
    if (gone) log(`${address.shown} is back.`);
    gone = false;
  });
  await redis.ping();
  return redis;
}

async function tryOnce(address: RedisAddress): Promise<void> {
  const redis = new Redis(address.url, {
    ...{ lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 },
    connectTimeout: FIRST_CONNECTION_MS,
  });
  let cause: Error | undefined;
  redis.on('error', (error: Error) => (cause = error));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw new BadInputError(messageOf(address, cause ?? error), { cause });
  } finally {
    redis.disconnect();
  }
}

function messageOf({ shown }: RedisAddress, error: unknown): string {
  const text = said(error);
  if (text.includes('NOAUTH')) return `${shown} wants a password. Give it in the address, between “redis://:” and “@”.`;
  if (/WRONGPASS|invalid password|invalid username/i.test(text)) {
    return `${shown} does not take this user or password. Check both.`;
  }
  if (text.includes('ECONNREFUSED'))
    return `Nothing answers at ${shown}. Start Redis there (redis-server), or check the port.`;
  if (/ENOTFOUND|EAI_AGAIN/.test(text)) return `The host of ${shown} is not known. Check its name.`;
  if (/ETIMEDOUT|timed? ?out/i.test(text)) return `${shown} does not answer. Check host, port and firewall.`;
  if (/SSL|TLS|certificate|self.signed/i.test(text)) {
    return `No encrypted connection to ${shown} (${text}). Use redis:// if it has no TLS; otherwise its certificate must be known here (NODE_EXTRA_CA_CERTS).`;
  }
  return `${shown} cannot be used: ${text}`;
}

/** ioredis names host and port in its errors, and never the password; an error of several addresses has no message. */
function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return error.message.includes(code) ? error.message : `${code} ${error.message}`.trim();
}
