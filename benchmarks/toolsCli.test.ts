/** `whetstone tools` from end to end on the sample collection: the real command line, the sandbox, a provider on 127.0.0.1. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { startFakeProvider, type FakeProvider, type FakeRequest } from '../runtime/gateway/testing/fakeProvider';
import { openSandbox, SandboxUnavailableError } from '../runtime/tools/sandbox';
import { writeSettings } from './core/runs/testing/questionFolder';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';
import { taxModel } from './toolLibrary/testing/taxModel';

const run = promisify(execFile);
const sample = path.resolve('benchmarks/toolLibrary/sample');
const queries = path.join(sample, 'queries.jsonl');
const refactored = z.object({
  before: z.number(),
  after: z.number(),
  merged: z.array(z.object({ ids: z.array(z.string()), into: z.string(), verdict: z.string(), cases: z.number() })),
  rejected: z.array(z.object({ id: z.string(), name: z.string(), reason: z.string() })),
  descriptionLength: z.object({ before: z.number(), after: z.number() }),
  coverageMap: z.object({ entries: z.array(z.object({ tool: z.string(), outcome: z.string() })) }),
});
const verified = z.object({ tools: z.number(), cases: z.number(), regressions: z.array(z.unknown()) });

describe('whetstone tools', function () {
  this.timeout(300_000);
  let folder: string;

  before(async function () {
    try {
      await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      this.skip();
    }
    await bundledCommandLine();
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-tools-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function whetstone(status: number, ...args: readonly string[]) {
    const env = { ...process.env, WHETSTONE_HOME: path.join(folder, 'state') };
    const finished = await runCommandLine(['tools', ...args], { env });
    assert.equal(finished.status, status, finished.stderr);
    return { ...finished, json: finished.stdout === '' ? undefined : (JSON.parse(finished.stdout) as unknown) };
  }

  it('finds the tools of the sample and groups each of them once', async () => {
    const { json } = await whetstone(0, 'extract', '--path', sample, '--json');
    const { tools } = z.object({ tools: z.array(z.object({ id: z.string() })) }).parse(json);
    assert.ok(tools.length >= 120, String(tools.length));
    const grouped = await whetstone(0, 'group', '--path', sample, '--no-run', '--json');
    const { groups } = z.object({ groups: z.array(z.object({ members: z.array(z.string()) })) }).parse(grouped.json);
    assert.deepEqual(groups.flatMap(({ members }) => members).sort(), tools.map(({ id }) => id).sort());
  });

  describe('without a model', () => {
    let library: string;
    let answer: z.infer<typeof refactored>;

    before(async () => {
      library = path.join(folder, 'library');
      answer = refactored.parse((await whetstone(0, 'refactor', '--path', sample, '--out', library, '--json')).json);
    });

    it('makes fewer tools in fewer words, and tells what became of each', () => {
      assert.ok(answer.before - answer.after >= 40, JSON.stringify([answer.before, answer.after]));
      assert.ok(answer.descriptionLength.after < answer.descriptionLength.before);
      assert.ok(answer.merged.every(({ verdict, cases }) => verdict === 'identical' && cases >= 200));
      const merged = answer.coverageMap.entries.filter(({ outcome }) => outcome === 'merged').length;
      assert.equal(merged, answer.merged.flatMap(({ ids }) => ids).length);
    });

    it('a replay with fresh seeds finds no regression', async () => {
      const found = verified.parse((await whetstone(0, 'verify', '--library', library, '--json')).json);
      assert.equal(found.tools, answer.merged.flatMap(({ ids }) => ids).length);
      assert.deepEqual(found.regressions, []);
    });

    it('the collection passes its own tests afterwards', async () => {
      const { stderr } = await run('python3', ['-m', 'unittest', 'discover', '-s', 'tests'], {
        cwd: path.join(library, 'after/python'),
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      });
      assert.match(stderr, /\nOK/);
    });

    it('a function that was spoilt by hand is found', async () => {
      const file = path.join(library, 'after/python/units.py');
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replaceAll('1.60934', '1.7').replaceAll('0.621371', '0.7'));
      const found = verified.parse((await whetstone(1, 'verify', '--library', library, '--json')).json);
      await writeFile(file, text);
      assert.ok(found.regressions.length > 0);
    });

    it('finds tools of the library by the names that they had, and says what merging brought', async () => {
      const retrieved = await whetstone(0, 'retrieve', '--library', library, '--queries', queries, '--json');
      const { tools, figures } = z
        .object({ tools: z.number(), figures: z.object({ hit5: z.object({ mean: z.number() }) }) })
        .parse(retrieved.json);
      assert.equal(tools, answer.after);
      assert.ok(figures.hit5.mean > 0.8);
      const evaluated = await whetstone(
        ...([0, 'evaluate', '--path', sample, '--queries', queries, '--library', library, '--json'] as const),
      );
      const gain = z.object({ controls: z.object({ merges: z.number() }), gain: z.object({}).loose() });
      assert.ok(gain.parse(evaluated.json).controls.merges >= 20);
    });
  });

  describe('with a model', () => {
    let provider: FakeProvider;
    let settings: string;
    let script: (request: FakeRequest) => string;

    before(async () => {
      provider = await startFakeProvider((request) => ({
        text: [script(request)],
        usage: { input: 900, output: 300 },
      }));
      const limits = { contextTokens: 100_000, maxOutputTokens: 10_000 };
      settings = await writeSettings(path.join(folder, 'gateway.json'), provider.origin, 8, limits);
    });
    after(() => provider.close());

    const refactor = async (name: string, id: string) => {
      const args = ['--path', sample, '--include', 'python/money.py', '--out', path.join(folder, name)];
      const model = ['--model', id, '--config', settings, '--candidates', '1'];
      return refactored.parse((await whetstone(0, 'refactor', ...args, ...model, '--no-families', '--json')).json);
    };
    const taxes = ({ merged }: z.infer<typeof refactored>) =>
      merged.find(({ into }) => into.endsWith('#price_with_tax'));

    it('joins related tools in one function, whatever the model did wrong before', async () => {
      const model = taxModel(['deletes the tests', 'swaps a constant', 'right']);
      script = model.answer;
      const answer = await refactor('taxes', 'fake/right');
      assert.equal(taxes(answer)?.verdict, 'identical');
      assert.equal(taxes(answer)?.ids.length, 3);
      assert.match(model.seen.join('\n'), /not pure: files/);
      assert.match(model.seen.join('\n'), /the tool gives/);
      const found = verified.parse(
        (await whetstone(0, 'verify', '--library', path.join(folder, 'taxes'), '--json')).json,
      );
      assert.deepEqual(found.regressions, []);
      const asked = provider.requests.length;
      await refactor('again', 'fake/right');
      assert.equal(provider.requests.length, asked, 'what was answered once is not paid again');
    });

    it('leaves everything as it was where a branch stays dropped, although its reviewer approves', async () => {
      script = taxModel(['drops a branch', 'drops a branch', 'drops a branch']).answer;
      const answer = await refactor('dropped', 'fake/wrong');
      assert.equal(taxes(answer), undefined);
      assert.equal(answer.rejected.filter(({ name }) => name.startsWith('vat_')).length, 3);
    });
  });

  it('offers scripts and targets of a workspace as tools, and calls them where that is allowed', async () => {
    const root = path.join(folder, 'scripts');
    await mkdir(root);
    await writeFile(path.join(root, 'package.json'), '{"scripts": {"hello": "echo hi", "serve": "node s.js"}}');
    await writeFile(path.join(root, 'Makefile'), 'NAME ?= a\nall:\n\techo $(NAME)\nbad:\n\texit 3\n');
    const form = z.object({
      tools: z.array(z.object({ id: z.string(), name: z.string() })),
      validations: z.array(z.object({ name: z.string(), verdict: z.string() })).optional(),
    });
    const listed = form.parse((await whetstone(0, 'scripts', '--path', root, '--json')).json);
    assert.equal(listed.validations, undefined);
    assert.deepEqual(listed.tools.map(({ name }) => name).sort(), ['make_all', 'make_bad', 'npm_hello', 'npm_serve']);
    const { json } = await whetstone(0, 'scripts', '--path', root, '--validate', '--allow', '--json');
    const verdicts = new Map(form.parse(json).validations?.map(({ name, verdict }) => [name, verdict]));
    assert.equal(verdicts.get('npm_hello'), 'works');
    assert.equal(verdicts.get('make_bad'), 'fails');
    assert.equal(verdicts.get('npm_serve'), 'not-run');
  });

  for (const [name, args, message] of [
    ['a folder that is not there', ['extract', '--path', 'nowhere'], /nowhere/],
    ['a folder without tools', ['refactor', '--path', 'media/walkthrough', '--out', 'x'], /no tool/],
    ['a library that is none', ['verify', '--library', 'media'], /no tool library/],
    [
      'a folder that holds something else',
      ['refactor', '--path', 'benchmarks/toolLibrary/sample/python/tests', '--out', 'media'],
      /./,
    ],
    ['scripts that nobody allowed to run', ['scripts', '--path', '.', '--validate'], /--allow/],
    [
      'a server elsewhere',
      ['scripts', '--path', '.', '--validate', '--allow', '--server', 'http://example.com'],
      /this machine/,
    ],
    ['queries that are none', ['evaluate', '--path', sample, '--no-run', '--queries', 'package.json'], /./],
  ] as const) {
    it(`says what is wrong with ${name}`, async () => {
      const { stderr } = await whetstone(2, ...args, '--json');
      assert.match(stderr, message);
    });
  }
});
