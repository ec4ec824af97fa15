/** The command line's rewriting and denoising options, with random models of both kinds of attention. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { makeRandomModel, type RandomModel } from '../runtime/diffusion/test/randomModel';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';

const source = 'def f(x):\n    y = x + 1\n    return y\n\n\ndef g(x):\n    return <gap>\n\n\nprint(<gap>)\n';

describe('whetstone command: rewriting and denoising', function () {
  this.timeout(120_000);
  let folder: string;
  const models: RandomModel[] = [];
  let isolated: string;
  let full: string;

  before(async () => {
    await bundledCommandLine();
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    await writeFile(path.join(folder, 'a.py'), `\uFEFF${source.replaceAll('\n', '\r\n')}`);
    models.push(await makeRandomModel('fp32', { seed: 2 }), await makeRandomModel('fp32', { seed: 3, family: 'coda' }));
    [isolated, full] = models.map((model) => model.folder) as [string, string];
    const task = (number: number) => ({
      task_id: `t/${number}`,
      prompt: `def f():\n    a = ${number}\n`,
      suffix: '    return x\n',
      canonical_solution: `    x = ${'a + '.repeat(number)}1\n`,
      test: 'def check(f):\n    pass\n',
      entry_point: 'f',
    });
    await writeFile(path.join(folder, 'data.jsonl'), [1, 2, 3, 9].map((n) => `${JSON.stringify(task(n))}\n`).join(''));
  });
  after(async () => {
    await rm(folder, { recursive: true });
    for (const model of models) await model.remove();
  });

  const whetstone = (...args: string[]) => runCommandLine(args, { folder });
  const json = async <T>(schema: z.ZodType<T>, ...args: string[]): Promise<T> => {
    const { status, stdout, stderr } = await whetstone(...args, '--json');
    assert.equal(status, 0, stderr);
    return schema.parse(JSON.parse(stdout));
  };
  const infill = (...args: string[]) => ['infill', '--file', 'a.py', ...args];
  const count = z.number().int().nonnegative();
  const rangeAnswer = z.strictObject({
    model: z.literal('random'),
    text: z.string(),
    changed: z.boolean(),
    tokens: z.array(
      z.strictObject({ start: count, end: count, probability: z.number().min(0).max(1), kept: z.boolean() }),
    ),
    file: z.string(),
    forwardPasses: count.positive(),
    ms: z.number().positive(),
  });
  const gapsAnswer = z.strictObject({
    model: z.literal('random'),
    texts: z.array(z.string()),
    file: z.string(),
    forwardPasses: count.positive(),
    ms: z.number().positive(),
  });

  for (const kind of ['isolated', 'full'] as const) {
    const model = () => ['--model', kind === 'full' ? full : isolated];

    it(`${kind}: rewrites a range and keeps a share of it`, async () => {
      const range = ['--range', '2:5-3:13', ...model()];
      const all = await json(rangeAnswer, ...infill(...range, '--keep', '1'));
      assert.equal(all.text, 'y = x + 1\n    return y');
      assert.equal(all.file, source);
      assert.ok(all.tokens.every(({ kept }) => kept));
      assert.equal(all.changed, false);
      // A random model is sure of nothing: no word of its own is better than the old one, and the answer says so.
      const half = await json(rangeAnswer, ...infill(...range, '--keep', '0.5', '--seed', '3'));
      assert.deepEqual([half.text, half.changed, half.file], [all.text, false, source]);
      const told = await whetstone(...infill(...range, '--keep', '0.5'));
      assert.match(told.stdout, /^--- range: nothing that the model would rather write\n/);
      const [first, second] = await Promise.all([
        json(rangeAnswer, ...infill(...range)),
        json(rangeAnswer, ...infill(...range)),
      ]);
      assert.equal(first.text, second.text);
      assert.equal(first.changed, first.file !== source);
      assert.ok(first.file.startsWith('def f(x):\n    ') && first.file.endsWith(source.slice(-30)));
    });

    it(`${kind}: fills all gaps in one run`, async () => {
      const answer = await json(gapsAnswer, ...infill('--gap-marker', '<gap>', '--temperature', '1.2', ...model()));
      assert.equal(answer.texts.length, 2);
      const [first, second] = answer.texts as [string, string];
      const parts = source.split('<gap>');
      assert.equal(answer.file, `${parts[0]}${first}${parts[1]}${second}${parts[2]}`);
      const text = await whetstone(...infill('--gap-marker', '<gap>', ...model()));
      assert.equal(text.status, 0, text.stderr);
      assert.match(text.stdout, /^--- gap 1.*\n[^]*--- gap 2[^]*random: \d+ forward passes/);
    });
  }

  it('takes the options of denoising', async () => {
    const answer = z.looseObject({ forwardPasses: z.number(), length: z.looseObject({ kind: z.string() }) });
    // Between two pretokens: where the cursor cuts one, its rest is written besides.
    const at = ['--line', '2', '--column', '10', '--model', full, '--length', '6'];
    const passes = async (...args: string[]) => (await json(answer, ...infill(...at, ...args))).forwardPasses;
    assert.equal(await passes('--accept', 'none', '--order', 'maskgit_plus', '--cache', 'none'), 6);
    assert.equal(await passes('--accept', 'none', '--steps', '3', '--cache', 'prefix', '--refresh-every', '1'), 3);
    assert.ok((await passes('--accept', 'threshold:0', '--temperature', '0.7', '--top-p', '0.9')) <= 4);
    assert.ok((await passes('--accept', 'factor:100', '--order', 'entropy')) <= 4);
  });

  it('evaluates with each length, and says how masks were denoised', async () => {
    const answer = z.looseObject({ n: z.literal(4), forwardPasses: z.number(), denoising: z.looseObject({}) });
    const evaluate = ['eval', 'infilling', '--data', 'data.jsonl', '--model', full];
    for (const length of ['found', 'oracle', '5']) {
      const { denoising } = await json(
        answer,
        ...evaluate,
        '--length',
        length,
        '--order',
        'topk_margin',
        '--cache',
        'dual',
      );
      assert.deepEqual(denoising, { order: 'topk_margin', cache: 'dual' });
    }
  });

  it('fits a length calibration, stores it with the model, and probes with it', async () => {
    const evaluate = ['eval', 'length', '--model', full, '--data', 'data.jsonl'];
    const before = await whetstone(...evaluate);
    assert.equal(before.status, 2);
    assert.match(before.stderr, /no length calibration.*--fit/);
    const report = z.looseObject({
      n: z.literal(4),
      exact: z.number(),
      passes: z.number().min(5),
      calibration: z.looseObject({ bias: z.looseObject({ a: z.number(), e: z.number() }) }),
    });
    const fitted = await json(report, ...evaluate, '--fit');
    const stored = JSON.parse(await readFile(path.join(full, 'length.json'), 'utf8')) as { bias: unknown };
    assert.deepEqual(stored.bias, fitted.calibration.bias);
    assert.deepEqual((await json(report, ...evaluate)).calibration, fitted.calibration);
    const answer = z.looseObject({ length: z.strictObject({ kind: z.literal('probed') }) });
    // The manifest lists the file: the folder is still whole.
    await json(answer, ...infill('--line', '2', '--column', '9', '--model', full));
  });

  it('compares the caches', async () => {
    const figure = z.looseObject({
      cache: z.string(),
      refreshEvery: z.number(),
      sameText: z.looseObject({ mean: z.number() }),
      passes: z.number(),
      drift: z.array(z.strictObject({ pass: count, n: count, sameBest: z.number(), logits: z.number() })),
    });
    const answer = z.looseObject({ n: z.literal(4), cachings: z.array(figure) });
    const args = [
      'eval',
      'caches',
      '--model',
      full,
      '--data',
      'data.jsonl',
      '--accept',
      'none',
      '--refresh-every',
      '1',
    ];
    const { cachings } = await json(answer, ...args);
    assert.deepEqual(
      cachings.map(({ cache, refreshEvery }) => `${cache} ${refreshEvery}`),
      ['none 0', 'prefix 0', 'dual 0', 'dual 1'],
    );
    const [none, prefix, dual, refreshed] = cachings;
    assert.equal(none!.sameText.mean, 1);
    assert.deepEqual(none!.drift, []);
    for (const each of [prefix!, dual!, refreshed!]) {
      assert.ok(each.drift[0]!.logits < 1e-4, 'the first pass is the full one');
      assert.equal(each.drift[0]!.sameBest, 1);
    }
    assert.ok(dual!.drift[1]!.logits > 1e-3, 'then it drifts');
    assert.ok(refreshed!.drift[2]!.logits < 1e-4, 'and every second pass is a full one again');
    const table = await whetstone(...args);
    assert.match(table.stdout, /dual, anew every 1/);
  });

  describe('bad input: status 2, a message on stderr, nothing on stdout', () => {
    const cases: readonly [what: string, args: () => string[], message: RegExp][] = [
      ['no place', () => infill(), /--line and --column, or --range, or --gap-marker/],
      ['two places', () => infill('--range', '1:1-1:2', '--gap-marker', 'x'), /one of the three/],
      ['a line without a column', () => infill('--line', '1'), /--column is missing/],
      ['a range that is none', () => infill('--range', '1-2'), /L1:C1|3:5-4:1/],
      ['a range past the end', () => infill('--range', '1:1-99:1'), /past the end/],
      [
        'a range that ends before it begins',
        () => infill('--range', '3:1-2:1'),
        /ends \(2:1\) before it begins \(3:1\)/,
      ],
      ['a ratio above one', () => infill('--range', '1:1-1:4', '--keep', '1.5'), /from 0 to 1/],
      ['--keep without a range', () => infill('--gap-marker', '<gap>', '--keep', '1'), /--keep goes with --range/],
      ['a marker that is not there', () => infill('--gap-marker', '@@'), /does not hold the text "@@"/],
      ['an empty marker', () => infill('--gap-marker', ''), /needs a text/],
      ['a length for gaps', () => infill('--gap-marker', '<gap>', '--length', '4'), /finds its lengths itself/],
      ['an unknown length', () => infill('--line', '1', '--column', '1', '--length', 'oracle'), /found, delete-only/],
      ['an unknown order', () => infill('--line', '1', '--column', '1', '--order', 'random'), /maskgit_plus/],
      [
        'an unknown acceptance',
        () => infill('--line', '1', '--column', '1', '--accept', 'threshold:2'),
        /threshold:0\.9/,
      ],
      [
        'an order for a model that has none',
        () => infill('--line', '1', '--column', '1', '--order', 'entropy', '--model', isolated),
        /--order would do nothing.*left to right/,
      ],
      [
        'a cache for a model that needs none',
        () => infill('--gap-marker', '<gap>', '--cache', 'dual', '--model', isolated),
        /--cache would do nothing/,
      ],
      [
        'a length that the model cannot find',
        () => infill('--line', '1', '--column', '1', '--length', 'expand-delete', '--model', full),
        /not trained for "expand-delete"/,
      ],
      [
        'no length search to measure',
        () => ['eval', 'length', '--model', isolated, '--data', 'data.jsonl'],
        /full attention/,
      ],
      [
        'one cache to compare',
        () => ['eval', 'caches', '--model', full, '--data', 'data.jsonl', '--cache', 'dual'],
        /leave --cache out/,
      ],
    ];
    for (const [what, args, message] of cases) {
      it(what, async () => {
        const { status, stdout, stderr } = await whetstone(...args());
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /\n\s+at /, 'a stack trace');
        assert.equal(stdout, '');
        assert.equal(status, 2);
      });
    }
  });
});
