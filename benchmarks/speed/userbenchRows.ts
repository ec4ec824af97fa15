/** Speed of UserBench's episodes: by rules alone on two processes, and with 64 models in flight that take 200 ms for a reply. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { playPolicies } from '../userbench/policies/playPolicy';
import { policyNamed } from '../userbench/policies/policies';
import { playEpisode } from '../userbench/solving/playEpisode';
import { scriptedModel } from '../userbench/solving/testing/scriptedModel';
import { coreScenario, taskOf } from '../userbench/solving/travelContent';
import { travelRunOptions } from '../userbench/solving/travelOptions';
import { openTravel } from '../userbench/solving/travelSolver';
import { makeScenarios } from '../userbench/travel/makeScenarios';
import { BenchChild } from './benchChild';

export interface UserbenchSpeed {
  readonly rules: {
    readonly episodes: number;
    readonly processes: number;
    readonly seconds: number;
    readonly perSecond: number;
  };
  readonly flight: {
    readonly episodes: number;
    readonly inFlight: number;
    readonly latencyMs: number;
    /** Rival: the same calls with nothing between them, timed in the same run. */
    readonly idealSeconds: number;
    readonly seconds: number;
    /** Throughput beside the ideal. */
    readonly share: number;
  };
}

const options = travelRunOptions({});
const signal = new AbortController().signal;
const distinct = 100;

/** Episodes of the perfect policy, which uses every rule: search, four questions, answers. */
export async function playByRules(episodes: number, seed: number): Promise<number> {
  const scenarios = Object.entries(makeScenarios('travel22', Math.min(distinct, episodes), seed)).map(([id, each]) =>
    coreScenario(id, each, 'travel22', options),
  );
  let done = 0;
  for (let round = 0; done < episodes; round++) {
    const part = scenarios.slice(0, episodes - done);
    const played = await playPolicies(policyNamed('perfect'), part, options, { seed: seed + round, signal });
    if (played.some(({ score }) => score.value !== 1)) throw new Error('An episode by rules went wrong.');
    done += played.length;
  }
  return done;
}

const processes = 2;

export async function measureUserbench(episodes: number): Promise<UserbenchSpeed> {
  const children = Array.from({ length: processes }, () => new BenchChild('userbench-child'));
  const ready = await Promise.all(children.map((child) => child.line()));
  if (ready.some((line) => line !== 'ready')) throw new Error('A process of the benchmark did not start.');
  const started = performance.now();
  const each = Math.ceil(episodes / processes);
  const counts = await Promise.all(children.map((child, index) => child.ask(`${each} ${index + 1}`)));
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(children.map((child) => child.end()));
  const all = counts.reduce((sum, count) => sum + z.coerce.number().parse(count), 0);
  return { rules: { episodes: all, processes, seconds, perSecond: all / seconds }, flight: await measureFlight() };
}

const inFlight = 64;
const latencyMs = 200;
const rounds = 4;

async function measureFlight(): Promise<UserbenchSpeed['flight']> {
  const scenarios = Object.entries(makeScenarios('travel22', inFlight, 9)).map(([id, each]) =>
    coreScenario(id, each, 'travel22', options),
  );
  const lanes = (work: (lane: number) => Promise<number>) => Promise.all(scenarios.map((_, lane) => work(lane)));
  const began = performance.now();
  const calls = await lanes(async (lane) => {
    let asked = 0;
    for (let round = 0; round < rounds; round++) asked += await playSlowly(scenarios[lane]!, round);
    return asked;
  });
  const seconds = (performance.now() - began) / 1000;
  const idealBegan = performance.now();
  await lanes(async (lane) => {
    for (let call = 0; call < calls[lane]!; call++) await sleep(latencyMs);
    return 0;
  });
  const idealSeconds = (performance.now() - idealBegan) / 1000;
  return { episodes: inFlight * rounds, inFlight, latencyMs, idealSeconds, seconds, share: idealSeconds / seconds };
}

/** A model that knows the answers and takes its time. @returns calls */
async function playSlowly(scenario: ReturnType<typeof coreScenario>, seed: number): Promise<number> {
  const task = taskOf(scenario);
  const best = task.aspects.map(({ bestId }) => bestId);
  const model = scriptedModel((_, index) => {
    const content =
      index < 4 ? `What suits you as to the ${task.aspects[0]!.preferences[0]!.topic}?` : (best[index - 4] ?? '');
    return { calls: [{ input: { thought: 't', choice: index < 4 ? 'action' : 'answer', content } }] };
  });
  const generate: typeof model.generate = async (request) => {
    await sleep(latencyMs);
    return model.generate(request);
  };
  const episode = { task: task.id, seed, setting: 'interaction', userMode: 'rules' } as const;
  await playEpisode(openTravel(scenario, options, undefined), episode, { ...model, generate });
  return model.asked.length;
}
