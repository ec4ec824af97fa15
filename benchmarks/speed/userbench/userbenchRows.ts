/** Speed of UserBench's episodes: by rules alone on two processes, gym by gym, and with 64 models in flight that take 200 ms for a reply. */
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { playPolicies } from '../../userbench/policies/playPolicy';
import { policyNamed } from '../../userbench/policies/policies';
import { coreScenario } from '../../userbench/solving/travelContent';
import { makeScenarios } from '../../userbench/travel/makeScenarios';
import type { Execution } from '../../userbench/gyms/swe/execution';
import { BenchChild } from '../benchChild';
import { measureFlight, measureGatewayFlight, type FlightSpeed } from './flightRows';
import { measureGyms, type GymSpeed } from './gymRows';
import { travelOptions } from './knowingModel';

export interface UserbenchSpeed {
  readonly rules: {
    readonly episodes: number;
    readonly processes: number;
    readonly seconds: number;
    readonly perSecond: number;
  };
  readonly gyms: readonly GymSpeed[];
  /** Replies are made in this process. */
  readonly flight: FlightSpeed;
  /** Through the gateway with durable books, from a server on 127.0.0.1, handed out by the queue of a run. */
  readonly gatewayFlight: FlightSpeed;
  /** The same, all begun at the same moment. */
  readonly gatewayTogether: FlightSpeed;
}

const signal = new AbortController().signal;
const distinct = 100;

/** Episodes of the perfect policy, which uses every rule: search, four questions, answers. */
export async function playByRules(episodes: number, seed: number): Promise<number> {
  const scenarios = Object.entries(makeScenarios('travel22', Math.min(distinct, episodes), seed)).map(([id, each]) =>
    coreScenario(id, each, 'travel22', travelOptions),
  );
  let done = 0;
  for (let round = 0; done < episodes; round++) {
    const part = scenarios.slice(0, episodes - done);
    const played = await playPolicies(policyNamed('perfect'), part, travelOptions, { seed: seed + round, signal });
    if (played.some(({ score }) => score.value !== 1)) throw new Error('An episode by rules went wrong.');
    done += played.length;
  }
  return done;
}

const processes = 2;

/** @param execution where programs of gyms may run; undefined: nowhere */
export async function measureUserbench(options: {
  readonly episodes: number;
  readonly gymEpisodes: number;
  readonly execution: Execution | undefined;
}): Promise<UserbenchSpeed> {
  const rules = await measureRules(options.episodes);
  const gyms = await measureGyms(options.gymEpisodes, options.execution, signal);
  const flight = await measureFlight();
  const { handedOut, together } = await measureGatewayFlight();
  return { rules, gyms, flight, gatewayFlight: handedOut, gatewayTogether: together };
}

async function measureRules(episodes: number): Promise<UserbenchSpeed['rules']> {
  const children = Array.from({ length: processes }, () => new BenchChild('userbench-child'));
  const ready = await Promise.all(children.map((child) => child.line()));
  if (ready.some((line) => line !== 'ready')) throw new Error('A process of the benchmark did not start.');
  const started = performance.now();
  const each = Math.ceil(episodes / processes);
  const counts = await Promise.all(children.map((child, index) => child.ask(`${each} ${index + 1}`)));
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(children.map((child) => child.end()));
  const all = counts.reduce((sum, count) => sum + z.coerce.number().parse(count), 0);
  return { episodes: all, processes, seconds, perSecond: all / seconds };
}
