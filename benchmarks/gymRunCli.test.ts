/** Gyms played by models from the command line, with a provider on 127.0.0.1. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { FakeAnswer } from '../runtime/gateway/testing/fakeProvider';
import { providedCommand } from './testing/providedCommand';

const row = z.object({ name: z.string(), n: z.number(), score: z.object({ mean: z.number() }).optional() });
const ended = z.object({
  run: z.object({ id: z.string(), state: z.string(), counts: z.record(z.string(), z.number()) }),
  environment: z.string(),
  results: z.array(row),
  baselines: z.array(row),
  published: z.object({ figures: z.array(z.object({ model: z.string() })) }),
});
const usage = { input: 50, output: 9 };
const act = (choice: string, content: string): FakeAnswer => ({
  ...{ text: [], usage },
  toolCalls: [{ id: 'c', name: 'interact_with_env', input: JSON.stringify({ choice, content }) }],
});

describe('whetstone userbench run of gyms', function () {
  this.timeout(120_000);
  const test = providedCommand('gym-run', () => act('finish', ''));
  const run = (...args: readonly string[]) => ['userbench', 'run', '--config', test.settings, ...args, '--json'];

  it('plays a gym, stands beside policies and published figures, resumes, and is reported', async () => {
    test.script = ({ body }) =>
      JSON.stringify(body).includes('"role":"tool"') ? act('finish', '') : act('action', 'By when is it needed?');
    const call = run('--set', 'intention', '--episodes', '4', '--seed', '2', '--model', 'fake/right');
    const first = ended.parse(JSON.parse((await test.ends(0, call)).stdout));
    assert.deepEqual([first.run.state, first.run.counts.scored, first.environment], ['done', 4, 'IntentionGym-v0']);
    const baselines = new Map(first.baselines.map(({ name, score }) => [name, score?.mean]));
    assert.deepEqual([baselines.get('perfect'), baselines.get('nothing')], [1, 0]);
    assert.ok(first.published.figures.some(({ model }) => model === 'GPT-4o'));
    const asked = test.provider.requests.length;
    await test.ends(0, call);
    assert.equal(test.provider.requests.length, asked, 'the same run asks nothing again');
    const file = test.at('report.json');
    await test.ends(0, ['userbench', 'report', '--run', first.run.id, '--format', 'json', '--out', file]);
    const report = z
      .object({ floors: z.array(z.object({ name: z.string(), value: z.number() })) })
      .parse(JSON.parse(await readFile(file, 'utf8')));
    assert.ok(report.floors.some(({ name, value }) => name.startsWith('ask-everything') && value > 0.3));
  });

  it('lets a model play the user, under the same budget', async () => {
    test.script = ({ model, body }) => {
      if (model === 'wrong') return { text: ['{"response": "Maybe", "judgment": "No"}'], usage };
      return JSON.stringify(body).includes('"role":"tool"') ? act('finish', '') : act('action', 'Is it alive?');
    };
    const call = run('--set', 'telepathy', '--episodes', '2', '--model', 'fake/right', '--user', 'fake/wrong');
    const { run: made } = ended.parse(JSON.parse((await test.ends(0, call)).stdout));
    assert.equal(made.counts.scored, 2);
    assert.ok(test.provider.requests.some(({ model }) => model === 'wrong'));
  });

  it('takes a file in the form of sets, and a part of it', async () => {
    const file = test.at('mine.json');
    const data = ['a', 'b', 'c'].map((id) => ({ id, claim: `Claim ${id} is true.`, argument: 'Everybody says so.' }));
    const set = { form: 'whetstone-gym-set-1', name: 'mine', environment: 'PersuadeGym-v0', data };
    await writeFile(file, JSON.stringify(set));
    const { stdout } = await test.ends(0, run('--set', file, '--episodes', '2', '--policy', 'all'));
    const { policies } = z.object({ policies: z.array(row) }).parse(JSON.parse(stdout));
    assert.deepEqual(policies.find(({ name }) => name === 'perfect')?.n, 2);
    await writeFile(file, JSON.stringify({ ...set, environment: 'PersuadeGym' }));
    assert.match((await test.ends(2, run('--set', file, '--policy', 'all'))).stderr, /no gym "PersuadeGym"/u);
  });

  it('refuses more episodes than there are tasks, policies of other gyms, and models that there are not', async () => {
    for (const [args, said] of [
      [['--set', 'turtle', '--episodes', '500', '--policy', 'all'], /30 tasks/u],
      [['--set', 'turtle', '--policy', 'halving'], /There are: perfect, retell/u],
      [['--set', 'chess', '--policy', 'all'], /telepathy-ws/u],
      [['--set', 'function-ws', '--repo', test.folder, '--policy', 'all'], /nothing to ask about/u],
    ] as const) {
      const { stdout, stderr } = await test.ends(2, run(...args));
      assert.equal(stdout, '');
      assert.match(stderr, said);
    }
    const play = ['gym', 'play', '--env', 'TurtleGym-v0', '--config', test.settings, '--user', 'fake/nobody'];
    assert.match((await test.ends(2, play)).stderr, /--user fake\/nobody/u);
    assert.equal(test.provider.requests.length, 0);
  });

  it('plays with a model as the host, whatever it says', async () => {
    test.script = () => ({ text: ['{"response": "Yes, since it is a comb"}'], usage });
    const play = [
      'gym',
      'play',
      '--env',
      'TelepathyGym-v0',
      '--user',
      'fake/right',
      '--config',
      test.settings,
      '--json',
    ];
    const { stdout } = await test.ends(0, play, '[action] Is it an object?\n[finish]\n');
    const { steps } = z.object({ steps: z.array(z.object({ feedback: z.string() })) }).parse(JSON.parse(stdout));
    assert.equal(steps[0]?.feedback, 'Yes', 'what else it says would give the thing away');
  });

  it('runs programs of a gym by leave alone', async () => {
    const play = ['gym', 'play', '--env', 'SweGym-v0', '--json'];
    assert.match((await test.ends(2, play)).stderr, /--execute/u);
    const { stdout } = await test.ends(0, [...play, '--execute', '--task', 'swe-1'], '[run] --version\n[finish]\n');
    assert.match(stdout, /v\d+\.\d+[\s\S]*Exit status 0/u);
  });
});
