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
import { collectAnswer } from '../../core/runs/runner/collectAnswer';
import type { Scenario, SolverContext } from '../../core/runs/types';
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

const rounds = 4;
const model = 'fleet/knowing';

/** Replies are made here, after a pause. */
export function measureFlight(): Promise<FlightSpeed> {
  return measure((scenario) => {
    const scripted = scriptedModel((_, index) => ({ calls: [{ input: knownReply(scenario, index) }] }));
    return async (request) => {
      await sleep(latencyMs);
      return scripted.generate(request);
    };
  });
}

/** Replies come by HTTP from another process, and each call is reserved and settled in books on the disk. */
export async function measureGatewayFlight(): Promise<{
  readonly together: FlightSpeed;
  readonly spread: FlightSpeed;
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
        return { together: await measure(modelFor), spread: await measure(modelFor, latencyMs / inFlight) };
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

/** @param apartMs between the beginnings of two episodes, in the ideal too; 0: replies of equal length come all at the same moment */
async function measure(modelFor: (scenario: Scenario) => Generate, apartMs = 0): Promise<FlightSpeed> {
  const scenarios = flightScenarios();
  const lanes = (work: (lane: number) => Promise<number>) =>
    Promise.all(
      scenarios.map(async (_, lane) => {
        await sleep(lane * apartMs);
        return work(lane);
      }),
    );
  // Code is loaded and compiled in the first calls of a process, which plays hundreds of episodes more.
  await lanes((lane) => playOnce(scenarios[lane]!, rounds, modelFor));
  const read = stopwatch();
  const calls = await lanes(async (lane) => {
    let asked = 0;
    for (let round = 0; round < rounds; round++) asked += await playOnce(scenarios[lane]!, round, modelFor);
    return asked;
  });
  const { wall, cpu } = read();
  const seconds = wall / 1000;
  const idealBegan = performance.now();
  await lanes(async (lane) => {
    for (let call = 0; call < calls[lane]!; call++) await sleep(latencyMs);
    return 0;
  });
  const idealSeconds = (performance.now() - idealBegan) / 1000;
  const all = calls.reduce((sum, each) => sum + each, 0);
  return {
    ...{ episodes: inFlight * rounds, inFlight, latencyMs, calls: all },
    ...{ idealSeconds, seconds, share: idealSeconds / seconds, processorMs: cpu / all },
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
