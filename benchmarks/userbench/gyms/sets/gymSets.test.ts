import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RunMachine } from '../../../core/runs/testing/runMachine';
import type { Json } from '../../../core/runs/types';
import { openPlayable, PersonEpisode } from '../../solving/personEpisode';
import { scriptedModel } from '../../solving/testing/scriptedModel';
import { gymKinds } from '../gymKinds';
import { gymKindNamed, gymSetNames } from '../gymNames';
import { sandboxExecution } from '../swe/execution';
import { gymFloors } from './gymFloors';
import { openGymSet, writeGymSet } from './gymSetFile';
import { loadGymSet } from './loadGymSet';
import { makeGymSet } from './makeGymSet';
import { gymBaselines, gymPolicyNamed } from './playGymPolicy';
import { publishedGymFigures } from './publishedGymFigures';

const { signal } = new AbortController();

describe('Sets of gyms', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'whetstone-gym-set-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const made = (environment: string, count: number, seed = 1) =>
    makeGymSet({ kind: gymKindNamed(environment), name: 'some', count, seed, folder });

  it('have a short name for each gym', () => {
    assert.equal(gymSetNames.get('turtle')?.name, 'TurtleGym-v0');
    assert.equal(gymSetNames.get('turtle-ws')?.name, 'TurtleGym-WS');
    assert.ok(gymSetNames.size >= gymKinds.length + 6);
  });

  it('draw written tasks by the seed, and the same for the same seed', async () => {
    const drawn = async (seed: number) => (await made('TurtleGym-v0', 5, seed)).tasks;
    assert.deepEqual(await drawn(1), await drawn(1));
    assert.notDeepEqual(await drawn(1), await drawn(2));
  });

  it('refuse more tasks than there are', async () => {
    await assert.rejects(made('TurtleGym-v0', 1000), /has 30 tasks of our own, not 1000/u);
  });

  for (const [what, file, said] of [
    ['a gym that there is not', { environment: 'ChessGym-v0' }, /no gym "ChessGym-v0"/u],
    ['tasks that there are not', { environment: 'TurtleGym-v0', tasks: ['turtle-99'] }, /no task "turtle-99"/u],
    ['rows of another form', { environment: 'TurtleGym-v0', data: [{ id: 1 }] }, /published form/u],
    ['a configuration of nothing', { environment: 'TurtleGym-v0', configuration: { speed: 3 } }, /speed/u],
    ['a field that means nothing', { environment: 'TurtleGym-v0', task: 'turtle-1' }, /task/u],
    ['two tasks of one id', { environment: 'PersuadeGym-v0', data: twice() }, /two tasks have the id a/u],
  ] as const) {
    it(`refuse ${what}, and say where`, async () => {
      const text = JSON.stringify({ form: 'whetstone-gym-set-1', name: 'bad', ...file });
      await writeFile(path.join(folder, 'set.json'), text);
      await assert.rejects(
        loadGymSet(folder),
        (error: Error) => said.test(error.message) && error.message.includes(folder),
      );
    });
  }

  it('hash what an answer depends on, and not how it is written', async () => {
    await made('IntentionGym-v0', 3);
    const hashes = async (options: Json) => (await loadGymSet(folder, { options })).scenarios.map(({ hash }) => hash);
    assert.deepEqual(await hashes({}), await hashes({ calls: 'text' }));
    assert.notDeepEqual(await hashes({}), await hashes({ turns: 3 }));
    assert.notDeepEqual(await hashes({}), await hashes({ user: 'model' }));
  });

  it('score what a model earned, with what it came to', async () => {
    const { tasks = [] } = await made('IntentionGym-v0', 1);
    const { solver, scorer, scenarios } = await loadGymSet(folder);
    const model = scriptedModel((_, index) =>
      index === 0
        ? { calls: [{ input: { choice: 'action', content: 'How are you?' } }] }
        : { calls: [{ input: { choice: 'finish', content: '' } }] },
    );
    const solution = await solver.solve(scenarios[0]!, model);
    const context = { signal, log: () => undefined, generateAs: model.generateAs };
    const score = await scorer.score(scenarios[0]!, solution, context);
    assert.equal(tasks.length, 1);
    assert.deepEqual([score.value, score.metrics.turns, score.metrics.revealedShare], [0, 2, 0]);
  });

  it('let a model be the user, and count what it could not judge', async () => {
    await made('TelepathyGym-v0', 1);
    const { solver, scenarios, scorer } = await loadGymSet(folder, { options: { user: 'model' } });
    const model = scriptedModel(
      (_, index) => ({
        calls: [{ input: { choice: index === 0 ? 'action' : 'finish', content: 'Is it alive?' } }],
      }),
      () => 'I will not answer in JSON.',
    );
    const solution = await solver.solve(scenarios[0]!, model);
    const score = await scorer.score(scenarios[0]!, solution, { ...model, signal });
    assert.deepEqual([score.metrics.judgeFailures, model.roles.length], [1, 1]);
  });

  it('stand beside scripted policies in the report, of the same tasks alone', async () => {
    await made('FunctionGym-v0', 4);
    const { scenarios } = await loadGymSet(folder);
    const floors = await gymFloors(folder, undefined, scenarios.slice(0, 3));
    const perfect = floors.find(({ name }) => name.startsWith('perfect'));
    assert.deepEqual([perfect?.value, perfect?.n], [1, 3]);
    assert.deepEqual(await gymFloors(path.join(folder, 'gone'), undefined, scenarios), []);
  });

  it('leave out what has to run and may not, and run nothing for a report', async () => {
    await made('SweGym-v0', 2);
    const { scenarios, executes } = await loadGymSet(folder);
    const floors = await gymFloors(folder, undefined, scenarios);
    assert.deepEqual([executes, floors.map(({ name }) => name.split(':')[0])], [false, ['nothing']]);
  });

  it('are not measured where nothing may run', async () => {
    await made('SweGym-v0', 1);
    const { solver, scenarios } = await loadGymSet(folder, { execute: false });
    const model = scriptedModel(() => ({ calls: [{ input: { choice: 'run', content: '--version' } }] }));
    await assert.rejects(solver.solve(scenarios[0]!, model), { name: 'EvaluationError', kind: 'not-measured' });
  });

  it('name policies that there are', async () => {
    await made('FunctionGym-v0', 1);
    const { loaded } = await openGymSet(folder);
    assert.throws(() => gymPolicyNamed(loaded, 'clever'), /There are: perfect, linear/u);
  });

  it('are played by people too', async () => {
    await made('TelepathyGym-v0', 1);
    const episode = await PersonEpisode.begin(await openPlayable(folder, 1), 1);
    const { record } = await episode.act({ choice: 'finish', content: '' });
    assert.equal(record?.environment, 'TelepathyGym-v0');
    await episode.close();
  });

  it('have published figures where the gym was published', () => {
    assert.equal(publishedGymFigures('SearchGym-v0').find(({ model }) => model === 'GPT-4o')?.totalReward, 0.88);
    assert.deepEqual(publishedGymFigures('SearchGym-WS'), []);
  });
});

describe('Scripted policies over sets of gyms', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'whetstone-gym-policies-'))));
  after(() => rm(folder, { recursive: true }));

  for (const { name } of gymKinds) {
    it(`${name}: who knows scores everything, who does nothing scores nothing, no floor comes near`, async () => {
      // Each of its answers starts a sandbox; that all references meet their goals is tested beside it.
      const some = name === 'SweGym-v0' ? { tasks: ['swe-2', 'swe-6'] } : {};
      await writeGymSet(folder, { name, environment: name, configuration: {}, ...some });
      const set = { ...(await openGymSet(folder)), execution: sandboxExecution({ allowed: true }) };
      const rows = await gymBaselines(set, { user: 'rules', calls: 'auto' }, { seed: 1, signal });
      const values = new Map(rows.map((row) => [row.name, row.score!.mean]));
      assert.ok(Math.abs(values.get('perfect')! - 1) < 1e-9, `perfect: ${values.get('perfect')}`);
      assert.equal(values.get('nothing'), 0);
      for (const { name: policy, knows } of set.loaded.policies) {
        // Whoever knows which things there are finds them by halving: that is the game.
        if (knows || policy === 'halving') continue;
        assert.ok(values.get(policy)! < 0.85, `${policy}: ${values.get(policy)}`);
      }
    });
  }
});

describe('A run of a gym, from the set to the results', function () {
  this.timeout(60_000);
  let machine: RunMachine;
  beforeEach(async () => (machine = await RunMachine.start()));
  afterEach(() => machine.close());

  it('plays over the wire, and resumes without asking again', async () => {
    const folder = path.join(machine.folder, 'set');
    await makeGymSet({ kind: gymKindNamed('TelepathyGym-v0'), name: 'telepathy', count: 3, seed: 1, folder });
    machine.script = () => ({
      text: [],
      toolCalls: [{ id: 'c', name: 'interact_with_env', input: '{"choice": "answer", "content": "a comb"}' }],
      usage: { input: 50, output: 9 },
    });
    const options = { turns: 2, user: 'rules', calls: 'auto' };
    const benchmark = await loadGymSet(folder, { options });
    const run = await machine.plan(benchmark, { options });
    const ended = await machine.work(run, benchmark);
    assert.deepEqual([ended.state, ended.counts.scored], ['done', 3]);
    const asked = machine.provider.requests.length;
    assert.ok(asked <= 6, `${asked} calls`);
    await machine.work(await machine.plan(benchmark, { options }), benchmark);
    assert.equal(machine.provider.requests.length, asked, 'the second run is answered from the cache');
  });
});

function twice(): Json {
  return ['a', 'b', 'a'].map((id) => ({ id, claim: 'Tea is better.', argument: 'It is warm.' }));
}
