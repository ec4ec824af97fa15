import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseModelConfig, type FullAttentionConfig } from '../checkpoint/modelConfig';
import { SafetensorsCheckpoint } from '../checkpoint/safetensors';
import { denoise, DenoisingVocabulary, type WindowPasses } from '../denoising';
import { FullAttentionPasses } from '../fullAttention/fullAttentionPasses';
import { DiffusionModel } from '../model/diffusionModel';
import { makeRandomModel, type RandomModel } from '../test/randomModel';
import type { RandomFamilyName } from '../test/randomFamilies';
import { RuntimeError } from '../../runtimeError';
import { LlamaPasses } from './llamaPasses';
import { LlamaProcess, type OpenLlamaParams } from '../../llama';
import type { GgufModelOptions } from './ggufModel';
import { writeGgufModel } from './writeGgufModel';

const sizes = { hidden: 64, heads: 4, kvHeads: 2, headDim: 16, intermediate: 96, vocab: 512 };
const go = async () => undefined;
const kind = (expected: string) => (error: unknown) => error instanceof RuntimeError && error.kind === expected;

describe('LlamaPasses', function () {
  // Each test starts processes; a second each on an idle machine.
  this.timeout(300_000);
  const models: RandomModel[] = [];
  const processes: LlamaProcess[] = [];

  afterEach(async () => {
    for (const process of processes.splice(0)) process.dispose();
    await Promise.all(models.splice(0).map((model) => model.remove()));
  });

  /** A random model as a GGUF file. */
  async function model(family: RandomFamilyName, options: Partial<Omit<GgufModelOptions, 'type'>> = {}) {
    const files = await makeRandomModel('fp32', { family, ...sizes });
    models.push(files);
    const source = path.join(files.checkpoint, 'config.json');
    const config = parseModelConfig(JSON.parse(await readFile(path.join(files.folder, 'config.json'), 'utf8')), source);
    assert.ok(config.attention === 'full');
    const file = path.join(files.root, 'model.gguf');
    const tokenizer: unknown = JSON.parse(await readFile(path.join(files.folder, 'tokenizer.json'), 'utf8'));
    const weights = await SafetensorsCheckpoint.open(files.checkpoint);
    try {
      await writeGgufModel(file, config, weights, { type: 'F32', name: family, tokenizer, ...options });
    } finally {
      await weights.close();
    }
    return { file, config, folder: files.folder, reference: files.reference };
  }

  async function open(file: string, options: Partial<OpenLlamaParams> = {}): Promise<LlamaProcess> {
    const opened = await LlamaProcess.open({ file, threads: 1, maxTokens: 128, diffusion: false, ...options });
    processes.push(opened);
    return opened;
  }

  const before = Array.from({ length: 30 }, (_, i) => 20 + ((i * 37) % 400));
  const after = Array.from({ length: 12 }, (_, i) => 30 + ((i * 53) % 400));

  /** Compares with the reference model: the best token and all log-probabilities of every slot. */
  function check(
    { config, reference }: { config: FullAttentionConfig; reference: RandomModel['reference'] },
    slots: readonly number[],
    logits: Float32Array,
    context: readonly (readonly number[])[] = [before, after],
  ): void {
    const expected = reference.fullLogits([...context[0]!, ...slots, ...context[1]!]);
    slots.forEach((_, slot) => {
      const row = expected[context[0]!.length + slot - config.logitShift]!;
      const own = logits.subarray(slot * row.length, (slot + 1) * row.length);
      const norm = Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0));
      assert.equal(best(own), best(row), `slot ${slot}`);
      // Keys and values are held in half precision.
      row.forEach((value, id) => assert.ok(Math.abs(own[id]! - (value - norm)) < 0.02, `${own[id]} ${value - norm}`));
    });
  }

  for (const family of ['coda', 'dream', 'open-dcoder'] as const) {
    it(`computes what the reference does: ${family}`, async () => {
      const made = await model(family);
      const llama = await open(made.file);
      const passes = new LlamaPasses(llama, made.config, [before, after], { cache: 'none', refreshEvery: 0 });
      const { mask } = made.config.special;
      for (const slots of [
        [mask, mask, mask, mask],
        [40, mask, 41],
      ]) {
        check(made, slots, await passes.logits(slots, [...slots.keys()], go));
      }
      assert.deepEqual([passes.passes, passes.encodings], [2, 2]);
    });
  }

  it('denoises to the tokens that the same model gives in ONNX Runtime', async () => {
    const made = await model('coda');
    const { config } = made;
    const onnx = await DiffusionModel.open(made.folder, { threads: 1 });
    assert.ok(onnx.hasFullAttention());
    const llama = await open(made.file);
    const vocabulary = new DenoisingVocabulary(config.shape.vocab, config.special);
    const slots = new Array<number>(8).fill(config.special.mask);
    const caching = { cache: 'none', refreshEvery: 0 } as const;
    for (const order of ['entropy', 'maskgit_plus'] as const) {
      const run = async (passes: WindowPasses) => {
        const { windows } = await denoise(passes, [{ slots }], vocabulary, { order }, go);
        return windows.map(({ tokens }) => tokens);
      };
      const expected = await run(new FullAttentionPasses(onnx, [before, after], caching));
      assert.deepEqual(await run(new LlamaPasses(llama, config, [before, after], caching)), expected);
    }
    await onnx.dispose();
  });

  it('holds what is left of the first window, and drops it for a new start', async () => {
    const made = await model('coda');
    const llama = await open(made.file);
    const { mask } = made.config.special;
    const passes = new LlamaPasses(llama, made.config, [before, after], { cache: 'prefix', refreshEvery: 0 });
    const masks = [mask, mask, mask];
    check(made, masks, await passes.logits(masks, [0, 1, 2], go));
    assert.equal(passes.isEncoded, true);
    // The same state again: what is held is exact.
    check(made, masks, await passes.logits(masks, [0, 1, 2], go));
    assert.deepEqual([passes.passes, passes.encodings], [2, 1]);
    // Others use the process in between; what they left there is not taken for one's own.
    const other = new LlamaPasses(llama, made.config, [after, before], { cache: 'prefix', refreshEvery: 0 });
    check(made, masks, await other.logits(masks, [0, 1, 2], go), [after, before]);
    check(made, masks, await passes.logits(masks, [0, 1, 2], go));
    assert.equal(passes.encodings, 2);
    // One row alone, in the middle.
    const one = await passes.logits(masks, [1], go);
    assert.equal(one.length, sizes.vocab);
  });

  it('refuses more tokens than one batch takes: llama.cpp would answer, and wrongly', async () => {
    const made = await model('coda');
    const llama = await open(made.file, { maxTokens: 32 });
    assert.equal(llama.info.maxTokens, 32);
    const { mask } = made.config.special;
    const passes = new LlamaPasses(llama, made.config, [before, after], { cache: 'none', refreshEvery: 0 });
    await assert.rejects(passes.logits([mask], [0], go), (error) => {
      assert.ok(kind('bad-request')(error));
      assert.match(String(error), /43 tokens do not fit into llama\.cpp's batch of 32/);
      return true;
    });
    // The trap itself: the same tokens with the stock library and a smaller batch.
    assert.ok((await wrongRows(made.file, made.reference, 16)) > 10);
    assert.equal(await wrongRows(made.file, made.reference, 64), 0);
  });

  it('takes a file that does not say that it is bidirectional only when told', async () => {
    const made = await model('coda', { bidirectional: false });
    await assert.rejects(open(made.file), kind('model-unsupported'));
    const passes = new LlamaPasses(await open(made.file, { diffusion: true }), made.config, [before, after], {
      cache: 'none',
      refreshEvery: 0,
    });
    const masks = [made.config.special.mask, made.config.special.mask];
    check(made, masks, await passes.logits(masks, [0, 1], go));
  });

  it('says what is wrong with a file, and when its process ends', async () => {
    const made = await model('coda');
    await assert.rejects(open(path.join(path.dirname(made.file), 'none.gguf')), kind('model-missing'));
    await assert.rejects(open(made.file, { library: '/nowhere' }), kind('unavailable'));
    const llama = await open(made.file);
    const passes = new LlamaPasses(llama, made.config, [before, after], { cache: 'prefix', refreshEvery: 0 });
    const answer = passes.logits([made.config.special.mask], [0], go);
    process.kill(llama.pid ?? 0, 'SIGKILL');
    await assert.rejects(answer, kind('crashed'));
    await assert.rejects(passes.logits([made.config.special.mask], [0], go), kind('crashed'));
  });

  it('refuses shapes that llama.cpp has no architecture with a cache for', async () => {
    await assert.rejects(model('llada'), kind('model-unsupported'));
  });
});

/** Rows whose best token is another one than the reference's when llama.cpp takes 48 tokens in batches. */
async function wrongRows(file: string, reference: RandomModel['reference'], batchSize: number): Promise<number> {
  const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    maxThreads: 1,
    logLevel: LlamaLogLevel.error,
  });
  try {
    const model = await llama.loadModel({ modelPath: file, gpuLayers: 0 });
    const context = await model.createContext({ contextSize: 64, batchSize, threads: 1, flashAttention: false });
    const tokens = Array.from({ length: 48 }, (_, i) => 10 + ((i * 37) % 400));
    const expected = reference.fullLogits(tokens);
    const options = { generateNext: { token: true, options: { temperature: 0 } } };
    const answers = await context.getSequence().controlledEvaluate(tokens.map((token) => [asToken(token), options]));
    return answers.filter((answer, row) => answer?.next.token !== best(expected[row]!)).length;
  } finally {
    await llama.dispose();
  }
}

/** Token ids are branded numbers in node-llama-cpp. */
const asToken = (id: number) => id as import('node-llama-cpp').Token;

function best(row: ArrayLike<number>): number {
  let found = 0;
  for (let i = 1; i < row.length; i++) if (row[i]! > row[found]!) found = i;
  return found;
}
