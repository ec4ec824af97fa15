import assert from 'node:assert/strict';
import { BadInputError } from '../../core/badInputError';
import { ScriptedRoles } from '../users/testing/scriptedRoles';
import { EnvironmentError } from './environmentError';
import { environmentKind, environmentKinds } from './registry';
import { travelKind } from './travel/travelKind';
import { weekendTripData } from './travel/testing/weekendTrip';

const { signal } = new AbortController();
const data = { weekend: weekendTripData };
const kind = () => environmentKind('TravelGym-v0');

describe('environments by name', () => {
  it('have names of their own', () => {
    assert.equal(new Set(environmentKinds.map(({ name }) => name)).size, environmentKinds.length);
  });

  it('say which there are where one is not known', () => {
    assert.throws(() => environmentKind('Travel'), /no environment "Travel".*TravelGym-v0/);
  });

  it('play TravelGym with a user by rules, or by models where roles are given', async () => {
    const rules = kind().open({ data });
    await rules.reset({ seed: 1 });
    assert.equal((await rules.step('[action] Is a gym at the hotel needed?', signal)).reward, 0.2);
    const roles = new ScriptedRoles({ 'utterance-judge': { type: '4' } });
    const models = kind().open({ data, roles });
    await models.reset({ seed: 1 });
    assert.equal((await models.step('[action] hm', signal)).observation.feedbackCode, 'too_vague');
    assert.deepEqual([models.lastTurn?.().type, models.lastTurn?.().rulesType], [4, 1]);
  });

  it('have scenarios of their own, the same for the same seed', async () => {
    const opening = async (data: object | undefined) => {
      const { observation, info } = await kind().open({ data }).reset({ seed: 1 });
      return JSON.stringify([info.taskId, observation.feedback]);
    };
    assert.match(await opening(undefined), /I am planning a journey/);
    assert.equal(await opening({ set: 'travel33', seed: 4 }), await opening({ set: 'travel33', seed: 4 }));
    assert.notEqual(await opening({ seed: 4 }), await opening({ seed: 5 }));
    assert.equal(travelKind.ownTasks({ count: 3 }).length, 3);
    assert.throws(() => kind().open({ data: { set: 'travel9' } }), /travel444/);
  });

  it('tell the model how to act, and the opening with the budget', async () => {
    const gym = kind().open({ data, configuration: { oneChoicePerAspect: false, maxSteps: 7 } });
    await gym.reset({});
    const { system, user } = gym.instructions();
    assert.match(system, /at most 7/);
    assert.match(system, /several times for an aspect/);
    assert.match(user, /^I want to fly.*\n.*cheapest.*\n$/);
    assert.doesNotMatch(`${system}${user}`, /parking|gym\b|Nonstop/);
  });

  it('refuse a configuration and data that they cannot use, and say where', () => {
    assert.throws(() => kind().open({ data, configuration: { steps: 3 } }), BadInputError);
    const bad = (change: object, where: RegExp) =>
      assert.throws(
        () => kind().open({ data: { weekend: { ...weekendTripData, ...change } } }),
        (error) => error instanceof EnvironmentError && error.kind === 'bad-data' && where.test(error.message),
      );
    bad({ dimensions: ['boat'] }, /weekend.*dimensions/);
    bad({ hotel: undefined }, /weekend, hotel/);
    bad({ hotel: { ...weekendTripData.hotel, best_id: 'H99' } }, /H99/);
    bad({ initial_description: '' }, /initial_description/);
    bad({ dimensions: ['hotel', 'hotel'] }, /twice/);
    const { options } = weekendTripData.flight;
    bad(
      { hotel: { ...weekendTripData.hotel, options, best_id: 'F1', correct_ids: ['F1'] } },
      /"F1" is not H and a number/,
    );
    assert.throws(() => kind().open({ data: [] }), EnvironmentError);
  });
});
