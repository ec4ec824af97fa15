import assert from 'node:assert/strict';
import { makeScenarios, travelSets } from '../../travel/makeScenarios';
import { judgeByRules, RuleUser, searchByRules } from '../../users';
import { configurationOf } from '../protocol/configuration';
import { PreferenceBook } from '../protocol/preferenceBook';
import type { AskingTask } from '../protocol/task';
import { travelGym } from './travelGym';
import { travelTasks } from './travelScenario';

/** Scenarios of each set; `WHETSTONE_SCENARIOS=40` measures what the README of the users tells. */
const each = Number(process.env.WHETSTONE_SCENARIOS ?? 4);
const { signal } = new AbortController();

const valuesOf = (given: unknown) => Object.values(given as Readonly<Record<string, string | number>>);

describe('a user by rules in our own travel scenarios', () => {
  let tasks: readonly AskingTask[];
  before(() => (tasks = travelSets.flatMap((set) => travelTasks(makeScenarios(set, each, 5)))));

  it('understands a concrete question about each preference, by topic, word and value', () => {
    let asked = 0;
    const missed: string[] = [];
    for (const task of tasks) {
      const { remaining } = new PreferenceBook(task);
      const preferences = remaining.map(({ judged }) => judged);
      for (const { id, aspect, topic, terms, values, explicit } of remaining) {
        const name = aspect.names[0]!;
        const questions = [
          `For the ${name}, do you have any wish regarding ${topic}?`,
          ...terms.map((term) => `About the ${name}: what about ${term}?`),
          ...values.map((value) => `Do you want a ${name} with ${value}?`),
          `Is this so for the ${name}: ${explicit}?`,
        ];
        for (const utterance of questions) {
          const verdict = judgeByRules({
            ...{ scenario: '', conversation: [], revealed: [] },
            ...{ utterance, preferences, aspects: task.aspects },
          });
          asked += 1;
          if (verdict.preference !== id) missed.push(`${utterance} (${explicit})`);
        }
      }
    }
    console.log(`      ${asked - missed.length} of ${asked} questions, ${tasks.length} scenarios`);
    assert.ok(missed.length <= asked * 0.01, missed.slice(0, 10).join('\n'));
  });

  it("takes a search that lists an aspect's arguments for right, and one without the last of them not", () => {
    for (const { aspects } of tasks) {
      for (const { key, names, arguments: given } of aspects) {
        const values = valuesOf(given);
        const verdict = searchByRules({ query: `${names[0]!} ${values.join(', ')}`, aspects });
        assert.deepEqual(verdict, { kind: 'match', aspect: key });
        const less = searchByRules({ query: `${names[0]!} in ${values.slice(0, -1).join(', ')}`, aspects });
        assert.equal(less.kind, 'mismatch');
      }
    }
  });

  it('tells everything to a script that asks for everything, which then wins every aspect', async () => {
    for (const task of tasks) {
      const gym = travelGym({ tasks: [task], user: new RuleUser(), configuration: configurationOf({}) });
      await gym.reset({ seed: 1 });
      const actions = task.aspects.flatMap(({ names, arguments: given, preferences, bestId }) => [
        `[search] ${names[0]!} ${valuesOf(given).join(', ')}`,
        ...preferences.map(({ topic }) => `[action] For the ${names[0]!}, do you have any wish regarding ${topic}?`),
        `[answer] ${bestId}`,
      ]);
      let reward = 0;
      let last;
      for (const action of actions) {
        last = await gym.step(action, signal);
        reward += last.reward;
      }
      const preferences = task.aspects.reduce((sum, aspect) => sum + aspect.preferences.length, 0);
      assert.deepEqual([last?.terminated, last?.observation.elicitationRatio], [true, 1], task.id);
      assert.ok(Math.abs(reward - (1.2 * task.aspects.length + 0.2 * preferences)) < 1e-9, `${task.id}: ${reward}`);
    }
  });
});
