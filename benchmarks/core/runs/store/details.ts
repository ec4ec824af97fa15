/** What is kept of a sample beside its row: compressed, and each prompt once however many samples have it. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { canonicalJson } from '../canonicalJson';
import { sha256 } from '../sha256';
import type { ModelAnswer, SampleDetail, Score, Solution, SolverRequest } from '../types';

const compress = promisify(gzip);
const expand = promisify(gunzip);

export interface PackedDetail {
  readonly body: Uint8Array;
  /** JSON of `Score.metrics`: reports read it of every sample. */
  readonly metrics: string | undefined;
  readonly requests: readonly { readonly hash: string; readonly body: Uint8Array }[];
}

interface Stored {
  readonly solution?: Solution | undefined;
  readonly score?: Score | undefined;
  readonly calls: readonly {
    readonly request: string;
    readonly answer: ModelAnswer;
    readonly role?: string | undefined;
  }[];
  readonly log: string;
}

/** @param known hashes of requests that lie in the database already */
export async function packDetail(
  { solution, score, calls, log }: Omit<SampleDetail, 'record'>,
  known: (hash: string) => boolean,
): Promise<PackedDetail> {
  const requests = new Map<string, Uint8Array>();
  const kept: Stored['calls'][number][] = [];
  for (const { request, answer, role } of calls) {
    const json = canonicalJson(request);
    const hash = sha256(json);
    if (!requests.has(hash)) requests.set(hash, known(hash) ? new Uint8Array() : await compress(json));
    kept.push({ request: hash, answer, role });
  }
  const stored: Stored = { solution, score, calls: kept, log };
  return {
    body: await compress(JSON.stringify(stored)),
    metrics: score === undefined ? undefined : JSON.stringify(score.metrics),
    requests: [...requests].map(([hash, body]) => ({ hash, body })),
  };
}

/** @param requestOf compressed request by its hash */
export async function unpackDetail(
  body: Uint8Array,
  requestOf: (hash: string) => Uint8Array,
): Promise<Omit<SampleDetail, 'record'>> {
  const { solution, score, calls, log } = await stored(body);
  const read: SampleDetail['calls'][number][] = [];
  for (const { request, answer, role } of calls) {
    const json = (await expand(requestOf(request))).toString('utf8');
    read.push({ request: JSON.parse(json) as SolverRequest, answer, role });
  }
  return { solution, score, calls: read, log };
}

/** Without calls, whose requests take most of the time. */
export async function unpackResult(body: Uint8Array): Promise<Pick<SampleDetail, 'solution' | 'score'>> {
  const { solution, score } = await stored(body);
  return { solution, score };
}

/** Who was called and what it took, of a sample; without what was said. */
export async function callUsages(
  body: Uint8Array,
): Promise<readonly { readonly role: string | undefined; readonly usage: ModelAnswer['usage'] }[]> {
  return (await stored(body)).calls.map(({ role, answer: { usage } }) => ({ role, usage }));
}

async function stored(body: Uint8Array): Promise<Stored> {
  // Written by `packDetail` into our own database, whose form the application id and the version vouch for.
  return JSON.parse((await expand(body)).toString('utf8')) as Stored;
}
