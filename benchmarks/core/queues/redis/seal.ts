import { createHmac, timingSafeEqual } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

export interface Sealed {
  /** JSON, gzip, base64. */
  readonly body: string;
  /** HMAC-SHA256 with the shared token; undefined without one. */
  readonly mac?: string | undefined;
}

/** What came out of Redis was not written by somebody who has the token, or is damaged. */
export class BrokenSealError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenSealError';
  }
}

const MOST_BYTES = 256 * 2 ** 20;

/**
 * Packs what runs and workers say to each other. Whoever can write to Redis could otherwise hand workers a run of their own, paid for
 * with the worker's keys; with a token that both sides know, only its owners can.
 */
export class Seal {
  constructor(private readonly token: string | undefined) {}

  /** @param about what it is about, so that it cannot be put in another's place */
  close(value: unknown, about: string): Sealed {
    const body = gzipSync(JSON.stringify(value)).toString('base64');
    return { body, mac: this.token === undefined ? undefined : this.macOf(this.token, body, about) };
  }

  /**
   * @returns parsed JSON
   * @throws BrokenSealError
   */
  open(sealed: Sealed, about: string): unknown {
    if (this.token !== undefined) {
      const wanted = Buffer.from(this.macOf(this.token, sealed.body, about));
      const given = Buffer.from(sealed.mac ?? '');
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
        throw new BrokenSealError(
          sealed.mac === undefined
            ? 'it is not signed, and a token is set here: give both sides the same WHETSTONE_WORKER_TOKEN'
            : 'it is signed with another token: give both sides the same WHETSTONE_WORKER_TOKEN',
        );
      }
    }
    try {
      const parsed: unknown = JSON.parse(
        gunzipSync(Buffer.from(sealed.body, 'base64'), { maxOutputLength: MOST_BYTES }).toString('utf8'),
      );
      return parsed;
    } catch {
      throw new BrokenSealError('it is damaged or too large');
    }
  }

  private macOf(token: string, body: string, about: string): string {
    return createHmac('sha256', token).update(about).update('\n').update(body).digest('hex');
  }
}
