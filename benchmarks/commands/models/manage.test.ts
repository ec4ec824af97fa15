import assert from 'node:assert/strict';

import path from 'node:path';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { ModelsTest, tiny } from '../../../runtime/models/test/modelsTest';
import { bundledCommandLine, runCommandLine, type Finished } from '../../testing/commandLine';

describe('whetstone models', function () {
  this.timeout(60_000);
  let test: ModelsTest;
  before(bundledCommandLine);
  beforeEach(async () => {
    test = await ModelsTest.start();
  });
  afterEach(() => test.stop());

  const call = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    runCommandLine(args, { env: { ...process.env, HF_TOKEN: '', ...env } });
  const models = (...args: readonly string[]) => call(['models', ...args, '--models-folder', test.models]);
  /** Waits until bytes of a file are on their way. */
  const sending = async (): Promise<void> => {
    for (let i = 0; i < 200 && !test.hub.requests.some(({ server, sent }) => server === 'cdn' && sent > 0); i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const json = ({ stdout }: Finished): unknown => JSON.parse(stdout);

  it('downloads, converts, loads and infills', async () => {
    const done = await models('download', tiny, '--endpoint', test.hub.endpoint, '--json');
    assert.equal(done.status, 0, done.stderr);
    const { model } = json(done) as { model: string };
    assert.equal(model, path.join(test.models, tiny));
    const listed = json(await models('list', '--json')) as { models: { id: string; state: string }[] };
    assert.equal(listed.models.find(({ id }) => id === tiny)?.state, 'installed');

    const source = path.join(test.folder, 'a.py');
    await writeFile(source, 'def f(a):\n    return \n');
    const filled = await call([
      'infill',
      '--model',
      model,
      '--file',
      source,
      '--line',
      '2',
      '--column',
      '12',
      '--json',
    ]);
    assert.equal(filled.status, 0, filled.stderr);
    const answer = json(filled) as { model: string; text: string; forwardPasses: number };
    assert.equal(answer.model, tiny);
    assert.equal(typeof answer.text, 'string');
    assert.ok(answer.forwardPasses > 0);

    assert.equal((await models('verify', tiny)).status, 0);
    await writeFile(path.join(model, 'tokenizer.json'), '{}');
    const damaged = await models('verify', tiny);
    assert.deepEqual([damaged.status, /BAD {2}tokenizer\.json/.test(damaged.stdout)], [1, true]);
    assert.equal((json(await models('show', tiny, '--json')) as { state: string }).state, 'broken');
    assert.equal((await models('remove', tiny)).status, 0);
    assert.equal((json(await models('show', tiny, '--json')) as { state: string }).state, 'available');
  });

  it('asks for a licence first, and takes a token from a variable alone', async () => {
    await test.writeCatalogue({ name: 'Own licence', text: 'Only for tests.', needsAcceptance: true });
    test.hub.token = 'hf_secret';
    const download = ['download', tiny, '--endpoint', test.hub.endpoint] as const;
    const refused = await models(...download);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /Own licence.*accept-licence tiny/);
    assert.equal((await models('accept-licence', tiny)).status, 2, 'nobody to ask');
    const { textSha256 } = json(await models('licence', tiny, '--json')) as { textSha256: string };
    assert.equal((await models('accept-licence', tiny, '--text-sha256', 'a'.repeat(64))).status, 1);
    assert.equal((await models('accept-licence', tiny, '--text-sha256', textSha256, '--by', 'me')).status, 0);

    const wanting = (await models(...download)).stderr;
    assert.match(wanting, /wants a token/);
    assert.match(wanting, /variable HF_TOKEN.*\n.*export HF_TOKEN && whetstone models download tiny/);
    assert.equal((await models(...download, '--token-env', 'NOT_SET_ANYWHERE')).status, 2);
    const args = ['models', ...download, '--token-env', 'MY_TOKEN', '--models-folder', test.models];
    assert.equal((await call(args, { MY_TOKEN: 'hf_secret' })).status, 0);
    assert.equal((await models(...download)).status, 2, 'it is installed already');
  });

  it('goes on with a gated download with the token of HF_TOKEN, which is written nowhere', async () => {
    test.hub.token = 'hf_secret';
    test.hub.bytesPerSecond = 8_000;
    const args = ['models', 'download', tiny, '--endpoint', test.hub.endpoint, '--models-folder', test.models];
    const first = call(args, { HF_TOKEN: 'hf_secret' });
    await sending();
    assert.equal((await models('cancel', tiny)).status, 0);
    assert.equal((await first).status, 1);
    const kept = await readdir(test.models, { recursive: true, withFileTypes: true });
    for (const entry of kept.filter((each) => each.isFile())) {
      const text = await readFile(path.join(entry.parentPath, entry.name), 'latin1');
      assert.ok(!text.includes('hf_secret'), entry.name);
    }
    test.hub.bytesPerSecond = undefined;
    const without = await models('download', tiny, '--endpoint', test.hub.endpoint);
    assert.deepEqual([without.status, without.stderr.includes('variable HF_TOKEN')], [1, true]);
    assert.equal((await call(args, { HF_TOKEN: 'hf_secret' })).status, 0);
  });

  it('adds a checkpoint, and says what a folder lacks', async () => {
    assert.equal((await models('add', test.checkpoint, '--id', 'own', '--quantise', 'fp32')).status, 0);
    const own = json(await models('show', 'own', '--json')) as { origin: string; precision: string };
    assert.deepEqual([own.origin, own.precision], ['converted', 'fp32']);
    const empty = await models('add', test.hub.repository);
    assert.equal(empty.status, 2);
    const nothing = await models('download', 'nothing');
    assert.deepEqual([nothing.status, nothing.stderr.includes('has no model "nothing"')], [2, true]);
  });

  it('ends with status 1 when another terminal stops the download, and then goes on', async () => {
    test.hub.bytesPerSecond = 8_000;
    const download = ['download', tiny, '--endpoint', test.hub.endpoint] as const;
    const running = models(...download);
    await sending();
    assert.equal((await models('cancel', tiny)).status, 0);
    const stopped = await running;
    assert.equal(stopped.status, 1);
    assert.match(stopped.stderr, /was stopped/);
    assert.match((await models('list')).stdout, /tiny +stopped at/);
    test.hub.bytesPerSecond = undefined;
    assert.equal((await models(...download)).status, 0);
  });
});
