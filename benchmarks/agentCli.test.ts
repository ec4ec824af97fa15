/** The command line's agent with a provider on 127.0.0.1, real files, real books and traces. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { startFakeProvider, type FakeAnswer, type FakeProvider } from '../runtime/gateway/testing/fakeProvider';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';

const runAnswer = z.object({
  run: z.object({ id: z.string(), status: z.string(), problem: z.string().optional() }),
  text: z.string(),
});

describe('whetstone agent, traces and tools', function () {
  this.timeout(120_000);
  let folder: string;
  let workspace: string;
  let provider: FakeProvider;
  let script: (index: number) => FakeAnswer;

  const says = (text: string): FakeAnswer => ({ text: [text], usage: { input: 50, output: 5 } });
  const calls = (name: string, input: object): FakeAnswer => ({
    text: [],
    toolCalls: [{ id: `${name}-1`, name, input: JSON.stringify(input) }],
    usage: { input: 50, output: 5 },
  });

  before(bundledCommandLine);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-agent-cli-'));
    workspace = path.join(folder, 'space');
    await mkdir(workspace);
    await writeFile(path.join(workspace, 'a.txt'), 'The word is quartz.\n');
    provider = await startFakeProvider((_request, index) => script(index), { models: [{ id: 'm' }] });
    const models = [{ name: 'm', contextTokens: 100_000, price: { input: 1, output: 2 } }];
    const config = {
      providers: [{ id: 'fleet', kind: 'openai-compatible', baseUrl: `${provider.origin}/v1`, models }],
    };
    await writeFile(path.join(folder, 'gateway.json'), JSON.stringify(config));
  });
  afterEach(async () => {
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  });

  const whetstone = (...args: readonly string[]) =>
    runCommandLine(args, { folder, env: { ...process.env, WHETSTONE_HOME: path.join(folder, 'state') } });
  const agent = (...args: readonly string[]) =>
    whetstone('agent', '--workspace', workspace, '--config', path.join(folder, 'gateway.json'), '--json', ...args);

  it('answers with what a file says; its trace can be listed, shown, exported and deleted', async () => {
    script = (index) => (index === 0 ? calls('read_file', { path: 'a.txt' }) : says('It is quartz.'));
    const done = await agent('--model', 'fleet/m', '--prompt', 'What is the word?');
    assert.equal(done.status, 0, done.stderr);
    const { run, text } = runAnswer.parse(JSON.parse(done.stdout));
    assert.deepEqual([run.status, text], ['answered', 'It is quartz.']);
    const listed = await whetstone('traces', 'list', '--json');
    assert.match(listed.stdout, new RegExp(run.id));
    const shown = await whetstone('traces', 'show', run.id);
    assert.match(shown.stdout, /calls read_file\(\{"path":"a\.txt"\}\)/);
    const exported = await whetstone('traces', 'export', run.id, '--format', 'xlam');
    assert.equal(exported.stdout.trimEnd().split('\n').length, 2, exported.stderr);
    assert.equal((await whetstone('traces', 'delete', run.id)).status, 0);
    assert.match((await whetstone('traces', 'show', run.id)).stderr, /There is no run/);
  });

  it('changes nothing where nobody can be asked, and does with --yes', async () => {
    script = (index) => (index % 2 === 0 ? calls('create_file', { path: 'b.txt', text: 'new' }) : says('Done.'));
    const refused = await agent('--model', 'fleet/m', '--prompt', 'Make b.txt.');
    assert.match(refused.stderr, /nobody can be asked here/);
    await assert.rejects(readFile(path.join(workspace, 'b.txt')), { code: 'ENOENT' });
    const done = await agent('--model', 'fleet/m', '--prompt', 'Make b.txt.', '--yes');
    assert.equal(done.status, 0, done.stderr);
    assert.equal(await readFile(path.join(workspace, 'b.txt'), 'utf8'), 'new');
  });

  it('ends at its ceiling with status 1, and goes on with --resume', async () => {
    script = (index) => (index < 50 ? calls('read_file', { path: 'a.txt' }) : says('Done.'));
    const ended = await agent('--model', 'fleet/m', '--prompt', 'Read.', '--ceiling', '0.000001');
    assert.equal(ended.status, 1);
    const { run } = runAnswer.parse(JSON.parse(ended.stdout));
    assert.equal(run.status, 'failed');
    assert.match(ended.stderr, new RegExp(`--resume ${run.id}`));
    script = () => says('Now.');
    const done = await agent('--resume', run.id, '--ceiling', '1');
    assert.equal(runAnswer.parse(JSON.parse(done.stdout)).text, 'Now.', done.stderr);
  });

  it('lists tools and calls one', async () => {
    const listed = await whetstone('tools', 'list', '--workspace', workspace, '--json');
    assert.match(listed.stdout, /"name": "read_file"/);
    const called = await whetstone(
      'tools',
      'call',
      'read_file',
      '--workspace',
      workspace,
      '--input',
      '{"path": "a.txt"}',
    );
    assert.match(called.stdout, /The word is quartz/, called.stderr);
    const missing = await whetstone('tools', 'call', 'read_file', '--workspace', workspace, '--input', '{"path": "x"}');
    assert.equal(missing.status, 1);
  });

  it('says what is wrong with its input', async () => {
    for (const [args, message] of [
      [['agent', '--workspace', workspace], /either --prompt with a task, or --resume/],
      [['agent', '--workspace', path.join(folder, 'none'), '--prompt', 'x'], /does not exist/],
      [['agent', '--workspace', workspace, '--prompt', 'x', '--ceiling', 'much'], /must be dollars/],
      [['traces', 'delete'], /Name runs to delete/],
      [['tools', 'call', 'read_file', '--workspace', workspace, '--input', 'nonsense'], /must be a JSON object/],
    ] as const) {
      const { status, stderr } = await whetstone(...args);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
    }
  });
});
