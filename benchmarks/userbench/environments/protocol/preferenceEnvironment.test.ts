import assert from 'node:assert/strict';
import { RuleUser, type SimulatedUser } from '../../users';
import { EnvironmentError } from '../environmentError';
import { weekendTrip } from '../travel/testing/weekendTrip';
import { travelDefinition } from '../travel/travelGym';
import { configurationOf } from './configuration';
import { PreferenceEnvironment } from './preferenceEnvironment';
import type { AskingTask } from './task';

const { signal } = new AbortController();

interface Made {
  readonly configuration?: object;
  readonly user?: SimulatedUser;
  readonly tasks?: readonly AskingTask[];
}

function environment({
  configuration = {},
  user = new RuleUser(),
  tasks = [weekendTrip()],
}: Made = {}): PreferenceEnvironment {
  return new PreferenceEnvironment({
    definition: travelDefinition,
    tasks,
    user,
    configuration: configurationOf(configuration),
  });
}

async function played(actions: readonly string[], made: Made = {}, seed = 1) {
  const gym = environment(made);
  await gym.reset({ seed });
  const steps = [];
  for (const action of actions) steps.push(await gym.step(action, signal));
  return { gym, steps, codes: steps.map(({ observation }) => observation.feedbackCode) };
}

const of = (kind: EnvironmentError['kind']) => (error: unknown) =>
  error instanceof EnvironmentError && error.kind === kind;

describe('environments whose user has preferences', () => {
  it('begin with what the user says first', async () => {
    const { observation } = await environment().reset({ seed: 1 });
    assert.match(observation.feedback, /^I want to fly from Oslo/);
    assert.deepEqual(
      [
        observation.stepCount,
        observation.totalPreferences,
        observation.remainingPreferences,
        observation.elicitationRatio,
      ],
      [0, 4, 4, 0],
    );
  });

  it('want to be reset first, and again after the end', async () => {
    const gym = environment();
    await assert.rejects(gym.step('[action] hi', signal), of('not-reset'));
    assert.throws(() => gym.instructions(), of('not-reset'));
    await gym.reset({});
    await gym.step('[finish]', signal);
    await assert.rejects(gym.step('[action] hi', signal), of('ended'));
    await gym.reset({});
    assert.equal((await gym.step('[action] hi', signal)).observation.stepCount, 1);
  });

  it('take one step at a time', async () => {
    const gym = environment();
    await gym.reset({});
    const first = gym.step('[action] hi', signal);
    await assert.rejects(gym.step('[action] hi', signal), of('busy'));
    assert.equal((await first).observation.stepCount, 1);
  });

  it('say which tasks they have where one is asked for that they have not', async () => {
    await assert.rejects(environment().reset({ task: 'monday' }), /no task "monday".*weekend/);
    assert.throws(() => environment({ tasks: [] }), of('no-task'));
  });

  it('draw the task by the seed, or go through them', async () => {
    const tasks = ['a', 'b', 'c'].map((id) => ({ ...weekendTrip(), id }));
    const chosen = async (gym: PreferenceEnvironment, seed: number) => (await gym.reset({ seed })).info.taskId;
    const random = environment({ tasks });
    assert.equal(await chosen(random, 4), await chosen(random, 4));
    const drawn = new Set(
      await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => chosen(environment({ tasks }), seed))),
    );
    assert.equal(drawn.size, 3);
    const list = environment({ tasks, configuration: { dataMode: 'list' } });
    assert.deepEqual(
      [await chosen(list, 0), await chosen(list, 0), await chosen(list, 0), await chosen(list, 0)],
      ['a', 'b', 'c', 'a'],
    );
  });

  it('take of the tasks only those that the data source names', async () => {
    const tasks = ['a', 'b', 'c'].map((id) => ({ ...weekendTrip(), id }));
    const list = environment({ tasks, configuration: { dataMode: 'list', dataSource: ['c', 'b'] } });
    const chosen = async () => (await list.reset({})).info.taskId;
    assert.deepEqual([await chosen(), await chosen(), await chosen()], ['c', 'b', 'c']);
    assert.throws(() => environment({ tasks, configuration: { dataSource: ['z'] } }), of('no-task'));
  });

  it('draw a seed where none is given, another for each episode, and tell it', async () => {
    const gym = environment();
    const told = async () => (await gym.reset()).info.seed;
    assert.notEqual(await told(), await told());
  });

  it('show the options of a right search once, as many as the limits say, without what gives them away', async () => {
    const { codes, steps } = await played([
      '[search] hotel in Lisbon 06-01 to 06-03',
      '[search] hotel in Lisbon 06-01 to 06-03',
    ]);
    assert.deepEqual(codes, ['search_results', 'search_repeat']);
    const lines = steps[0]!.observation.feedback.split('\n').filter((line) => line.startsWith('{'));
    assert.equal(lines.length, 3 + 10 + 5);
    assert.doesNotMatch(lines.join(), /reason|suitable|noise/);
  });

  it('shuffle options by the seed alone', async () => {
    const shown = async (seed: number, before: readonly string[]) => {
      const { steps } = await played([...before, '[search] hotel in Lisbon 06-01 to 06-03'], {}, seed);
      return steps.at(-1)!.observation.feedback;
    };
    assert.equal(await shown(5, []), await shown(5, ['[action] hi', '[search] flight from Oslo to Lisbon June 1']));
    assert.notEqual(await shown(5, []), await shown(6, []));
  });

  it('do the same again for the same seed and actions', async () => {
    const actions = [
      '[action] hi',
      '[action] well',
      '[action] so',
      '[action] Parking at the hotel?',
      '[answer] H2',
      '[answer] F1',
    ];
    const told = async () => (await played(actions, {}, 9)).steps;
    assert.deepEqual(await told(), await told());
  });

  it('are out of order at every fifth search, and never where that is switched off', async () => {
    const five = Array.from({ length: 5 }, () => '[search] zoo');
    assert.equal((await played(five)).codes[4], 'search_unavailable');
    assert.equal((await played(five, { configuration: { searchFailureInterval: 0 } })).codes[4], 'search_unrelated');
  });

  it('bring a preference up in the third turn in a row that asked for none; searches do not count', async () => {
    const { codes, steps, gym } = await played([
      '[action] hi',
      '[search] zoo',
      '[action] hm',
      '[action] any preferences?',
      '[action] hi',
    ]);
    assert.deepEqual(codes, ['user_text', 'search_unrelated', 'user_text', 'user_text', 'user_text']);
    assert.deepEqual(
      steps.map(({ observation }) => observation.passiveElicitedPreferences),
      [0, 0, 0, 1, 1],
    );
    assert.deepEqual(
      gym
        .outcome()
        .preferences.filter(({ how }) => how === 'passive')
        .map(({ revealedAt }) => revealedAt),
      [3],
    );
  });

  it('drop the open preferences of an answered aspect', async () => {
    const { steps } = await played(['[action] Is a gym at the hotel needed?', '[answer] H9']);
    const { totalPreferences, remainingPreferences } = steps[1]!.observation;
    assert.deepEqual([totalPreferences, remainingPreferences], [3, 2]);
  });

  it('end with the last aspect answered, with all the best, with the limit, or when they are told to', async () => {
    const ends = async (actions: readonly string[], configuration: object = {}) => {
      const last = (await played(actions, { configuration })).steps.at(-1)!;
      return [last.terminated, last.truncated, last.observation.episodeComplete];
    };
    assert.deepEqual(await ends(['[answer] H9', '[answer] F9']), [true, false, true]);
    assert.deepEqual(await ends(['[answer] H2', '[answer] F1'], { oneChoicePerAspect: false }), [true, false, true]);
    assert.deepEqual(await ends(['x', 'y'], { maxSteps: 2 }), [false, true, true]);
    assert.deepEqual(await ends(['[answer] H9', '[answer] F9'], { maxSteps: 2 }), [true, true, true]);
    assert.deepEqual(await ends(['[finish]']), [true, false, true]);
  });

  it('scale rewards, take the penalty of the step off, and bring them into 0 to 1 where wanted', async () => {
    const rewards = async (configuration: object) =>
      (
        await played(['[answer] H2', 'x'], { configuration: { rewardScale: 2, stepPenalty: 0.1, ...configuration } })
      ).steps.map(({ reward }) => reward);
    assert.deepEqual(await rewards({}), [1.9, -0.1]);
    assert.deepEqual(await rewards({ normalizeRewards: true }), [1, 0]);
  });

  it('count a reveal that never came as tried, not as delivered', async () => {
    const user: SimulatedUser = Object.assign(new RuleUser(), {
      revealAsked: async () => ({ text: undefined, flags: ['user-failed'] }),
    });
    const { steps, codes, gym } = await played(['[action] Is a gym at the hotel needed?'], { user });
    assert.deepEqual(codes, ['user_fallback']);
    assert.equal(steps[0]!.observation.activeElicitedPreferences, 0);
    assert.deepEqual(gym.outcome().details, {
      searches: 0,
      unsearched: ['hotel', 'flight'],
      attempted: { active: 1, passive: 0 },
      delivered: { active: 0, passive: 0 },
    });
    assert.deepEqual(gym.lastTurn().flags, ['user-failed']);
  });

  it('are as they were after a step whose user fails, or that is cancelled', async () => {
    let fails = true;
    const user: SimulatedUser = Object.assign(new RuleUser(), {
      smallTalk: async () => {
        if (fails) throw new Error('no line');
        return { text: 'fine', flags: [] };
      },
    });
    const gym = environment({ user });
    await gym.reset({});
    await assert.rejects(gym.step('[action] hi', signal), /no line/);
    await assert.rejects(gym.step('[action] hi', AbortSignal.abort()));
    fails = false;
    const { observation, info } = await gym.step('[action] hi', signal);
    assert.deepEqual([observation.stepCount, (info.state as { idleCount: number }).idleCount], [1, 1]);
  });

  it('forget nothing of earlier episodes in the tasks', async () => {
    const gym = environment();
    for (let seed = 0; seed < 2; seed++) {
      const { observation } = await gym.reset({ seed });
      assert.equal(observation.totalPreferences, 4);
      await gym.step('[answer] H2', signal);
      await gym.step('[answer] F1', signal);
    }
  });

  it('tell what was answered, with its worth and its turn', async () => {
    const { gym } = await played(['[answer] H1', '[answer] C3', '[answer] F1']);
    assert.deepEqual(
      gym.outcome().answers.map(({ aspect, id, value, turn }) => [aspect, id, value, turn]),
      [
        ['hotel', 'H1', 0.8, 0],
        ['rental_car', 'C3', 0, 1],
        ['flight', 'F1', 1, 2],
      ],
    );
  });

  it('live through actions that are huge, empty or odd', async () => {
    const huge = 'gym hotel? '.repeat(200_000);
    const { codes } = await played(['', '\0', `[action] ${huge}`, `[search] ${huge}`, `[answer] ${huge}`, '[action]']);
    assert.deepEqual(codes.slice(0, 2), ['bad_prefix', 'bad_prefix']);
    assert.deepEqual(codes.slice(3), ['search_mismatch', 'answer_bad_id', 'user_text']);
  });
});
