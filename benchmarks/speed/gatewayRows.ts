/**
 * What the local server adds: the same request to the same provider on 127.0.0.1, sent there directly and through the
 * server with durable books and the learning router, in turn. Provider, server and client are processes of their own.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { openLedger, type SqliteLedger } from '../../runtime/gateway/ledger';
import { percentile } from '../core/statistics';
import { BenchChild } from './benchChild';
import { pieces, providerSchema, serverSchema } from './gatewayWorkers';
import { figure, type SpeedReport, type SpeedRow } from './report';

export interface GatewayBenchOptions {
  /** Folder on the disk that the books are written to. */
  readonly folder: string;
  /** Pairs of requests. */
  readonly pairs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

const warmUp = 20;
/** Milliseconds. */
const target = 5;
const rivalName = 'the same request sent to the provider itself';

interface Times {
  readonly first: number[];
  readonly whole: number[];
}

export async function measureGateway(options: GatewayBenchOptions): Promise<SpeedReport> {
  const before = loadavg()[0] ?? 0;
  await mkdir(options.folder, { recursive: true });
  const scratch = await mkdtemp(path.join(options.folder, 'gateway-'));
  const ledger = await openLedger({ folder: scratch, timeZone: 'UTC' });
  const children: BenchChild[] = [];
  const start = (...args: readonly string[]) => {
    const child = new BenchChild(...args);
    children.push(child);
    return child;
  };
  try {
    await ledger.setBudget({ scope: { kind: 'all' }, period: 'month', unit: 'usd', limit: 1e12, warnAt: [] });
    const { origin } = providerSchema.parse(JSON.parse(await start('gateway-provider').line()));
    const server = start('gateway-server', scratch, origin);
    const { url, token } = serverSchema.parse(JSON.parse(await server.line()));
    const direct: Times = { first: [], whole: [] };
    const served: Times = { first: [], whole: [] };
    const processor: number[] = [];
    const reservations: number[] = [];
    const ask = (model: string, times: Times | undefined) =>
      model === 'm'
        ? time(`${origin}/v1`, model, 'none', options.signal, times)
        : time(url, model, token, options.signal, times);
    for (let pair = -warmUp; pair < options.pairs; pair++) {
      if (pair % 50 === 0) options.onProgress(`local server, pair ${Math.max(0, pair)} of ${options.pairs}`);
      const counted = pair >= 0;
      // Whoever goes first in a pair changes with each.
      const both = [
        () => ask('m', counted ? direct : undefined),
        () => ask('auto', counted ? served : undefined),
      ] as const;
      for (const one of pair % 2 === 0 ? both : both.toReversed()) await one();
      const used = Number(await server.ask('processor'));
      const ms = await reserveAlone(ledger, `alone${pair}`);
      if (!counted) continue;
      processor.push(used);
      reservations.push(ms);
    }
    return {
      machine: {
        cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
        cores: availableParallelism(),
        node: process.version,
        load: [before, loadavg()[0] ?? 0],
      },
      model: { id: `local server, books in ${options.folder}` },
      rival: { name: rivalName },
      threads: 1,
      rows: [
        rowOf(
          'server-first',
          'first piece of a streamed answer through the local server',
          served.first,
          direct.first,
          true,
        ),
        {
          id: 'server-reservation',
          what: 'of this, the durable reservation alone: a commit on this disk',
          unit: 'ms',
          n: reservations.length,
          ours: figure(reservations),
        },
        rowOf('server-whole', `the whole answer of ${pieces} pieces`, served.whole, direct.whole, false),
        {
          id: 'server-processor',
          what: 'processor time of the server for a request',
          unit: 'ms',
          n: processor.length,
          ours: figure(processor),
        },
      ],
      missing: [],
    };
  } finally {
    for (const child of children.reverse()) await child.end();
    await ledger.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Milliseconds until a reservation is on the disk. */
async function reserveAlone(ledger: SqliteLedger, call: string): Promise<number> {
  const started = performance.now();
  await ledger.reserve({
    ...{ call, model: 'fleet/m', provider: 'fleet', locality: 'local', purpose: 'chat', cost: 100, price: '{}' },
    ...{ project: undefined, task: undefined, conversation: undefined, parentCall: undefined, ceiling: undefined },
  });
  const ms = performance.now() - started;
  await ledger.settle({ call, outcome: 'not-sent', cost: 0, usage: undefined, finish: undefined });
  return ms;
}

/** Sends a streamed request and reads all of its answer. */
async function time(
  baseUrl: string,
  model: string,
  token: string,
  signal: AbortSignal,
  times: Times | undefined,
): Promise<void> {
  const messages = [{ role: 'user', content: 'Explain this function. '.repeat(40) }];
  const started = performance.now();
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ model, messages, stream: true, max_tokens: 500 }),
    signal,
  });
  if (!response.ok || !response.body)
    throw new Error(`${baseUrl} answered ${response.status}: ${await response.text()}`);
  let first: number | undefined;
  let text = '';
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (first === undefined && text.includes('word0')) first = performance.now() - started;
  }
  if (!text.includes(`word${pieces - 1}`) || !text.includes('[DONE]'))
    throw new Error(`${baseUrl} did not answer in full.`);
  times?.first.push(first ?? Number.NaN);
  times?.whole.push(performance.now() - started);
}

function rowOf(
  id: string,
  what: string,
  served: readonly number[],
  direct: readonly number[],
  aimed: boolean,
): SpeedRow {
  const added = served.map((ms, pair) => ms - (direct[pair] ?? Number.NaN));
  const [low, high] = medianInterval(added);
  const p50 = percentile(added, 0.5);
  const pair = { ours: figure(served), rival: { name: rivalName, ...figure(direct) } };
  return {
    id,
    what,
    unit: 'ms',
    n: served.length,
    ...pair,
    ratio: pair.ours.p50 / pair.rival.p50,
    ...(aimed && { target: `adds less than ${target} ms at the median`, reached: p50 < target }),
    note: `Adds ${p50.toFixed(2)} ms at the median of ${added.length} pairs (95 % ${low.toFixed(2)} to ${high.toFixed(2)}).`,
  };
}

/** 95 % interval of a median by order statistics: normal approximation of the binomial. */
function medianInterval(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((one, other) => one - other);
  const half = 0.98 * Math.sqrt(sorted.length);
  const at = (rank: number) => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(rank)))] ?? Number.NaN;
  return [at(sorted.length / 2 - half), at(sorted.length / 2 + half)];
}
