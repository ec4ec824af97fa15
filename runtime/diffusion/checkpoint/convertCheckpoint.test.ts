import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { openModelFolder } from '../../models';
import { DiffusionModel } from '../model/diffusionModel';
import { graphPresets } from '../onnx/graphOptions';
import { safetensors, writeRandomCheckpoint, type RandomTensor } from '../test/randomCheckpoint';
import { convertCheckpoint } from './convertCheckpoint';

describe('checkpoint converter', function () {
  this.timeout(30_000);
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
    assert.deepEqual(manifest.weights, graphPresets.int8);
  });

  it('tells the exact source in the manifest', async () => {
    await convertCheckpoint(source, out, {
      ...{ id: 'm', quantise: 'fp32' },
      origin: { repository: 'Salesforce/CoDA-v0-Base', revision: 'c0ffee' },
    });
    const { manifest } = await openModelFolder(out);
    const files = await Promise.all(
      ['config.json', 'tokenizer.json', 'model.safetensors'].map(async (name) => {
        const bytes = await readFile(path.join(source, name));
        return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
      }),
    );
    assert.deepEqual(manifest.source, {
      files,
      elementTypes: ['F32'],
      ...{ repository: 'Salesforce/CoDA-v0-Base', revision: 'c0ffee' },
    });
  });

  it('hashes shards that are read out of order, also what the model does not take', async () => {
    const [first, second] = ['a.safetensors', 'b.safetensors'] as const;
    const all = [...tensors, ['rotary.inv_freq', { dims: [3], values: Float32Array.of(1, 2, 3) }] as const];
    const shards = {
      [first]: all.filter((_, i) => i % 2 === 0).reverse(),
      [second]: all.filter((_, i) => i % 2 === 1),
    };
    await rm(path.join(source, 'model.safetensors'));
    const map: Record<string, string> = {};
    const hashes: Record<string, string> = {};
    for (const [name, part] of Object.entries(shards)) {
      const bytes = safetensors(new Map(part));
      for (const [tensor] of part) map[tensor] = name;
      hashes[name] = createHash('sha256').update(bytes).digest('hex');
      await writeFile(path.join(source, name), bytes);
    }
    await writeFile(path.join(source, 'model.safetensors.index.json'), JSON.stringify({ weight_map: map }));
    await convert();
    const { manifest } = await openModelFolder(out);
    const files = z.array(z.object({ name: z.string(), sha256: z.string() })).parse(manifest.source.files);
    const found = Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256]));
    assert.deepEqual([found[first], found[second]], [hashes[first], hashes[second]]);
  });

  it('gives the same model with constants in a file of their own', async () => {
    const logits = async (inlineLimit: number) => {
      await convertCheckpoint(source, out, { id: 'm', quantise: 'int8', inlineLimit });
      const model = await DiffusionModel.open(out, { threads: 1 });
      const rows = [0, 1, 2];
      const bias = new Float32Array(3);
      const pass = { tokens: [20, 21, 22], positions: rows, previous: [0, 1, 2], bias, rows, present: false };
      const result = await model.run({ ...pass, past: model.noPast });
      await model.dispose();
      return result.logits;
    };
    const inline = await logits(1e9);
    assert.ok(!(await readdir(out)).includes('model.onnx.data'));
    assert.deepEqual(await logits(0), inline);
    assert.ok((await readdir(out)).includes('model.onnx.data'));
  });

  it('tells its progress up to the end', async () => {
    const reports: (readonly [number, number])[] = [];
    const onProgress = (...report: [number, number]) => reports.push(report);
    await convertCheckpoint(source, out, { id: 'm', quantise: 'int8', onProgress });
    const matrices = [...tensors.values()].filter(({ dims }) => dims.length === 2);
    const total = matrices.reduce((sum, { values }) => sum + values.byteLength, 0);
    assert.ok(reports.every(([, all]) => all >= total));
    assert.ok(reports.length > matrices.length / 2);
    assert.deepEqual(reports.at(-1)?.[0], reports.at(-1)?.[1]);
  });

  describe('refuses, and leaves nothing behind:', () => {
    const refused = async (kind: string, message: RegExp) => {
      await assert.rejects(convert(), (error: Error & { kind: string; action: string }) => {
        assert.equal(error.kind, kind, error.stack);
        assert.match(error.message, message);
        assert.match(error.action, /^[A-Z].*\.$/);
        return true;
      });
      assert.deepEqual(await readdir(root), ['source']);
    };
    const replace = (name: string, values: Float32Array, dims?: readonly number[]) => {
      const changed = new Map(tensors);
      changed.set(name, { dims: dims ?? tensors.get(name)?.dims ?? [], values });
      return writeFile(path.join(source, 'model.safetensors'), safetensors(changed));
    };

    for (const [what, name] of [
      ['a matrix', 'model.layers.1.mlp.down_proj.weight'],
      ['the embedding', 'model.embed_tokens.weight'],
      ['a norm', 'model.layers.0.input_layernorm.weight'],
      ['a head norm', 'model.layers.1.self_attn.q_norm.weight'],
    ] as const) {
      it(`${what} with a value that is no number, by its name`, async () => {
        const values = tensors.get(name)!.values.slice();
        values[values.length - 1] = NaN;
        await replace(name, values);
        await refused('model-corrupt', new RegExp(`"${name}" holds values that are not finite`));
      });
    }

    it('an empty folder', async () => {
      await rm(source, { recursive: true });
      await mkdir(source);
      await refused('model-missing', /config\.json is missing/);
    });

    it('a folder without a tokenizer', async () => {
      await rm(path.join(source, 'tokenizer.json'));
      await refused('model-missing', /no tokenizer\.json/);
    });

    it('a folder without weights', async () => {
      await rm(path.join(source, 'model.safetensors'));
      await refused('model-missing', /neither model\.safetensors nor model\.safetensors\.index\.json/);
    });

    for (const name of ['config.json', 'tokenizer.json']) {
      it(`a ${name} that leads out of the folder`, async () => {
        const file = path.join(source, name);
        await rm(file);
        await symlink('/etc/hostname', file);
        await refused('model-corrupt', new RegExp(`${name} is a link to /etc/hostname, outside`));
      });

      it(`a ${name} that is no JSON`, async () => {
        await writeFile(path.join(source, name), '{');
        await refused('model-corrupt', new RegExp(name));
      });
    }

    it('a tokenizer that cannot write every text', async () => {
      const file = path.join(source, 'tokenizer.json');
      await writeFile(file, (await readFile(file, 'utf8')).replace('"a":', '"never":'));
      await refused('model-unsupported', /tokenizer\.json is no byte-level tokenizer/);
    });

    it('weights in 8 bits, naming tensor and type', async () => {
      const file = path.join(source, 'model.safetensors');
      const bytes = await readFile(file);
      // Names and extents stay: 32-bit integers instead of floats.
      await writeFile(file, bytes.toString('latin1').replace('"F32"', '"I32"'), 'latin1');
      await refused('model-unsupported', /"model\.embed_tokens\.weight" has the element type I32/);
    });
  });

  describe('on a full disk', () => {
    let disk: string;
    beforeEach(function () {
      disk = path.join(root, 'disk');
      mkdirSync(disk);
      // A small disk of its own; only root may make one.
      if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'none', disk]).status !== 0) this.skip();
    });
    afterEach(() => void spawnSync('umount', [disk]));
    const fill = (bytes: number) => writeFileSync(path.join(disk, 'other'), Buffer.alloc(bytes));
    const onDisk = (onProgress?: () => void) =>
      convertCheckpoint(source, path.join(disk, 'model'), {
        ...{ id: 'm', quantise: 'fp32', inlineLimit: 0 },
        ...(onProgress && { onProgress }),
      });

    it('says so before it begins, with the bytes', async () => {
      fill(4e6);
      await assert.rejects(onDisk(), {
        kind: 'disk-full',
        message:
          /no room on the disk for the converted model in .*: 4\.\d MB are needed \(\d+ bytes\), 2\.\d MB are free/,
      });
      assert.deepEqual(await readdir(disk), ['other']);
    });

    it('says so when it becomes full on the way, and goes on when there is room', async () => {
      let reports = 0;
      const stopped = onDisk(() => {
        if (++reports !== 5) return;
        try {
          fill(7e6);
        } catch {
          // Full, as it should be.
        }
      });
      await assert.rejects(stopped, { kind: 'disk-full', message: /no room on the disk/, action: /goes on where/ });
      assert.deepEqual((await readdir(disk)).sort(), ['model.partial', 'other']);
      rmSync(path.join(disk, 'other'));
      const report = await onDisk();
      assert.ok(report.resumedBytes > 0);
      await openModelFolder(path.join(disk, 'model'));
      assert.deepEqual(await readdir(disk), ['model']);
    });
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
