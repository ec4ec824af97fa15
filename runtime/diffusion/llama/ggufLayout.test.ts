import assert from 'node:assert/strict';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readGgufHead } from '../../llama';
import { convertCheckpoint, type ConvertOptions } from '../checkpoint/convertCheckpoint';
import { inspectCheckpoint } from '../checkpoint/inspectCheckpoint';
import { writeRandomCheckpoint } from '../test/randomCheckpoint';

const sizes = { hidden: 64, heads: 4, kvHeads: 2, headDim: 16, intermediate: 96, vocab: 512, layers: 4 } as const;

describe('conversion to GGUF', function () {
  this.timeout(30_000);
  let root: string;
  let checkpoint: string;
  const convert = (out: string, options: Partial<ConvertOptions> = {}) =>
    convertCheckpoint(checkpoint, path.join(root, out), { id: 'm', quantise: 'gguf-q8_0', ...options });

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'whetstone-gguf-'));
    checkpoint = path.join(root, 'checkpoint');
    await writeRandomCheckpoint(checkpoint, { family: 'coda', ...sizes });
  });
  afterEach(() => rm(root, { recursive: true }));

  it('goes on from the tensor at which it was stopped, to the same file', async () => {
    const whole = await convert('whole');
    const abort = new AbortController();
    let reports = 0;
    const onProgress = () => {
      if (++reports === 12) abort.abort();
    };
    await assert.rejects(convert('out', { signal: abort.signal, onProgress }), { name: 'AbortError' });
    await assert.rejects(access(path.join(root, 'out')), 'no half of a model has the name');
    const report = await convert('out');
    assert.ok(report.resumedBytes > 0);
    assert.deepEqual(report.files, whole.files);
    assert.deepEqual((await readdir(path.join(root, 'out'))).sort(), (await readdir(path.join(root, 'whole'))).sort());
  });

  it('begins anew for another format of the same checkpoint', async () => {
    const abort = new AbortController();
    const onProgress = (done: number) => {
      if (done > 0) abort.abort();
    };
    await assert.rejects(convert('out', { signal: abort.signal, onProgress }));
    const report = await convert('out', { quantise: 'gguf-f16' });
    assert.equal(report.resumedBytes, 0);
  });

  it('says that rows see each other, and of which shape the model is', async () => {
    const { folder } = await convert('out');
    const { metadata, tensors } = await readGgufHead(path.join(folder, 'model.gguf'));
    assert.equal(metadata.get('qwen3.attention.causal'), false);
    assert.equal(metadata.get('qwen3.block_count'), 4);
    assert.deepEqual(tensors.get('token_embd.weight'), [64, 512]);
    assert.equal(tensors.size, 3 + 4 * 11);
  });

  it('refuses formats of single parts, and rows that Q8_0 cannot store', async () => {
    await assert.rejects(convert('out', { weights: { head: 'fp32' } }), { kind: 'bad-request', message: /head/ });
    await writeRandomCheckpoint(checkpoint, { family: 'coda', ...sizes, intermediate: 80 });
    await assert.rejects(convert('out'), { kind: 'model-unsupported', message: /rows of 80 values/ });
    assert.equal((await convert('out', { quantise: 'gguf-f16' })).quantisation, 'gguf-f16');
  });

  it('is known in size before it is begun', async () => {
    const { modelBytes } = await inspectCheckpoint(checkpoint);
    const { files } = await convert('out');
    assert.equal(
      modelBytes?.['gguf-q8_0'],
      files.reduce((sum, { bytes }) => sum + bytes, 0),
    );
  });
});
