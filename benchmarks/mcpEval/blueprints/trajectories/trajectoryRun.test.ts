/** Dialogues from end to end: a real server, the core's runner, agents and persons on 127.0.0.1 that do it well, otherwise, or not at all. */
import assert from 'node:assert/strict';
import type { FakeAnswer, FakeRequest } from '../../../../runtime/gateway/testing/fakeProvider';
import type { LoadedBenchmark } from '../../../core/runs/benchmark';
import { RunMachine } from '../../../core/runs/testing/runMachine';
import type { Blueprint } from '../blueprint';
import { memoryBlueprint, memorySetups } from '../testing/memoryBlueprint';
import { blueprintScenario, trajectoryContent } from './trajectoryContent';
import { trajectoryScorer } from './trajectoryScorer';
import { trajectorySolver, type TrajectoryParts } from './trajectorySolver';

const usage = { input: 20, output: 5 };
const says = (value: unknown): FakeAnswer => ({
  text: [typeof value === 'string' ? value : JSON.stringify(value)],
  usage,
});
const calls = (...wanted: readonly (readonly [string, object])[]): FakeAnswer => ({
  text: [],
  toolCalls: wanted.map(([name, input], index) => ({ id: `c${index}`, name, input: JSON.stringify(input) })),
  usage,
});
const observations = (...contents: readonly string[]) => [{ entityName: 'Mara', contents }];
const look = calls(['open_nodes', { names: ['Mara'] }]);
const note = calls(['add_observations', { observations: observations('plays the oboe') }]);
const told = says('Done. She keeps lantern-417.');

describe('dialogues on blueprints', function () {
  this.timeout(120_000);
  let machine: RunMachine;
  let blueprint: Blueprint;

  before(async () => {
    machine = await RunMachine.start();
    blueprint = await memoryBlueprint();
  });
  after(() => machine.close());

  /** @param agent a reply to each request, by the number of replies before @param person likewise, by number of the call */
  async function dialogue(
    agent: (replies: number) => FakeAnswer,
    parts: Partial<TrajectoryParts> = {},
    person: (index: number, request: FakeRequest) => FakeAnswer = () => says(''),
    each = blueprint,
  ) {
    const loaded: LoadedBenchmark = {
      ...{ name: 'trajectories', set: { name: 'made', folder: machine.folder }, commit: undefined },
      scenarios: [blueprintScenario(each)],
      solver: trajectorySolver({
        ...{ setupsOf: memorySetups, network: false, user: 'rules', candidates: 2, userTurns: 6, steps: 4 },
        ...parts,
      }),
      scorer: trajectoryScorer,
      close: () => Promise.resolve(),
    };
    let spoken = 0;
    const first = machine.provider.requests.length;
    machine.script = (request) =>
      request.model === 'wrong'
        ? person(spoken++, request)
        : agent((JSON.stringify(request.body).match(/"role":"assistant"/g) ?? []).length);
    const roles = { user: 'fake/wrong' };
    const run = await machine.work(await machine.plan(loaded, { cache: false, roles }), loaded);
    const { record, solution, score } = await machine.store.sample(run.id, 0);
    assert.equal(record.state, 'scored', record.reason);
    const reasons = Object.entries(score?.metrics ?? {}).flatMap(([name, value]) =>
      name.startsWith('rejected: ') && value === 1 ? [name.slice(10)] : [],
    );
    const asked = machine.provider.requests.slice(first);
    return { complete: score?.complete, reasons, content: trajectoryContent.parse(solution?.content), asked };
  }

  const inTurn =
    (...replies: readonly FakeAnswer[]) =>
    (index: number) =>
      replies[Math.min(index, replies.length - 1)] ?? says('');

  it('are kept where state and answer are those of the blueprint', async () => {
    const { complete, reasons, content } = await dialogue(inTurn(look, note, told, says('Is there more?')));
    assert.deepEqual([complete, reasons, content.ended], [true, [], 'content']);
    assert.deepEqual(content.turns.map(({ role }) => role).slice(0, 6), [
      'user',
      'assistant',
      'tool',
      'assistant',
      'tool',
      'assistant',
    ]);
  });

  it('are kept where the agent comes to the same state by another way, and past a tool that there is not', async () => {
    const other = [
      calls(['read_everything', {}]),
      calls(['read_graph', {}], ['add_observations', { observations: observations('plays', 'plays the oboe') }]),
      calls(['delete_observations', { deletions: [{ entityName: 'Mara', observations: ['plays'] }] }]),
      told,
    ];
    const { complete, content } = await dialogue(inTurn(...other, told));
    assert.equal(complete, true);
    assert.deepEqual(
      content.records.map(({ isError }) => isError),
      [true, false, false, false],
    );
  });

  it('are not kept where the agent says that it did what it did not', async () => {
    const { complete, reasons } = await dialogue(inTurn(says('All is noted. She keeps lantern-417.')));
    assert.deepEqual([complete, reasons], [false, ['no-call', 'state']]);
  });

  it('are not kept where something else was changed too, or what was asked is not told', async () => {
    const extra = calls(['create_entities', { entities: [{ name: 'X', entityType: 'y', observations: [] }] }]);
    const { reasons } = await dialogue(inTurn(look, note, extra, says('Done.')));
    assert.deepEqual(reasons, ['state', 'outputs']);
  });

  it('are not kept where a rule was broken, though all else agrees', async () => {
    const rules = [
      { id: 'look', text: 'Look.', check: 'comes-after' as const, tools: ['add_observations'], needs: ['read_graph'] },
    ];
    const { reasons } = await dialogue(inTurn(look, note, told), {}, undefined, { ...blueprint, rules });
    assert.deepEqual(reasons, ['policy']);
  });

  it('end where the agent calls without end, or the person is never content', async () => {
    const { reasons, content } = await dialogue(inTurn(look), { steps: 3 });
    assert.deepEqual([content.ended, reasons], ['steps', ['out-of-steps', 'state', 'outputs']]);
    const never = await dialogue(inTurn(look, note, told), { user: 'model', candidates: 1, userTurns: 2 }, (index) =>
      says({ say: `And then, for the ${index}. time?`, done: false }),
    );
    assert.deepEqual(never.reasons, ['out-of-turns']);
  });

  it('let a person who is a model say the best of its proposals, and none that speaks of tools', async () => {
    const proposals = [
      'Please use add_observations for Mara.',
      'Mara plays the oboe, note that.',
      'Note it: Mara plays the oboe.',
    ];
    const { complete, content, asked } = await dialogue(
      inTurn(look, note, told),
      { user: 'model', candidates: 3 },
      (index, { body }) => {
        const text = JSON.stringify(body);
        if (text.includes('about_to_say')) return says({ score: text.includes('Note it') ? 9 : 4, reason: '' });
        return says(index < 3 ? { say: proposals[index], done: false } : { say: 'Thanks.', done: true });
      },
    );
    assert.equal(complete, true);
    assert.equal(content.turns[0]?.text, proposals[2]);
    assert.deepEqual(content.candidates[0]?.map(({ text, faults }) => [proposals.indexOf(text), faults]).sort(), [
      [0, ['names-tool']],
      [1, []],
      [2, []],
    ]);
    // The person was told neither the calls nor what is to be found out.
    const seen = JSON.stringify(
      asked
        .filter(({ model }) => model === 'wrong')
        .slice(0, 3)
        .map(({ body }) => body),
    );
    for (const hidden of ['add_observations', 'open_nodes', 'lantern-417', 'state/'])
      assert.ok(!seen.includes(hidden), hidden);
  });

  it('are not kept where the person gives away what is to be found out, or says nothing that can be used', async () => {
    const leaky = await dialogue(inTurn(look, note, told), { user: 'model', candidates: 1 }, (index) =>
      says(index === 0 ? { say: 'Mara plays the oboe. She keeps lantern-417, right?', done: false } : { done: true }),
    );
    assert.deepEqual(leaky.reasons, ['user-leaks']);
    const mute = await dialogue(inTurn(told), { user: 'model' }, () => says('I am the assistant now!'));
    assert.deepEqual(mute.reasons, ['user-failed', 'no-call', 'state', 'outputs']);
    const gone = await dialogue(inTurn(told), { user: 'model', candidates: 1 }, () => says({ done: true }));
    assert.ok(gone.reasons.includes('user-ends-at-once'));
  });
});
