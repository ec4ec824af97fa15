/** Scripted policies over travel scenarios, with the user by rules: no model takes part. */
import { setImmediate } from 'node:timers/promises';
import { sha256 } from '../../core/runs/sha256';
import type { Json, Scenario, Score } from '../../core/runs/types';
import type { EpisodeEvent, EpisodeRecord } from '../episodes/types';
import { policyActor } from '../solving/policyActor';
import { runEpisode } from '../solving/runEpisode';
import { taskOf } from '../solving/travelContent';
import type { TravelRunOptions } from '../solving/travelOptions';
import { scoreOfEpisode } from '../solving/travelScorer';
import { openTravel } from '../solving/travelSolver';
import type { Policy } from './policy';

export interface PlayedPolicy {
  readonly scenario: Scenario;
  readonly record: EpisodeRecord;
  readonly score: Score;
}

const quiet = (_event: EpisodeEvent): void => undefined;

/** @param seed of the guesses and the order of options; the same seed gives the same episode */
export async function playPolicy(
  policy: Policy,
  scenario: Scenario,
  options: TravelRunOptions,
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal },
): Promise<PlayedPolicy> {
  const task = taskOf(scenario);
  const own = Number.parseInt(sha256(`${seed} ${scenario.id}`).slice(0, 7), 16);
  const rules = { ...options, user: 'rules' } as const;
  const environment = openTravel(scenario, rules, undefined);
  const record = await runEpisode({
    ...{ environment, task: task.id, seed: own, setting: 'interaction', userMode: 'rules', turns: options.turns },
    actor: () =>
      policyActor(policy, task, { singleChoice: options.choices === 'single', turns: options.turns, seed: own }),
    ...{ show: quiet, signal },
  });
  return { scenario, record, score: scoreOfEpisode(scenario, record as unknown as Json, rules) };
}

/** All scenarios, one after another; others have a turn in between. */
export async function playPolicies(
  policy: Policy,
  scenarios: readonly Scenario[],
  options: TravelRunOptions,
  how: { readonly seed: number; readonly signal: AbortSignal; readonly onProgress?: (done: number) => void },
): Promise<readonly PlayedPolicy[]> {
  const all: PlayedPolicy[] = [];
  for (const scenario of scenarios) {
    how.signal.throwIfAborted();
    all.push(await playPolicy(policy, scenario, options, how));
    if (all.length % 16 === 0) {
      how.onProgress?.(all.length);
      await setImmediate();
    }
  }
  return all;
}
