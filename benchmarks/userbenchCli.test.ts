/** `whetstone userbench` and `whetstone mcpeval` from end to end, with a provider on 127.0.0.1. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { FakeAnswer, FakeRequest } from '../runtime/gateway/testing/fakeProvider';
import { makeQsRepository } from './locobench/testing/madeRepositories';
import { runCommandLine } from './testing/commandLine';
import { providedCommand } from './testing/providedCommand';

const row = z.object({ name: z.string(), n: z.number(), score: z.object({ mean: z.number() }).optional() });
const ended = z.object({
  run: z.object({ id: z.string(), state: z.string(), counts: z.record(z.string(), z.number()) }),
  results: z.array(row),
});
const asked = z.object({
  asking: z.object({
    models: z.array(
      z.object({
        ...{ episodes: z.number(), asking: z.number() },
        settings: z.array(z.object({ setting: z.string() })),
        rates: z.array(z.object({ name: z.string(), reason: z.string().nullish() })),
        timing: z.array(z.object({ turn: z.number() })),
      }),
    ),
  }),
});
const usage = { input: 50, output: 9 };
/** Asks once, then ends. */
const asksOnce = ({ body }: FakeRequest): FakeAnswer => {
  const turns = (JSON.stringify(body).match(/"role":"tool"/g) ?? []).length;
  const input =
    turns === 0
      ? { thought: 'I ask.', choice: 'action', content: 'Which style of errors do you want?' }
      : { thought: 'Done.', choice: 'finish', content: '' };
  const call = { id: `c${turns}`, name: 'interact_with_env', input: JSON.stringify(input) };
  return { text: [], toolCalls: [call], usage };
};

describe('whetstone userbench and mcpeval', function () {
  this.timeout(120_000);
  const test = providedCommand('userbench', asksOnce);
  const whetstone = (status: number, ...args: readonly string[]) => test.ends(status, args);
  const userbench = (...args: readonly string[]) => ['userbench', 'run', '--config', test.settings, ...args, '--json'];

  it('plays scripted policies without a model', async () => {
    const { json } = await whetstone(
      0,
      ...['userbench', 'run', '--set', 'travel22', '--episodes', '5', '--policy', 'all', '--json'],
    );
    const { policies } = z.object({ policies: z.array(row) }).parse(json);
    const scores = new Map(policies.map(({ name, score }) => [name, score?.mean]));
    assert.deepEqual([scores.get('perfect'), scores.get('nothing')], [1, 0]);
    assert.equal(test.provider.requests.length, 0);
  });

  it('runs trips with a user by rules, reports them beside chance, and pays nothing twice', async () => {
    const call = userbench('--set', 'travel22', '--episodes', '3', '--model', 'fake/right', '--turns', '5');
    const { run, results } = ended.parse((await whetstone(0, ...call)).json);
    assert.deepEqual([run.state, run.counts.scored, results[0]?.score?.mean], ['done', 3, 0]);
    const asked = test.provider.requests.length;
    assert.equal(asked, 6);
    await whetstone(0, ...call);
    assert.equal(test.provider.requests.length, asked);
    const file = test.at('report.json');
    await whetstone(0, ...['userbench', 'report', '--run', run.id, '--format', 'json', '--out', file]).catch(
      () => null,
    );
    const report = z
      .object({ floors: z.array(z.object({ name: z.string(), value: z.number() })) })
      .parse(JSON.parse(await readFile(file, 'utf8')));
    assert.ok(report.floors.some(({ name, value }) => name.includes('chance') && Math.abs(value - 0.1444) < 1e-3));
  });

  it('lets a model be the user, under the same budget, and keeps to rules where it breaks its form', async () => {
    const { run } = ended.parse(
      (
        await whetstone(
          0,
          ...userbench('--set', 'travel22', '--episodes', '2', '--model', 'fake/right', '--user', 'fake/wrong'),
        )
      ).json,
    );
    assert.equal(run.counts.scored, 2);
    assert.ok(test.provider.requests.some(({ model }) => model === 'wrong'));
  });

  it('makes tasks of a repository, and runs each told all, told nothing, and with somebody to ask', async () => {
    const repository = test.at('qs');
    await makeQsRepository(repository);
    const { run, results } = ended.parse(
      (
        await whetstone(
          0,
          ...userbench('--set', 'ws22', '--repo', repository, '--episodes', '3', '--setting', 'all'),
          ...['--model', 'fake/right', '--no-execute'],
        )
      ).json,
    );
    assert.deepEqual([run.state, run.counts.scored, results[0]?.n], ['done', 9, 9]);
    const { stdout } = await whetstone(0, 'userbench', 'report', '--run', run.id, '--json');
    const { asking } = asked.parse(JSON.parse(stdout));
    const [model] = asking.models;
    assert.deepEqual(
      [model?.episodes, model?.asking, model?.settings.map(({ setting }) => setting)],
      [9, 3, ['full', 'interaction', 'hidden']],
    );
    // Whoever never answers scores nothing whatever it is told: then a quotient says nothing, and the report says so.
    assert.match(model?.rates.find(({ name }) => name === 'interactionGain')?.reason ?? '', /quotient/);
    assert.ok((model?.timing.length ?? 0) > 0);
    const args = ['userbench', 'report', '--run', run.id, '--markdown'];
    const env = { ...process.env, WHETSTONE_HOME: test.at('state'), TZ: 'UTC' };
    const markdown = await runCommandLine(args, { env });
    assert.match(markdown.stdout, /When preferences come out/);
  });

  it('refuses sets, policies and options that are none', async () => {
    for (const [wrong, said] of [
      [['--set', 'travel99', '--policy', 'all'], /travel22/],
      [['--set', 'travel22', '--policy', 'clever'], /perfect/],
      [['--set', 'travel22', '--policy', 'all', '--model', 'fake/right'], /either/],
      [['--set', test.folder, '--model', 'fake/right'], /set\.json/],
    ] as const) {
      const { stdout, stderr } = await whetstone(2, ...userbench(...wrong));
      assert.equal(stdout, '');
      assert.match(stderr, said);
    }
    assert.equal(test.provider.requests.length, 0);
  });

  it('makes tasks of an MCP server after consent, runs a model on them, and tells what it left undone', async () => {
    const set = test.at('tasks');
    const server = path.join('node_modules', '@modelcontextprotocol', 'server-memory', 'dist', 'index.js');
    const make = ['mcpeval', 'generate', '--server', 'memory', '--count', '2', '--seed', '1', '--out', set, '--json'];
    assert.match((await whetstone(2, ...make)).stderr, /allow/i, `consent is asked for, also for ${server}`);
    await whetstone(0, ...make, '--allow');
    // A model that says something and calls nothing.
    test.script = () => ({ text: ['I would rather not.'], usage });
    const { json } = await whetstone(
      0,
      ...['mcpeval', 'run', '--scenarios', set, '--model', 'fake/right', '--config', test.settings, '--json'],
    );
    const { run, models } = ended
      .pick({ run: true })
      .extend({ models: z.array(z.object({ value: z.number().nullable() })) })
      .parse(json);
    assert.equal(run.state, 'done');
    assert.equal(models[0]?.value, 0);
  });
});
