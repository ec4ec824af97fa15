import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { safetensors, writeRandomCheckpoint, type RandomModelOptions } from '../test/randomCheckpoint';
import type { RandomTensor } from '../test/safetensorsFile';
import { checkTensors, expectedTensors } from './checkTensors';
import { parseModelConfig } from './modelConfig';
import { SafetensorsCheckpoint } from './safetensors';

describe('tensor check', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-tensors-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Writes a random checkpoint, changes its tensors, and checks them. */
  async function check(
    options: RandomModelOptions,
    change: (tensors: Map<string, RandomTensor>) => void = () => undefined,
    keys: Record<string, unknown> = {},
  ): Promise<number> {
    const { tensors, config } = await writeRandomCheckpoint(folder, options);
    const changed = new Map(tensors);
    change(changed);
    await writeFile(path.join(folder, 'model.safetensors'), safetensors(changed));
    const source = await SafetensorsCheckpoint.open(folder);
    try {
      return await checkTensors(parseModelConfig({ ...config, ...keys }, 'config.json'), source);
    } finally {
      await source.close();
    }
  }
  const sum = (tensors: ReadonlyMap<string, RandomTensor>) => {
    return [...tensors.values()].reduce((count, { values }) => count + values.length, 0);
  };

  for (const family of ['whetstone_infill', 'coda', 'dream', 'dreamon', 'llada'] as const) {
    it(`${family}: expects every tensor of the checkpoint and no other`, async () => {
      const { tensors, config } = await writeRandomCheckpoint(folder, { family });
      const expected = [...expectedTensors(parseModelConfig(config, 'config.json'))];
      assert.deepEqual(expected.map(({ name }) => name).sort(), [...tensors.keys()].sort());
      for (const { name, dims } of expected) assert.deepEqual(dims, tensors.get(name)?.dims, name);
      assert.equal(await check({ family }), sum(tensors));
    });
  }

  it('refuses a checkpoint of an untied family without a head', async () => {
    const removed = check({ family: 'coda' }, (tensors) => tensors.delete('lm_head.weight'));
    await assert.rejects(removed, { kind: 'model-unsupported', message: /"lm_head\.weight" is missing.*own/ });
  });

  it('refuses a head that is the embedding bit for bit where it should be another', async () => {
    const overwritten = check({ family: 'coda' }, (tensors) => {
      tensors.set('lm_head.weight', tensors.get('model.embed_tokens.weight')!);
    });
    await assert.rejects(overwritten, { kind: 'model-unsupported', message: /"lm_head\.weight" is the embedding/ });
  });

  it('takes a head that equals the embedding but for one value', async () => {
    await check({ family: 'coda' }, (tensors) => {
      const { dims, values } = tensors.get('model.embed_tokens.weight')!;
      tensors.set('lm_head.weight', { dims, values: values.with(-1, values.at(-1)! + 1) });
    });
  });

  it('refuses a head of its own where config.json ties it, and takes a copy of the embedding', async () => {
    const keys = { mask_token_id: 1 };
    const own = check(
      { family: 'open-dcoder' },
      (tensors) => {
        const { dims, values } = tensors.get('model.embed_tokens.weight')!;
        tensors.set('lm_head.weight', { dims, values: values.map((value) => -value) });
      },
      keys,
    );
    await assert.rejects(own, { kind: 'model-unsupported', message: /"lm_head\.weight" of its own/ });
    await check(
      { family: 'open-dcoder' },
      (tensors) => tensors.set('lm_head.weight', tensors.get('model.embed_tokens.weight')!),
      keys,
    );
  });

  it('refuses biases that the family has not, and misses those that it has', async () => {
    const name = 'model.layers.0.self_attn.q_proj.bias';
    const extra = check({ family: 'coda' }, (tensors) => {
      tensors.set(name, { dims: [32], values: new Float32Array(32) });
    });
    await assert.rejects(extra, { kind: 'model-unsupported', message: /q_proj\.bias/ });
    const missing = check({ family: 'dream' }, (tensors) => tensors.delete(name));
    await assert.rejects(missing, { kind: 'model-unsupported', message: /q_proj\.bias" is missing/ });
  });
});
