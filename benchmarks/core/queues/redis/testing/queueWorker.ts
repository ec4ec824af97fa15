/** A worker as a process of its own, to be killed. Writes `begun INDEX` and `done INDEX` lines; argument: JSON. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openRedis } from '../openRedis';
import { redisAddress } from '../redisAddress';
import { Seal } from '../seal';
import { serveRuns } from '../serveRuns';
import { madeOutcome } from './madeOutcome';

export interface QueueWorkerOptions {
  readonly address: string;
  readonly token: string | undefined;
  readonly worker: string;
  readonly cache: string;
  readonly sampleMs: number;
  readonly refuse: Readonly<Record<string, string>>;
}

async function main(options: QueueWorkerOptions): Promise<void> {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());
  const redis = await openRedis(redisAddress(options.address), (line) => say(`log ${line}`));
  await serveRuns({
    redis,
    seal: new Seal(options.token),
    worker: options.worker,
    signal: stop.signal,
    refusalOf: async (model) => options.refuse[model],
    openRun: async (run, folder) => ({
      handler: async (job, signal) => {
        say(`begun ${job.index}`);
        const content = readFileSync(path.join(folder, 'scenarios', `${job.scenario}.json`));
        await sleep(options.sampleMs, undefined, { signal });
        say(`done ${job.index}`);
        return madeOutcome(job, options.worker, createHash('sha256').update(content).digest('hex'));
      },
      close: async () => {
        say(`closed ${run.run}`);
      },
    }),
    concurrency: 2,
    cache: options.cache,
    log: (line) => say(`log ${line}`),
  });
  redis.disconnect();
}

// The test that starts it has written the options.
void main(JSON.parse(process.argv[2] ?? '') as QueueWorkerOptions);
