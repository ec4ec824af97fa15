import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { writeRandomCheckpoint } from '../runtime/diffusion/test/randomCheckpoint';
import { bundledCommandLine, runCommandLine, type Finished } from './testing/commandLine';

/** Runs the command line in a folder that is not the project's. */
function whetstone(folder: string, ...args: string[]): Promise<Finished> {
  return runCommandLine(args, { folder });
}

const at = (file: string, line: number | string, column: number | string) => [
  'infill',
  ...['--file', file],
  ...['--line', String(line)],
  ...['--column', String(column)],
];

describe('whetstone command', function () {
  this.timeout(60_000);
  before(bundledCommandLine);

  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    await writeFile(path.join(folder, 'a.py'), 'def f(x):\r\n\treturn x\r\n# 🙂\r\n');
    await writeFile(path.join(folder, 'binary.py'), Buffer.from([1, 0, 2]));
    await writeFile(path.join(folder, 'bad.jsonl'), '{"task_id": "x"}\n');
    await mkdir(path.join(folder, 'empty'));
  });
  after(() => rm(folder, { recursive: true }));

  describe('bad input: status 2, a message on stderr, nothing on stdout', () => {
    const cases: readonly [what: string, args: string[], message: RegExp][] = [
      ['no command', [], /Usage: whetstone/],
      ['an unknown command', ['infil'], /unknown command 'infil'[^]*infill/],
      ['an unknown option', [...at('a.py', 1, 1), '--jsn'], /unknown option '--jsn'/],
      ['a missing option', ['infill', '--file', 'a.py', '--line', '1'], /--column/],
      ['a missing file', at('b.py', 1, 1), /b\.py does not exist/],
      ['a folder for a file', at('empty', 1, 1), /is not a file/],
      ['a binary file', at('binary.py', 1, 1), /not a text file/],
      ['a line past the end', at('a.py', 5, 1), /has 4 lines/],
      ['a column past the end of a CRLF line', at('a.py', 1, 11), /last column is 10/],
      ['a column inside a character', at('a.py', 3, 4), /Use 3 or 5/],
      ['line 0', at('a.py', 0, 1), /whole number from 1/],
      ['a column that is no number', at('a.py', 1, '1.5'), /whole number from 1/],
      ['an unknown extent', [...at('a.py', 1, 1), '--extent', 'file'], /line, block/],
      ['too many alternatives', [...at('a.py', 1, 1), '--alternatives', '9'], /from 1 to 8/],
      ['an unknown model', [...at('a.py', 1, 1), '--model', 'none'], /no model none/],
      ['a folder that is no model', [...at('a.py', 1, 1), '--model', 'empty'], /empty.*whetstone-model\.json/],
      ['a data set that is none', ['eval', 'infilling', '--data', 'bad.jsonl'], /bad\.jsonl, line 1.*prompt/],
      ['a missing data set', ['eval', 'infilling', '--data', 'none.jsonl'], /does not exist/],
      ['an unknown length', ['eval', 'infilling', '--data', 'bad.jsonl', '--length', 'long'], /found, oracle/],
      ['a threshold above 1', ['eval', 'infilling', '--data', 'bad.jsonl', '--threshold', '1.1'], /from 0 to 1/],
      ['a suite without tasks', ['eval', 'suite'], /No tasks.*--slice/],
      ['a suite without models', ['eval', 'suite', '--slice', '--models', ''], /nothing to measure/],
      ['an unknown baseline', ['eval', 'suite', '--slice', '--baseline', 'rnn'], /ngram, copy/],
      ['a missing GGUF file', ['eval', 'suite', '--slice', '--models', 'none.gguf'], /none\.gguf does not exist/],
      [
        'a folder that is no corpus',
        ['eval', 'suite', '--slice', '--models', '', '--baseline', 'ngram', '--corpus', 'empty'],
        /empty holds no tokenised corpus/,
      ],
      [
        'a baseline that is not there',
        ['eval', 'suite', '--slice', '--models', '', '--baseline', 'copy', '--limit', '1', '--check', 'none.json'],
        /none\.json does not exist.*--write-baseline/,
      ],
      [
        'a folder that is no checkpoint',
        ['models', 'convert', 'empty', '--out', 'out', '--quantise', 'int8'],
        /config\.json/,
      ],
      [
        'an unknown quantisation',
        ['models', 'convert', 'empty', '--out', 'out', '--quantise', 'int3'],
        /int8, int8-blocks/,
      ],
      [
        'a block size without blocks',
        ['models', 'convert', 'empty', '--out', 'out', '--quantise', 'int8', '--block', '32'],
        /choose int4 or int8-blocks/,
      ],
      ['no quantisation', ['models', 'convert', 'empty', '--out', 'out'], /--quantise/],
      ['inspecting what is no model', ['models', 'inspect', 'empty'], /whetstone-model\.json/],
    ];
    for (const [what, args, message] of cases) {
      it(what, async () => {
        const { status, stdout, stderr } = await whetstone(folder, ...args);
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /\n\s+at /, 'a stack trace');
        assert.equal(stdout, '');
        assert.equal(status, 2);
      });
    }
  });

  it('prints its help and its version', async () => {
    const [help, version] = await Promise.all([whetstone(folder, '--help'), whetstone(folder, '--version')]);
    assert.deepEqual([help.status, version.status], [0, 0]);
    assert.match(help.stdout, /Exit status: 0 done, 1 failed, 2 bad input/);
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  });

  describe('with a model', () => {
    before(async () => {
      await writeRandomCheckpoint(path.join(folder, 'checkpoint'));
      const made = await json(
        'models',
        'convert',
        'checkpoint',
        '--out',
        'model',
        '--quantise',
        'int8',
        '--id',
        'random',
      );
      assert.deepEqual([made.id, made.quantisation], ['random', 'int8']);
      await writeFile(path.join(folder, 'data.jsonl'), `${JSON.stringify(task(1))}\n${JSON.stringify(task(2))}\n`);
    });

    /** Runs a command with --json that must succeed. */
    async function json(...args: string[]): Promise<Record<string, unknown>> {
      const { status, stdout, stderr } = await whetstone(folder, ...args, '--json');
      assert.equal(status, 0, stderr);
      return z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
    }

    const task = (number: number) => ({
      task_id: `t/${number}`,
      prompt: 'def f():\n',
      suffix: '    return x\n',
      canonical_solution: `    x = ${number}\n`,
      test: `def check(f):\n    assert f() == ${number}\n`,
      entry_point: 'f',
    });

    it('prints the documented form of a suggestion, and nothing else', async () => {
      const answer = await json(...at('a.py', 2, 9), '--model', 'model');
      const milliseconds = z.strictObject({ context: z.number(), denoise: z.number(), total: z.number() });
      const count = z.number().int().nonnegative();
      const parsed = z
        .strictObject({
          model: z.literal('random'),
          provider: z.literal('cpu'),
          text: z.string(),
          alternatives: z.array(z.string()),
          tokens: count,
          forwardPasses: count.positive(),
          contextTokens: count.positive(),
          contextReused: z.literal(0),
          ms: milliseconds,
        })
        .parse(answer);
      assert.deepEqual(parsed.alternatives, []);
      assert.doesNotMatch(parsed.text, /[\r\n]/);
    });

    it('gives as many distinct suggestions as asked for at most, the same at every run', async () => {
      const args = [...at('a.py', 2, 9), '--model', 'model', '--alternatives', '3'];
      const [first, second] = await Promise.all([json(...args), json(...args)]);
      const texts = z.array(z.string()).parse([first.text, ...z.array(z.unknown()).parse(first.alternatives)]);
      assert.ok(texts.length <= 3 && new Set(texts).size === texts.length, texts.join(' | '));
      assert.deepEqual([first.text, first.alternatives], [second.text, second.alternatives]);
    });

    it('prints text for a reader without --json', async () => {
      const { status, stdout } = await whetstone(folder, ...at('a.py', 2, 9), '--model', 'model');
      assert.equal(status, 0);
      assert.match(stdout, /random: \d+ forward passes/);
    });

    it('evaluates a set, with each length policy', async () => {
      for (const length of ['found', 'oracle', '4']) {
        const answer = await json('eval', 'infilling', '--data', 'data.jsonl', '--model', 'model', '--length', length);
        const share = z.number().min(0).max(1);
        const parsed = z
          .strictObject({
            n: z.literal(2),
            exactMatch: z.strictObject({ mean: share, low: share, high: share }),
            editSimilarity: share,
            forwardPasses: z.number().positive(),
            msP50: z.number().positive(),
            msP95: z.number().positive(),
            extent: z.literal('line'),
            model: z.literal('random'),
            data: z.strictObject({ name: z.literal('data.jsonl'), sha256: z.string().length(64) }),
            length: z.union([z.string(), z.number()]),
            threshold: z.number(),
            copy: z.literal('file'),
          })
          .parse(answer);
        assert.equal(String(parsed.length), length);
      }
    });

    it('runs the tests, or refuses where there is no sandbox', async () => {
      const args = ['eval', 'infilling', '--data', 'data.jsonl', '--model', 'model', '--limit', '1', '--execute'];
      const { status, stdout, stderr } = await whetstone(folder, ...args, '--json');
      if (status === 1) {
        assert.match(stderr, /sandbox/i);
        return;
      }
      const answer = z.looseObject({ n: z.literal(1), passAt1: z.number() }).parse(JSON.parse(stdout));
      assert.equal(answer.passAt1, 0);
    });

    describe('and the suite', () => {
      // What is to be written stands above: copying is right everywhere, random weights nowhere.
      const repeated = (number: number) => ({
        ...task(number),
        prompt: `value = compute(alpha, ${number})\nvalue = comp`,
        suffix: '\n',
        canonical_solution: `ute(alpha, ${number})`,
      });
      const suite = (...args: string[]) =>
        whetstone(folder, ...['eval', 'suite', '--tasks', 'go-line.jsonl', '--models', 'model'], ...args);
      before(async () => {
        const tasks = Array.from({ length: 8 }, (_, number) => `${JSON.stringify(repeated(number))}\n`);
        await writeFile(path.join(folder, 'go-line.jsonl'), tasks.join(''));
      });

      it('puts models and baselines into one document, and into a file', async () => {
        const { status, stdout, stderr } = await suite('--baseline', 'copy', '--json', '--out', 'table.md');
        assert.equal(status, 0, stderr);
        const row = z.looseObject({
          model: z.string(),
          n: z.number(),
          exactMatch: z.looseObject({ mean: z.number() }),
          forwardPasses: z.number(),
        });
        const { rows } = z.looseObject({ rows: z.array(row) }).parse(JSON.parse(stdout));
        const all = rows.slice(0, 3);
        assert.deepEqual(
          all.map(({ model, n }) => [model, n]),
          [
            ['model + copy', 8],
            ['model', 8],
            ['copy only', 8],
          ],
        );
        assert.equal(all[2]?.exactMatch.mean, 1);
        assert.ok((all[1]?.forwardPasses ?? 0) >= 1);
        assert.match(await readFile(path.join(folder, 'table.md'), 'utf8'), /\| copy only \| 8 \| 100\.0 /);
      });

      it('goes on from kept answers', async () => {
        const args = ['--copy', 'off', '--results', 'kept', '--json'];
        const first = await suite(...args);
        const second = await suite(...args);
        const times = ({ stdout }: Finished) => /"msP50": (.*)/.exec(stdout)?.[1];
        assert.equal(times(second), times(first));
        const files = await readdir(path.join(folder, 'kept'));
        assert.equal(files.length, 1);
        assert.equal((await readFile(path.join(folder, 'kept', files[0]!), 'utf8')).split('\n').length, 10);
      });

      it('holds a baseline: status 1 when a figure is lower, and it is lowered only on demand', async () => {
        const file = path.join(folder, 'baseline.json');
        const written = await suite('--models', '', '--baseline', 'copy', '--write-baseline', 'baseline.json');
        assert.equal(written.status, 0, written.stderr);
        const same = await suite('--models', '', '--baseline', 'copy', '--check', 'baseline.json');
        assert.deepEqual([same.status, same.stderr.includes('No figure is lower')], [0, true]);

        await writeFile(file, (await readFile(file, 'utf8')).replace('"copy only"', '"model"'));
        const random = ['--copy', 'off'];
        const checked = await suite(...random, '--check', 'baseline.json');
        assert.equal(checked.status, 1);
        assert.match(
          checked.stderr,
          /Lower than baseline\.json[^]*model, all, exactMatch: 0\.0 instead of 100\.0 \(8 tasks\)/,
        );
        assert.match(checked.stdout, /\| model \| 8 \|/);
        const refused = await suite(...random, '--write-baseline', 'baseline.json');
        assert.equal(refused.status, 1);
        assert.match(refused.stderr, /stays as it is: exactMatch of model goes down from 1 to 0/);
        assert.equal((await suite(...random, '--write-baseline', 'baseline.json', '--lower')).status, 0);
        assert.equal((await suite(...random, '--check', 'baseline.json')).status, 0);
      });
    });

    it('inspects a folder, and finds what is damaged', async () => {
      const report = await json('models', 'inspect', 'model');
      assert.deepEqual([report.id, report.quantisation, report.verified], ['random', 'int8', true]);
      await cp(path.join(folder, 'model'), path.join(folder, 'truncated'), { recursive: true });
      await truncate(path.join(folder, 'truncated', 'model.onnx'), 1000);
      for (const args of [
        ['models', 'inspect', 'truncated'],
        [...at('a.py', 1, 1), '--model', 'truncated'],
      ]) {
        const { status, stderr } = await whetstone(folder, ...args);
        assert.match(stderr, /model\.onnx is damaged: it has 1000 bytes/);
        assert.equal(status, 2);
      }
    });

    it('inspects a checkpoint, and says why one cannot be converted', async () => {
      const report = await json('models', 'inspect', 'checkpoint');
      assert.deepEqual([report.kind, report.convertible, report.problems], ['checkpoint', true, []]);
      await cp(path.join(folder, 'checkpoint'), path.join(folder, 'cut'), { recursive: true });
      await truncate(path.join(folder, 'cut', 'model.safetensors'), 20_000);
      const { status, stdout, stderr } = await whetstone(folder, 'models', 'inspect', 'cut', '--json');
      assert.equal(status, 1);
      assert.match(stderr, /cannot be converted: .*model\.safetensors is damaged: it ends before the tensor "/);
      const cut = z.object({ convertible: z.literal(false), problems: z.array(z.string()) }).parse(JSON.parse(stdout));
      assert.equal(cut.problems.length, 1);
    });

    it('converts with formats chosen apart, and notes where the checkpoint came from', async () => {
      const made = await json(
        ...['models', 'convert', 'checkpoint', '--out', 'apart', '--quantise', 'int4', '--block', '128'],
        ...['--embedding', 'fp32', '--head', 'int8', '--repository', 'a/b', '--revision', 'c'],
      );
      const weights = { blocks: 'int4-blocks', embedding: 'fp32', head: 'int8', blockSize: 128 };
      assert.deepEqual([made.id, made.quantisation], ['apart', 'int4']);
      assert.deepEqual(made.weights, { ...weights, blockActivations: 'int8' });
      const { source } = z
        .object({
          source: z.object({ repository: z.string(), revision: z.string(), elementTypes: z.array(z.string()) }),
        })
        .parse(await json('models', 'inspect', 'apart'));
      assert.deepEqual(source, { repository: 'a/b', revision: 'c', elementTypes: ['F32'] });
      const answer = await json(...at('a.py', 2, 9), '--model', 'apart');
      assert.equal(answer.model, 'apart');
    });

    it('does not replace a folder that is no model', async () => {
      const { status, stderr } = await whetstone(
        folder,
        ...['models', 'convert', 'checkpoint', '--out', 'empty', '--quantise', 'fp32'],
      );
      assert.match(stderr, /exists and is no model folder/);
      assert.equal(status, 2);
    });
  });
});
