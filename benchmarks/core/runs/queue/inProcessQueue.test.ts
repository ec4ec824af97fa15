import assert from 'node:assert/strict';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { madeRecord } from '../../reports/testing/madeRun';
import type { SampleJob, SampleOutcome } from '../types';
import { InProcessQueue } from './inProcessQueue';

const jobs: readonly SampleJob[] = Array.from({ length: 40 }, (_, index) => ({
  ...{
    run: 'run',
    index,
    scenario: `scenario ${index}`,
    model: index % 2 === 0 ? 'cloud/one' : 'local/two',
    repeat: 0,
  },
}));

const outcomeOf = (job: SampleJob): SampleOutcome => ({
  record: madeRecord(job.scenario, job.model, { index: job.index }),
  detail: { solution: undefined, score: undefined, calls: [], log: '' },
});

describe('a queue in this process', () => {
  const work = async (begin: (job: SampleJob, signal: AbortSignal) => Promise<void>, concurrency: number) => {
    const stop = new AbortController();
    const queue = new InProcessQueue();
    await queue.add(jobs);
    const done: number[] = [];
    const working = queue.work(
      async (job, signal) => {
        await begin(job, signal);
        return outcomeOf(job);
      },
      {
        ...{ signal: stop.signal, worker: 'test', concurrencyOf: () => concurrency },
        onOutcome: ({ record }) => Promise.resolve(void done.push(record.index)),
      },
    );
    return { stop, working, done };
  };

  it('begins the first samples of a provider one after another, until as many as may be are under way', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const begun: SampleJob[] = [];
    const { working, done } = await work(async (job) => {
      begun.push(job);
      await gate;
    }, 20);
    assert.deepEqual(
      begun.map(({ index }) => index),
      [0, 1],
      'one of each provider',
    );
    while (begun.length < jobs.length) await sleep(1);
    open();
    await working;
    assert.equal(done.length, jobs.length);
  });

  it('never waits where nothing is under way', async () => {
    const { working, done } = await work(() => Promise.resolve(), 1);
    for (let turns = 0; done.length < jobs.length && turns < 1000; turns += 1) await turn();
    await working;
    assert.deepEqual(
      done.toSorted((a, b) => a - b),
      jobs.map(({ index }) => index),
    );
  });

  it('ends when it is stopped before the first samples have all begun', async () => {
    const { stop, working, done } = await work(
      (_, signal) =>
        new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
      20,
    );
    stop.abort();
    await working;
    assert.deepEqual(done, []);
  });
});
