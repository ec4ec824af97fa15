/** Episodes of 64 models in flight that take 200 ms for a reply, beside the bare replies: in this process, and through the gateway. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLedger } from '../../../runtime/gateway/ledger';
import { openGateway } from '../../../runtime/gateway/openGateway';
import type { GatewayConfig } from '../../../runtime/gateway/protocol';
import { gatewayModels } from '../../core/runs/gatewayAccess';
import { InProcessQueue } from '../../core/runs/queue/inProcessQueue';
import { collectAnswer } from '../../core/runs/runner/collectAnswer';
import type { SampleJob, SampleOutcome, SampleRecord, Scenario, SolverContext } from '../../core/runs/types';
import { playEpisode } from '../../userbench/solving/playEpisode';
import { scriptedModel } from '../../userbench/solving/testing/scriptedModel';
import { taskOf } from '../../userbench/solving/travelContent';
import { openTravel } from '../../userbench/solving/travelSolver';
import { BenchChild } from '../benchChild';
import { stopwatch } from '../stopwatch';
import { flightScenarios, inFlight, knownReply, latencyMs, travelOptions } from './knowingModel';
import { knowingProviderSchema } from './knowingProvider';

export interface FlightSpeed {
  readonly episodes: number;
  readonly inFlight: number;
  readonly latencyMs: number;
  readonly calls: number;
  /** Rival: the same calls with nothing between them, timed in the same run. */
  readonly idealSeconds: number;
  readonly seconds: number;
  /** Throughput beside the ideal. */
  readonly share: number;
  /** Of this process, for a call: what an idle machine would add, at most, were nothing done while replies are awaited. */
  readonly processorMs: number;
}

type Generate = SolverContext['generate'];

const rounds = 8;
const model = 'fleet/knowing';

/** Replies are made here, after a pause. */
export function measureFlight(): Promise<FlightSpeed> {
  return measure((scenario) => {
    const scripted = scriptedModel((_, index) => ({ calls: [{ input: knownReply(scenario, index) }] }));
    return async (request) => {
      await sleep(latencyMs);
      return scripted.generate(request);
    };
  }, byQueue);
}

/** Replies come by HTTP from another process, and each call is reserved and settled in books on the disk. */
export async function measureGatewayFlight(): Promise<{
  readonly handedOut: FlightSpeed;
  readonly together: FlightSpeed;
}> {
  const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-flight-'));
  const child = new BenchChild('userbench-provider');
  try {
    const { origin } = knowingProviderSchema.parse(JSON.parse(await child.line()));
    const ledger = await openLedger({ folder, timeZone: 'UTC' });
    try {
      await ledger.setBudget({ scope: { kind: 'all' }, period: 'month', unit: 'usd', limit: 1e12, warnAt: [] });
      const gateway = openGateway({ config: configOf(origin), ledger });
      try {
        const models = gatewayModels(gateway);
        const modelFor = () => async (request: Parameters<Generate>[0]) => {
          const call = { ...request, model, maxOutputTokens: 1000, purpose: 'evaluation' } as const;
          return collectAnswer(models.generate(call, new AbortController().signal));
        };
        return { handedOut: await measure(modelFor, byQueue), together: await measure(modelFor, atOnce) };
      } finally {
        await gateway.dispose();
      }
    } finally {
      await ledger.close();
    }
  } finally {
    await child.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Does all of the work, so many at a time. */
type HandOut = (work: (at: number) => Promise<void>) => Promise<void>;

const all = inFlight * rounds;

/** As a run does it: by its queue. */
const byQueue: HandOut = async (work) => {
  const queue = new InProcessQueue();
  const jobs = Array.from({ length: all }, (_, index) => ({
    ...{ run: 'speed', index, scenario: String(index), model, repeat: 0 },
  }));
  await queue.add(jobs);
  const concurrencyOf = () => inFlight;
  const handler = async ({ index }: SampleJob): Promise<SampleOutcome> => {
    await work(index);
    return {
      record: recordOf(index),
      detail: { solution: undefined, score: undefined, calls: [], log: '' },
    };
  };
  await queue.work(handler, { signal: new AbortController().signal, worker: 'speed', concurrencyOf });
  await queue.close();
};

function recordOf(index: number): SampleRecord {
  return {
    ...{ run: 'speed', index, scenario: String(index), model, repeat: 0, state: 'scored', attempts: 1, value: 1 },
    ...{ complete: undefined, cost: 0, usage: undefined, totalMs: undefined, firstTokenMs: undefined, cached: false },
    ...{ truncated: false, reason: undefined, reasonKind: undefined, started: undefined, ended: undefined },
    worker: 'speed',
  };
}

/** All at the same moment, and the next where one is done. */
const atOnce: HandOut = async (work) => {
  let next = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < all) await work(next++);
    }),
  );
};

async function measure(modelFor: (scenario: Scenario) => Generate, handOut: HandOut): Promise<FlightSpeed> {
  const scenarios = flightScenarios();
  const play = (at: number) => playOnce(scenarios[at % inFlight]!, Math.floor(at / inFlight), modelFor);
  // Code is loaded and compiled in the first calls of a process, which plays hundreds of episodes more.
  await Promise.all(scenarios.map((_, at) => play(at)));
  const read = stopwatch();
  const calls = new Map<number, number>();
  await handOut(async (at) => void calls.set(at, await play(at)));
  const { wall, cpu } = read();
  const seconds = wall / 1000;
  const idealBegan = performance.now();
  await atOnce(async (at) => {
    for (let call = 0; call < calls.get(at)!; call++) await sleep(latencyMs);
  });
  const idealSeconds = (performance.now() - idealBegan) / 1000;
  const sum = [...calls.values()].reduce((total, each) => total + each, 0);
  return {
    ...{ episodes: all, inFlight, latencyMs, calls: sum },
    ...{ idealSeconds, seconds, share: idealSeconds / seconds, processorMs: cpu / sum },
  };
}

/** @returns calls. @throws Error for an episode in which the model was not understood */
async function playOnce(scenario: Scenario, seed: number, modelFor: (scenario: Scenario) => Generate): Promise<number> {
  const task = taskOf(scenario);
  const ask = modelFor(scenario);
  let calls = 0;
  const generate: Generate = (request) => {
    calls += 1;
    return ask(request);
  };
  const context = { ...scriptedModel(() => undefined), generate };
  const episode = { task: task.id, seed, setting: 'interaction', userMode: 'rules' } as const;
  const record = await playEpisode(openTravel(scenario, travelOptions, undefined), episode, context);
  if (record.answers.length !== task.aspects.length || record.answers.some(({ value }) => value !== 1)) {
    throw new Error(`The episode ${task.id} went wrong: ${JSON.stringify(record.answers)}`);
  }
  return calls;
}

function configOf(origin: string): GatewayConfig {
  const models = [{ name: 'knowing', contextTokens: 100_000, maxOutputTokens: 1000, price: { input: 1, output: 2 } }];
  return {
    providers: [{ id: 'fleet', kind: 'openai-compatible', baseUrl: `${origin}/v1`, concurrency: inFlight, models }],
    keys: {},
    hostModels: [],
    policy: { localOnly: false, allowedModels: [], quality: 5, defaultModel: model },
    localModels: [],
    threads: 1,
  };
}
