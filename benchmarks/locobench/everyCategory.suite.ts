/**
 * Scenarios of all eight categories, made of three repositories with their own tools running in the sandbox, and solved by whole runs of the
 * real command line: a model that says the reference solves all of them, and one that knows nothing solves none.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { startFakeProvider, type FakeProvider } from '../../runtime/gateway/testing/fakeProvider';
import { writeSettings } from '../core/runs/testing/questionFolder';
import { bundledCommandLine, runCommandLine } from '../testing/commandLine';
import { messagesOf } from '../testing/messagesOf';
import { taskCategories } from './reference/scenario';
import { openScenarioSet } from './scenarios';
import { knownSolutions } from './scenarios/testing/knownSolutions';
import { makeOwnPart, makeQsRepository, makeZodRepository, ownRepository } from './testing/madeRepositories';

const MINUTES = 60_000;
const ranForm = z.object({
  run: z.object({ id: z.string() }),
  models: z.array(
    z.object({
      ...{ model: z.string(), n: z.number(), value: z.number().nullable(), complete: z.number(), errors: z.number() },
    }),
  ),
});

const shownForm = z.object({
  samples: z.object({
    rows: z.array(z.looseObject({ scenario: z.string(), model: z.string(), complete: z.boolean().nullish() })),
  }),
});

const repositories: readonly (readonly [string, (folder: string) => Promise<string>])[] = [
  ['qs', (folder) => makeQsRepository(folder).then(() => folder)],
  ['zod', (folder) => makeZodRepository(folder).then(() => folder)],
  // With the variable the whole of it: about 1,000 s of processor time.
  process.env.WHETSTONE_WHOLE_PROJECT === '1'
    ? ['this project', () => Promise.resolve(ownRepository())]
    : ['a part of this project', (folder) => makeOwnPart(folder).then(() => folder)],
];

describe('Scenarios of every category', function () {
  this.timeout(40 * MINUTES);
  let folder: string;
  let provider: FakeProvider;
  let solve: (prompt: string) => string | undefined;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'locobench-categories-'));
    provider = await startFakeProvider(({ model, body }) => {
      const text = model === 'right' ? solve(messagesOf(body)) : 'I do not know.';
      return { text: [text ?? 'The prompt was not recognised.'], usage: { input: 100, output: 10 } };
    });
    await bundledCommandLine();
  });
  after(async () => {
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const locobench = async (...args: readonly string[]): Promise<unknown> => {
    const env = { ...process.env, WHETSTONE_HOME: path.join(folder, 'state'), TZ: 'UTC' };
    const { status, stdout, stderr } = await runCommandLine(['locobench', ...args, '--json'], { env });
    assert.equal(status, 0, stderr.slice(-4000));
    return JSON.parse(stdout);
  };

  for (const [name, make] of repositories) {
    describe(`of ${name}`, () => {
      let set: string;

      before(async () => {
        const repo = await make(path.join(folder, name));
        set = path.join(folder, `${name} set`);
        const asked = ['--count', String(taskCategories.length), '--lengths', '50k', '--seed', '1', '--execute'];
        await locobench('generate', '--repo', repo, '--out', set, ...asked);
      });

      it('are made', async () => {
        const opened = await openScenarioSet(set);
        const made = opened.set.scenarios.map(({ category }) => category);
        assert.deepEqual(
          [...made].sort(),
          [...taskCategories].sort(),
          `${opened.set.notices?.join('\n')}\n${JSON.stringify(opened.set.rejects)}`,
        );
      });

      it('are admitted only after the reference passed and stubs failed', async () => {
        const opened = await openScenarioSet(set);
        for (const { id } of opened.set.scenarios) {
          const loaded = await opened.scenario(id);
          assert.ok(loaded.kind === 'verified');
          const { how, reference, stubs } = loaded.facts.admission;
          assert.notEqual(how, 'static', id);
          assert.equal(reference, 1, id);
          assert.ok(stubs.length > 0 && stubs.every(({ value }) => value < 1), id);
        }
      });

      it('are solved by what the references say, and by nothing else', async () => {
        solve = await knownSolutions(set);
        const settings = await writeSettings(path.join(folder, 'gateway.json'), provider.origin, 2, {
          contextTokens: 1_000_000,
          maxOutputTokens: 100_000,
        });
        const models = ['--model', 'fake/right', '--model', 'fake/wrong'];
        const { run, models: rows } = ranForm.parse(
          await locobench(
            'run',
            '--scenarios',
            set,
            ...models,
            '--config',
            settings,
            '--concurrency',
            '2',
            '--max-output',
            '100000',
          ),
        );
        const { samples } = shownForm.parse(await locobench('show', '--run', run.id));
        const unsolved = samples.rows.filter(({ model, complete }) => model === 'fake/right' && complete !== true);
        assert.deepEqual(unsolved, []);
        const n = (await openScenarioSet(set)).set.scenarios.length;
        assert.deepEqual(
          rows.map(({ model, value, complete, errors }) => ({ model, value, complete, errors })),
          [
            { model: 'fake/right', value: 1, complete: n, errors: 0 },
            { model: 'fake/wrong', value: 0, complete: 0, errors: 0 },
          ],
        );
      });
    });
  }
});
