import assert from 'node:assert/strict';
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { InfillEngine } from '../engine';
import { openModel } from '../model/openModel';
import { parseModelConfig } from '../checkpoint/modelConfig';
import { LlamaDiffusionModel } from './llamaDiffusionModel';
import type { InfillParams, RewriteParams } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import type { RandomFamilyName } from '../test/randomFamilies';
import { makeRandomModel, type RandomModel } from '../test/randomModel';
import type { ModelFormat } from '../weightFormats';

const sizes = { hidden: 64, heads: 4, kvHeads: 2, headDim: 16, intermediate: 96, vocab: 512, windowTokens: 16 };
const go = async () => undefined;

describe('A model folder with a GGUF file', function () {
  // Each test starts a process or two; a second each on an idle machine.
  this.timeout(300_000);
  const models: RandomModel[] = [];
  const engines: InfillEngine[] = [];
  const opened: LlamaDiffusionModel[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((model) => model.dispose()));
    await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
    await Promise.all(models.splice(0).map((model) => model.remove()));
  });

  async function make(format: ModelFormat, family: RandomFamilyName = 'coda'): Promise<RandomModel> {
    const model = await makeRandomModel(format, { family, ...sizes });
    models.push(model);
    return model;
  }

  async function open(files: RandomModel): Promise<LlamaDiffusionModel> {
    const model = await openModel(files.folder, { threads: 1 });
    assert.ok(model instanceof LlamaDiffusionModel);
    opened.push(model);
    return model;
  }

  function engineOver(files: RandomModel): InfillEngine {
    const engine = new InfillEngine({ threads: 1, modelsFolder: files.root });
    engines.push(engine);
    return engine;
  }

  const before = Array.from({ length: 30 }, (_, i) => 20 + ((i * 37) % 400));
  const after = Array.from({ length: 12 }, (_, i) => 30 + ((i * 53) % 400));

  // Half precision moves a logit by a thousandth, eight bits by some hundredths: best tokens that are nearer may change.
  const nearly = { 'gguf-f16': 0.01, 'gguf-q8_0': 0.25 } as const;

  const converted = [
    ['coda', 'gguf-f16'],
    ['coda', 'gguf-q8_0'],
    ['dream', 'gguf-f16'],
  ] as const;
  for (const [family, format] of converted) {
    it(`converted from a checkpoint, gives the best tokens of the float64 reference: ${family}, ${format}`, async () => {
      const files = await make(format, family);
      const model = await open(files);
      const { mask } = model.config.special;
      const passes = model.passesOver([before, after], { cache: 'prefix', refreshEvery: 0 });
      const slots = [mask, 40, mask, mask];
      const expected = files.reference.fullLogits([...before, ...slots, ...after]);
      // All rows, then those from the window on alone.
      for (const encodings of [1, 1]) {
        const logits = await passes.logits(slots, [0, 2, 3], go, [slots.length]);
        assert.equal(passes.encodings, encodings);
        [0, 2, 3].forEach((slot, row) => {
          const right = expected[before.length + slot - model.config.logitShift]!;
          const own = best(logits.subarray(row * sizes.vocab, (row + 1) * sizes.vocab));
          assert.ok(right[best(right)]! - right[own]! < nearly[format], `slot ${slot}: ${own}`);
          if (format === 'gguf-f16') assert.equal(own, best(right), `slot ${slot}`);
        });
      }
      assert.equal(passes.passes, 2);
    });
  }

  const infill = (changes: Partial<InfillParams> = {}): InfillParams => ({
    model: 'embedded',
    session: 'file:///a.py',
    languageId: 'python',
    prefix: 'def f(x):\n    return ',
    suffix: '\n',
    snippets: [],
    extent: 'line',
    alternatives: 1,
    maxTokens: 16,
    length: { kind: 'fixed', tokens: 4 },
    threshold: 0.9,
    copy: 'off',
    seed: 1,
    ...changes,
  });
  const signal = new AbortController().signal;

  it('infills, rewrites and judges through llama.cpp as through ONNX Runtime', async () => {
    const [gguf, onnx] = [engineOver(await make('gguf-f16')), engineOver(await make('fp32'))];
    const cached = infill({ denoising: { cache: 'prefix' } });
    const [one, other] = [await gguf.infill(cached, signal), await onnx.infill(cached, signal)];
    assert.ok(one.forwardPasses >= 1);
    assert.deepEqual(
      one.suggestions.map(({ text }) => text),
      other.suggestions.map(({ text }) => text),
    );
    assert.deepEqual([gguf.models()[0]?.provider, onnx.models()[0]?.provider], ['llama', 'cpu']);
    const text = 'def f(x):\n    return x + 1\n';
    const rewrite: RewriteParams = {
      ...{ model: 'embedded', session: 's', languageId: 'python', text, copy: 'off', seed: 1, temperature: 0 },
      spans: [{ start: 14, end: 26, keep: { kind: 'share', ratio: 0.5 }, maxTokens: 16 }],
      denoising: { cache: 'none' },
    };
    const [span] = (await gguf.rewrite(rewrite, signal)).spans;
    assert.equal(span?.text, (await onnx.rewrite(rewrite, signal)).spans[0]?.text);
    const part = { model: 'embedded', session: 's', languageId: 'python', text, start: 0, end: text.length };
    const judged = (await gguf.tokenConfidence(part, signal)).tokens;
    const expected = (await onnx.tokenConfidence(part, signal)).tokens;
    assert.equal(judged.length, expected.length);
    judged.forEach(({ probability }, i) => assert.ok(Math.abs(probability - expected[i]!.probability) < 0.05));
  });

  it('keeps the prefix where nothing is said, and refuses what llama.cpp cannot keep', async () => {
    const engine = engineOver(await make('gguf-f16'));
    await engine.infill(infill(), signal);
    assert.ok((await engine.infill(infill(), signal)).contextReused > 0);
    await assert.rejects(engine.infill(infill({ denoising: { cache: 'dual' } }), signal), {
      kind: 'model-unsupported',
      message: /cannot keep its context as "dual"/,
      action: /"none" or "prefix"/,
    });
  });

  it('fails the request that a dead process takes along, says so, and answers the next one', async () => {
    const model = await open(await make('gguf-f16'));
    const { mask } = model.config.special;
    const passes = model.passesOver([before, after], { cache: 'prefix', refreshEvery: 0 });
    const ask = () => passes.logits([mask, mask], [0, 1], go, [2]);
    const expected = await ask();
    const answer = ask();
    const pid = model.pid;
    process.kill(pid ?? 0, 'SIGKILL');
    await assert.rejects(answer, (error) => {
      assert.ok(error instanceof RuntimeError && error.kind === 'crashed', String(error));
      assert.match(
        `${error.message} ${error.action}`,
        /llama\.cpp's process ended.*Try again; the model is loaded anew/,
      );
      return true;
    });
    assert.deepEqual(await ask(), expected);
    assert.notEqual(model.pid, pid);
    assert.equal(passes.encodings, 2, 'what the dead process held is not relied on');
    // Dead while nobody asks: nobody loses anything.
    process.kill(model.pid ?? 0, 'SIGKILL');
    await sleep(200);
    assert.deepEqual(await ask(), expected);
  });

  it('takes more tokens than its batch was made for by making a larger one', async () => {
    const files = await make('gguf-f16');
    const model = await open(files);
    const { mask } = model.config.special;
    const long = Array.from({ length: 300 }, (_, i) => 20 + ((i * 41) % 400));
    const expected = files.reference.fullLogits([...long, mask, ...after]);
    const passes = model.passesOver([long, after], { cache: 'prefix', refreshEvery: 0 });
    for (let times = 0; times < 2; times++) {
      assert.equal(best(await passes.logits([mask], [0], go, [1])), best(expected[long.length - 1]!));
    }
    assert.equal(passes.encodings, 1);
  });

  it('says that a family without full attention cannot be converted', async () => {
    await assert.rejects(make('gguf-f16', 'whetstone_infill'), { kind: 'model-unsupported', message: /llama\.cpp/ });
    await assert.rejects(make('gguf-q8_0', 'llada'), { kind: 'model-unsupported', message: /no architecture/ });
  });

  it('has config and tokenizer of its own, and what it was made of in its manifest', async () => {
    const files = await make('gguf-q8_0');
    const text = await readFile(path.join(files.folder, 'config.json'), 'utf8');
    assert.equal(parseModelConfig(JSON.parse(text), 'config.json').family, 'coda');
    const manifest = JSON.parse(await readFile(path.join(files.folder, 'whetstone-model.json'), 'utf8')) as {
      readonly quantisation: string;
      readonly files: readonly { readonly name: string }[];
    };
    assert.equal(manifest.quantisation, 'gguf-q8_0');
    assert.deepEqual(
      manifest.files.map(({ name }) => name),
      ['model.gguf', 'config.json', 'tokenizer.json'],
    );
  });
});

function best(row: ArrayLike<number>): number {
  let found = 0;
  for (let i = 1; i < row.length; i++) if (row[i]! > row[found]!) found = i;
  return found;
}
