import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadModelManager, openModelFolder, type ModelManager } from '../../models';
import { parseModelConfig } from '../checkpoint/modelConfig';
import { SafetensorsCheckpoint } from '../checkpoint/safetensors';
import { openModel } from '../model/openModel';
import { makeRandomModel, type RandomModel } from '../test/randomModel';
import { writeGgufModel } from './writeGgufModel';

const sizes = { hidden: 64, heads: 4, kvHeads: 2, headDim: 16, intermediate: 96, vocab: 512 } as const;

describe('A GGUF file that somebody else made', function () {
  this.timeout(60_000);
  let files: RandomModel;
  let folder: string;
  let root: string;
  let manager: ModelManager;

  beforeEach(async () => {
    files = await makeRandomModel('gguf-q8_0', { family: 'dream', ...sizes });
    root = await mkdtemp(path.join(tmpdir(), 'whetstone-gguf-'));
    folder = path.join(root, 'Somebody-GGUF');
    await mkdir(folder);
    await copyFile(path.join(files.folder, 'model.gguf'), path.join(folder, 'Dream.Q8_0.gguf'));
    for (const name of ['config.json', 'tokenizer.json']) {
      await copyFile(path.join(files.checkpoint, name), path.join(folder, name));
    }
    const Manager = await loadModelManager();
    manager = new Manager({ modelsFolder: path.join(root, 'models'), embedded: files.folder });
  });
  afterEach(async () => {
    await files.remove();
    await rm(root, { recursive: true });
  });

  it('is added as a model that is verified and loads', async () => {
    const listing = await manager.add(folder);
    assert.deepEqual(
      [listing.id, listing.state, listing.precision, listing.family, listing.origin],
      ['somebody-gguf', 'installed', 'gguf-q8_0', 'dream', 'copy'],
    );
    assert.equal((await manager.verify(listing.id)).ok, true);
    const { manifest } = await openModelFolder(listing.folder ?? '');
    assert.equal(manifest.parameters, (await openModelFolder(files.folder)).manifest.parameters);
    const model = await openModel(listing.folder ?? '', { threads: 1 });
    assert.equal(model.provider, 'llama');
    await model.dispose();
    await truncate(path.join(listing.folder ?? '', 'model.gguf'), 1000);
    assert.equal((await manager.verify(listing.id)).ok, false);
    assert.equal((await manager.show(listing.id)).state, 'broken');
  });

  it('is refused when it is not what its folder says, with the reason', async () => {
    const refused = async (kind: string, message: RegExp) => {
      await assert.rejects(manager.add(folder), { kind, message });
      assert.deepEqual((await manager.list()).filter(({ state }) => state === 'installed').length, 1);
    };
    const gguf = path.join(folder, 'Dream.Q8_0.gguf');
    const config = JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
    await writeFile(path.join(folder, 'config.json'), JSON.stringify({ ...config, intermediate_size: 128 }));
    await refused('model-unsupported', /"blk\.0\.ffn_gate\.weight" has the shape \[64, 96\].*asks for \[64, 128\]/);
    await writeFile(path.join(folder, 'config.json'), JSON.stringify(config));
    const parsed = parseModelConfig(JSON.parse(await readFile(path.join(files.folder, 'config.json'), 'utf8')), '');
    assert.ok(parsed.attention === 'full');
    const weights = await SafetensorsCheckpoint.open(files.checkpoint);
    const tokenizer: unknown = JSON.parse(await readFile(path.join(files.folder, 'tokenizer.json'), 'utf8'));
    await writeGgufModel(gguf, parsed, weights, { type: 'F32', name: 'causal', tokenizer, bidirectional: false });
    await weights.close();
    await refused('model-unsupported', /attention\.causal is not set: it writes from left to right/);
    await copyFile(gguf, path.join(folder, 'another.gguf'));
    await refused('model-missing', /holds 2 GGUF files/);
    await rm(path.join(folder, 'another.gguf'));
    await truncate(gguf, 100);
    await refused('model-corrupt', /cut off/);
  });
});
