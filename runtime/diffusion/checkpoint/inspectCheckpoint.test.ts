import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { safetensors, writeRandomCheckpoint, type RandomCheckpoint } from '../test/randomCheckpoint';
import { convertCheckpoint } from './convertCheckpoint';
import { inspectCheckpoint } from './inspectCheckpoint';

describe('checkpoint inspection', function () {
  this.timeout(30_000);
  let root: string;
  let source: string;
  let made: RandomCheckpoint;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'whetstone-inspect-'));
    source = path.join(root, 'source');
    made = await writeRandomCheckpoint(source, { family: 'coda', type: 'BF16' });
  });
  afterEach(() => rm(root, { recursive: true }));

  it('tells what a checkpoint holds, and that it can be converted', async () => {
    const report = await inspectCheckpoint(source);
    const parameters = [...made.tensors.values()].reduce((sum, { values }) => sum + values.length, 0);
    assert.deepEqual(report.problems, []);
    assert.deepEqual(
      { ...report, modelBytes: undefined },
      {
        kind: 'checkpoint',
        folder: source,
        convertible: true,
        problems: [],
        family: 'coda',
        parameters,
        elementTypes: { BF16: { tensors: made.tensors.size, bytes: 2 * parameters } },
        shards: [{ name: 'model.safetensors', bytes: (await stat(path.join(source, 'model.safetensors'))).size }],
        unused: [],
        modelBytes: undefined,
      },
    );
  });

  for (const quantise of ['fp32', 'int8', 'int8-blocks', 'int4'] as const) {
    it(`foretells the size of ${quantise}`, async () => {
      const out = path.join(root, 'out');
      await convertCheckpoint(source, out, { id: 'm', quantise, inlineLimit: 0 });
      const names = (await readdir(out)).filter((name) => name !== 'whetstone-model.json');
      const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(out, name))).size));
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      const { modelBytes } = await inspectCheckpoint(source);
      assert.equal(modelBytes?.[quantise], bytes);
    });
  }

  it('tells all problems it can find, each once, and what the model does not take', async () => {
    const tensors = new Map(made.tensors);
    tensors.set('model.norm.weight', { dims: [3], values: Float32Array.of(1, 2, 3) });
    tensors.set('rotary.inv_freq', { dims: [1], values: Float32Array.of(1) });
    await writeFile(path.join(source, 'model.safetensors'), safetensors(tensors));
    await rm(path.join(source, 'tokenizer.json'));
    const report = await inspectCheckpoint(source);
    assert.equal(report.convertible, false);
    assert.equal(report.problems.length, 2);
    assert.match(report.problems[0]!, /"model\.norm\.weight" has the shape \[3\].*asks for \[32\]/);
    assert.match(report.problems[1]!, /no tokenizer\.json/);
    assert.deepEqual(report.unused, ['rotary.inv_freq']);
    assert.equal(report.modelBytes, undefined);
  });

  it('tells of shards also when config.json is missing', async () => {
    await rm(path.join(source, 'config.json'));
    const report = await inspectCheckpoint(source);
    assert.deepEqual([report.convertible, report.family, report.shards.length], [false, undefined, 1]);
    assert.match(report.problems.join(), /config\.json is missing/);
  });

  it('refuses a folder with nothing of a checkpoint', async () => {
    await assert.rejects(inspectCheckpoint(root), {
      kind: 'model-missing',
      message: /neither a model .* nor a checkpoint/,
    });
  });
});
