import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RuntimeError } from '../../runtimeError';
import { writeTinyChatModel } from '../chat/testing/tinyChatModel';
import { EmbeddingProcess } from './embeddingProcess';

describe('an embedding model in llama.cpp', function () {
  this.timeout(60_000);
  let folder: string;
  let opened: EmbeddingProcess;
  const params = (name: string) => ({ file: path.join(folder, name), threads: 1, maxTokens: 64 });
  const pooled = { 'qwen3.pooling_type': { type: 'uint32', value: 1 } } as const;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-embedding-'));
    await writeTinyChatModel(path.join(folder, 'mean.gguf'), 1024, undefined, pooled);
    opened = await EmbeddingProcess.open(params('mean.gguf'));
  });
  after(async () => {
    opened.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const cosine = (one: Float32Array, other: Float32Array) => {
    const product = (a: Float32Array, b: Float32Array) => a.reduce((sum, each, at) => sum + each * (b[at] ?? 0), 0);
    return product(one, other) / Math.sqrt(product(one, one) * product(other, other));
  };

  it('says what it is', () => {
    const { dimensions, pooling, maxTokens } = opened.info;
    assert.deepEqual({ dimensions, pooling, maxTokens }, { dimensions: 64, pooling: 'mean', maxTokens: 64 });
  });

  it('gives the same vector for the same text, and nearer ones for texts of the same letters', async () => {
    const { vectors } = await opened.embed(['add numbers', 'zzzz qqqq ~~~~', 'add numbers', 'numbers add']);
    const [one, other, again, turned] = vectors;
    assert.ok(one && other && again && turned);
    assert.ok(cosine(one, again) > 0.9999);
    assert.ok(cosine(one, turned) > cosine(one, other) + 0.1, `${cosine(one, turned)} ${cosine(one, other)}`);
  });

  it('reads the beginning of a text that is too long, and says so; an empty one too', async () => {
    const { vectors, cut } = await opened.embed(['a'.repeat(500), '', 'b']);
    assert.equal(cut, 1);
    assert.ok(vectors.every((vector) => vector.length === 64 && vector.every(Number.isFinite)));
    assert.ok(vectors[1]?.every((value) => value === 0));
  });

  it('can be broken off', async () => {
    await assert.rejects(opened.embed(['a'], AbortSignal.abort(new Error('enough'))), /enough/);
  });

  it('fails its request where its process is lost', async () => {
    const lost = await EmbeddingProcess.open(params('mean.gguf'));
    const asked = lost.embed(Array.from({ length: 64 }, (_, at) => 'x'.repeat(at)));
    process.kill(lost.pid ?? 0, 'SIGKILL');
    await assert.rejects(asked, (error) => error instanceof RuntimeError && error.kind === 'crashed');
  });

  it('says what is wrong with a file', async () => {
    await writeFile(path.join(folder, 'no.gguf'), 'GGUF, but not really');
    await writeTinyChatModel(path.join(folder, 'rank.gguf'), 1024, undefined, {
      'qwen3.pooling_type': { type: 'uint32', value: 4 },
    });
    const kindOf = (name: string) =>
      EmbeddingProcess.open(params(name)).then(
        () => 'opened',
        (error: unknown) => (error instanceof RuntimeError ? error.kind : String(error)),
      );
    assert.deepEqual(await Promise.all(['no.gguf', 'none.gguf', 'rank.gguf'].map(kindOf)), [
      'model-corrupt',
      'model-missing',
      'model-unsupported',
    ]);
  });
});
