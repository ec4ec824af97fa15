import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openModelFolder } from '../../models';
import { safetensors, writeRandomCheckpoint, type RandomTensor } from '../test/randomCheckpoint';
import { convertCheckpoint } from './convertCheckpoint';

describe('checkpoint converter', () => {
  let root: string;
  let source: string;
  let out: string;
  let tensors: ReadonlyMap<string, RandomTensor>;
  let config: Record<string, unknown>;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'whetstone-convert-'));
    source = path.join(root, 'source');
    out = path.join(root, 'out');
    ({ tensors, config } = await writeRandomCheckpoint(source));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const convert = (quantise: 'int8' | 'fp32' = 'int8') => convertCheckpoint(source, out, { quantise, id: 'm' });

  it('writes a folder that verifies, and reports it', async () => {
    const report = await convert();
    const { manifest } = await openModelFolder(out);
    assert.deepEqual(manifest.files, report.files);
    const parameters = [...tensors.values()].reduce((sum, { values }) => sum + values.length, 0);
    assert.equal(report.parameters, parameters);
    assert.deepEqual(Object.keys(manifest.source), ['config.json', 'tokenizer.json', 'model.safetensors']);
  });

  it('writes the same bytes again', async () => {
    const first = await convert();
    assert.deepEqual((await convert()).files, first.files);
  });

  it('leaves nothing behind and keeps the old folder when it fails', async () => {
    await convert();
    const before = await readFile(path.join(out, 'whetstone-model.json'), 'utf8');
    await writeFile(path.join(source, 'model.safetensors'), safetensors(tensors).slice(0, 9000));
    await assert.rejects(convert(), { kind: 'model-corrupt' });
    assert.equal(await readFile(path.join(out, 'whetstone-model.json'), 'utf8'), before);
    assert.deepEqual((await readdir(root)).sort(), ['out', 'source']);
  });

  it('does not replace a folder that is no model', async () => {
    await mkdir(out);
    await writeFile(path.join(out, 'thesis.txt'), 'mine');
    await assert.rejects(convert(), { kind: 'bad-request' });
    assert.deepEqual(await readdir(out), ['thesis.txt']);
  });

  it('names the tensor that is missing or has another shape', async () => {
    const fewer = new Map(tensors);
    fewer.delete('model.layers.1.mlp.up_proj.weight');
    await writeFile(path.join(source, 'model.safetensors'), safetensors(fewer));
    await assert.rejects(convert(), { kind: 'model-unsupported', message: /layers\.1\.mlp\.up_proj/ });
    await writeFile(path.join(source, 'model.safetensors'), safetensors(tensors));
    await writeFile(path.join(source, 'config.json'), JSON.stringify({ ...config, intermediate_size: 50 }));
    await assert.rejects(convert(), { kind: 'model-unsupported', message: /gate_proj.*\[48, 32\].*\[50, 32\]/ });
  });

  for (const [what, change, message] of [
    ['an unknown architecture', { model_type: 'mamba' }, /"mamba" is not known/],
    ['a key of a wrong type', { hidden_size: '256' }, /"hidden_size"/],
    ['a missing key', { rope_theta: undefined }, /"rope_theta"/],
    ['a feature that the engine has not', { attention: 'bidirectional' }, /"attention"/],
    ['a feature of the original that the graph has not', { hidden_act: 'gelu' }, /"hidden_act"/],
    ['a key that it does not know', { rope_scaling: { type: 'yarn' } }, /"rope_scaling"/],
    ['a token outside the vocabulary', { mask_token_id: 320 }, /320/],
    ['heads that form no groups', { num_key_value_heads: 3 }, /"num_key_value_heads"/],
  ] as const) {
    it(`names ${what}`, async () => {
      await writeFile(path.join(source, 'config.json'), JSON.stringify({ ...config, ...change }));
      await assert.rejects(convert(), { kind: 'model-unsupported', message });
    });
  }
});
