import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelPath, openModelFolder } from './modelFolder';

const contents = { 'model.onnx': 'graph', 'config.json': '{}', 'tokenizer.json': '[]' };

describe('model folder', () => {
  let folder: string;
  const file = (name: string) => path.join(folder, name);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-folder-'));
    const files = Object.entries(contents).map(([name, text]) => ({
      name,
      bytes: text.length,
      sha256: createHash('sha256').update(text).digest('hex'),
    }));
    const manifest = { format: 1, id: 'm', family: 'f', parameters: 3, quantisation: 'int8', source: {}, files };
    for (const [name, text] of Object.entries(contents)) await writeFile(file(name), text);
    await writeFile(file('whetstone-model.json'), JSON.stringify(manifest));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const change = async (update: (manifest: Record<string, unknown>) => Record<string, unknown>) => {
    const manifest = JSON.parse(await readFile(file('whetstone-model.json'), 'utf8')) as Record<string, unknown>;
    await writeFile(file('whetstone-model.json'), JSON.stringify(update(manifest)));
  };

  it('opens when every file is right', async () => {
    assert.equal((await openModelFolder(folder)).manifest.id, 'm');
  });

  it('says what is missing', async () => {
    await rm(file('tokenizer.json'));
    await assert.rejects(openModelFolder(folder), { kind: 'model-missing', message: /tokenizer\.json/ });
    await rm(file('whetstone-model.json'));
    await assert.rejects(openModelFolder(folder), { kind: 'model-missing', message: /whetstone-model\.json/ });
    await assert.rejects(openModelFolder(file('nowhere')), {
      kind: 'model-missing',
      message: /no model folder .*nowhere/,
    });
  });

  it('notices a truncated file', async () => {
    await truncate(file('model.onnx'), 3);
    await assert.rejects(openModelFolder(folder), { kind: 'model-corrupt', message: /model\.onnx.*3 bytes/ });
  });

  it('notices a changed file of the same size, also after it was right', async () => {
    await openModelFolder(folder);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await writeFile(file('model.onnx'), 'grapH');
    await assert.rejects(openModelFolder(folder), { kind: 'model-corrupt', message: /model\.onnx.*SHA-256/ });
  });

  it('names what is wrong with the manifest', async () => {
    await change((manifest) => ({ ...manifest, parameters: 'many' }));
    await assert.rejects(openModelFolder(folder), { kind: 'model-corrupt', message: /"parameters"/ });
    await change((manifest) => ({ ...manifest, parameters: 3, format: 2 }));
    await assert.rejects(openModelFolder(folder), { kind: 'model-unsupported', message: /format/ });
    await writeFile(file('whetstone-model.json'), '{');
    await assert.rejects(openModelFolder(folder), { kind: 'model-corrupt', message: /JSON/ });
  });

  it('refuses files outside the folder and manifests that leave a needed file out', async () => {
    const files = JSON.parse(await readFile(file('whetstone-model.json'), 'utf8')) as { files: unknown[] };
    for (const name of ['../x', '..', 'C:x', 'model.onnx:stream']) {
      const outside = { name, bytes: 1, sha256: 'a'.repeat(64) };
      await change((manifest) => ({ ...manifest, files: [...files.files, outside] }));
      await assert.rejects(openModelFolder(folder), { kind: 'model-corrupt', message: /plain file name/ });
    }
    await change((manifest) => ({ ...manifest, files: files.files.slice(1, 3) }));
    await assert.rejects(openModelFolder(folder), { kind: 'model-corrupt', message: /model\.onnx/ });
  });

  it('refuses links out of the folder and what is no file, and takes a link to the folder', async () => {
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'whetstone-elsewhere-'));
    try {
      const link = path.join(elsewhere, 'link');
      await symlink(folder, link);
      assert.equal((await openModelFolder(link)).manifest.id, 'm');
      await rename(file('model.onnx'), path.join(elsewhere, 'graph'));
      await symlink(path.join(elsewhere, 'graph'), file('model.onnx'));
      await assert.rejects(openModelFolder(folder), {
        kind: 'model-corrupt',
        message: /model\.onnx.*outside the model/,
      });
      await rm(file('model.onnx'));
      await mkdir(file('model.onnx'));
      await assert.rejects(openModelFolder(folder), { kind: 'model-corrupt', message: /model\.onnx.*no plain file/ });
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });

  it('reads manifests of version 0.1 and of today', async () => {
    const sources = [
      { 'model.safetensors': 'a'.repeat(64) },
      {
        files: [{ name: 'a.safetensors', bytes: 3, sha256: 'a'.repeat(64) }],
        elementTypes: ['BF16'],
        ...{ repository: 'a/b', revision: 'c' },
      },
    ];
    for (const source of sources) {
      await change((manifest) => ({ ...manifest, source }));
      assert.deepEqual((await openModelFolder(folder)).manifest.source, source);
    }
    for (const quantisation of ['fp32', 'int8', 'int8-blocks', 'int4']) {
      await change((manifest) => ({ ...manifest, quantisation }));
      assert.equal((await openModelFolder(folder)).manifest.quantisation, quantisation);
    }
    await change((manifest) => ({ ...manifest, quantisation: 'int3' }));
    await assert.rejects(openModelFolder(folder), { kind: 'model-corrupt', message: /"quantisation"/ });
  });

  it('opens the model that ships', async () => {
    const shipped = path.join(__dirname, '..', '..', 'media', 'models', 'embedded');
    assert.equal((await openModelFolder(shipped)).manifest.family, 'whetstone_infill');
  });

  it('finds the embedded model and takes absolute folders only', () => {
    assert.equal(modelPath('embedded', '/models'), path.join('/models', 'embedded'));
    assert.equal(modelPath(folder, '/models'), folder);
    assert.throws(() => modelPath('../secret', '/models'), { kind: 'bad-request' });
  });
});
