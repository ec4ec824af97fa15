/** `whetstone tools` with models: topics through the gateway, and vectors by a GGUF file of this machine. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { startFakeProvider, type FakeProvider, type FakeRequest } from '../runtime/gateway/testing/fakeProvider';
import { writeTinyChatModel } from '../runtime/llama/chat/testing/tinyChatModel';
import { writeSettings } from './core/runs/testing/questionFolder';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';

const sample = path.resolve('benchmarks/toolLibrary/sample');
const collection = ['--path', sample, '--include', 'python/{text,strings}.py'];
const grouped = z.object({
  tools: z.array(z.object({ id: z.string(), name: z.string() })),
  groups: z.array(z.object({ topic: z.string(), members: z.array(z.string()), relation: z.string() })),
  equal: z.array(z.object({ members: z.array(z.string()), relation: z.string() })),
  review: z.object({ model: z.string(), vetoed: z.array(z.string()), problems: z.array(z.string()) }).optional(),
});
type Grouped = z.infer<typeof grouped>;

describe('whetstone tools with models', function () {
  this.timeout(240_000);
  let folder: string;
  let provider: FakeProvider;
  let settings: string;
  let script: (prompt: string) => string;

  before(async () => {
    await bundledCommandLine();
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-tools-models-'));
    provider = await startFakeProvider((request) => ({
      text: [script(lastOf(request))],
      usage: { input: 500, output: 30 },
    }));
    const limits = { contextTokens: 100_000, maxOutputTokens: 10_000 };
    settings = await writeSettings(path.join(folder, 'gateway.json'), provider.origin, 8, limits);
  });
  after(async () => {
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (state: string, ...args: readonly string[]) =>
    runCommandLine(['tools', ...args], { env: { ...process.env, WHETSTONE_HOME: path.join(folder, state) } });
  async function group(state: string, ...args: readonly string[]): Promise<Grouped & { readonly stderr: string }> {
    const { status, stdout, stderr } = await run(state, 'group', ...collection, '--json', ...args);
    assert.equal(status, 0, stderr);
    return { ...grouped.parse(JSON.parse(stdout)), stderr };
  }
  const models = () => ['--model', 'fake/right', '--config', settings];
  const pairs = ({ groups, equal }: Grouped) => {
    const merged = equal.filter(({ relation }) => relation === 'duplicates');
    return new Set(
      [...groups, ...merged].flatMap(({ members }) => members.flatMap((a) => members.map((b) => `${a} ${b}`))),
    );
  };

  it('takes names from a model, mends answers that cannot be read, and pays nothing twice', async () => {
    const asked = new Set<string>();
    script = (prompt) => {
      const isFirst = !asked.has(prompt) && !prompt.includes('A program could not read that');
      asked.add(prompt);
      return isFirst ? 'A nice group of functions!' : '{"topic": "texts made <safe>"}';
    };
    const first = await group('names', '--no-run', ...models());
    const several = first.groups.filter(({ members }) => members.length > 1);
    assert.ok(several.length > 0);
    assert.ok(several.every(({ topic }) => topic === 'texts made safe'));
    assert.deepEqual(first.review?.problems, []);
    const requests = provider.requests.length;
    assert.equal(requests, 2 * several.length);
    await group('names', '--no-run', ...models());
    assert.equal(provider.requests.length, requests);
  });

  it('lets a model part groups and never join any, with tools that ran', async () => {
    const plain = await group('plain');
    assert.ok(plain.equal.some(({ relation }) => relation === 'duplicates'));
    // It vetoes all there is, and more.
    script = () =>
      '{"topic": "x", "misfits": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 99]}';
    const vetoed = await group('vetoes', ...models());
    const before = pairs(plain);
    assert.deepEqual(
      [...pairs(vetoed)].filter((pair) => !before.has(pair)),
      [],
    );
    assert.ok(pairs(vetoed).size < before.size);
    assert.ok((vetoed.review?.vetoed.length ?? 0) > 1);
    assert.match(vetoed.stderr, /named tools that are not in/);
    assert.deepEqual(vetoed.groups.flatMap(({ members }) => members).sort(), plain.tools.map(({ id }) => id).sort());
  });

  it('says which groups got no usable answer, and goes on', async () => {
    script = () => 'no';
    const { review, groups, stderr } = await group('unusable', '--no-run', ...models());
    assert.ok((review?.problems.length ?? 0) > 0);
    assert.match(stderr, /no usable answer for the group/);
    assert.ok(groups.every(({ topic }) => topic !== 'no'));
  });

  it('compares texts by a model of this machine too, and finds tools with it', async () => {
    const file = path.join(folder, 'tiny.gguf');
    await writeTinyChatModel(file, 1024, undefined, { 'qwen3.pooling_type': { type: 'uint32', value: 1 } });
    const plain = await group('embedding', '--no-run', '--height', '0.5');
    const seen = await group('embedding', '--no-run', '--height', '0.5', '--embedder', file);
    assert.notDeepEqual(seen.groups, plain.groups);
    const queries = path.join(folder, 'queries.jsonl');
    await writeFile(queries, '{"query": "Count the vowels of a text", "tools": ["count_vowels"]}\n');
    const args = ['--library', path.join(sample, 'python'), '--queries', queries, '--json', '--retriever', 'embedding'];
    const found = await run('embedding', 'retrieve', ...args, '--embedder', file);
    assert.equal(found.status, 0, found.stderr);
    const { retriever, results } = z
      .object({
        retriever: z.string(),
        results: z.array(z.object({ found: z.array(z.object({ score: z.number() })) })),
      })
      .parse(JSON.parse(found.stdout));
    assert.equal(retriever, 'embedding');
    assert.equal(results[0]?.found.length, 5);
  });

  it('says what is wrong with its options', async () => {
    const bad = path.join(folder, 'bad.gguf');
    const queries = path.join(sample, 'queries.jsonl');
    await writeFile(bad, 'GGUF?');
    const results = await Promise.all([
      run('wrong', 'group', ...collection, '--no-run', '--embedder', bad),
      run('wrong', 'group', ...collection, '--no-run', '--embedder', path.join(folder, 'nowhere.gguf')),
      run('wrong', 'retrieve', '--library', sample, '--queries', queries, '--retriever', 'embedding'),
      run('wrong', 'group', ...collection, '--no-run', '--model', 'nobody/none', '--config', settings),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      [2, 2, 2, 2],
      results.map(({ stderr }) => stderr).join('\n'),
    );
    assert.match(results[2].stderr, /needs --embedder/);
  });
});

function lastOf({ body }: FakeRequest): string {
  const { messages } = z.object({ messages: z.array(z.object({ content: z.unknown() })) }).parse(body);
  return JSON.stringify(messages.at(-1)?.content);
}
