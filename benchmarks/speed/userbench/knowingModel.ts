/** A model that knows the answers: it asks four times, then names the best option of each aspect. Any reply follows from how many there were. */
import type { Json, Scenario } from '../../core/runs/types';
import { coreScenario, taskOf } from '../../userbench/solving/travelContent';
import { travelRunOptions } from '../../userbench/solving/travelOptions';
import { makeScenarios } from '../../userbench/travel/makeScenarios';

export const inFlight = 64;
export const latencyMs = 200;
export const travelOptions = travelRunOptions({});

const questions = 4;

/** One for each episode in flight. */
export function flightScenarios(): readonly Scenario[] {
  return Object.entries(makeScenarios('travel22', inFlight, 9)).map(([id, each]) =>
    coreScenario(id, each, 'travel22', travelOptions),
  );
}

/** @param replies that it has given before, from 0 */
export function knownReply(scenario: Scenario, replies: number): Json {
  const { aspects } = taskOf(scenario);
  return replies < questions
    ? { thought: 't', choice: 'action', content: `What suits you as to the ${aspects[0]!.preferences[0]!.topic}?` }
    : { thought: 't', choice: 'answer', content: aspects[replies - questions]?.bestId ?? '' };
}
