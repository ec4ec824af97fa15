import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Catalogue, checkpointFile, memoryNeeded, modelId } from './catalogue';
import { fitOf } from './fit';

const entry = {
  id: 'own',
  title: 'Own',
  family: 'CoDA',
  repository: { name: 'a/b', revision: 'main' },
  licence: { name: 'MIT', needsAcceptance: false },
  goodFor: 'Tests.',
};

describe('catalogue', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-catalogue-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const write = (...models: readonly unknown[]) =>
    writeFile(path.join(folder, 'catalogue.json'), JSON.stringify({ models }));

  it('has the models that the product speaks of', async () => {
    const ids = (await Catalogue.read(folder)).entries.map(({ id }) => id);
    const wanted = [
      'coda-v0-instruct',
      'coda-v0-base',
      'dreamon-v0-7b',
      'dream-coder-v0-instruct-7b',
      'open-dcoder-0.5b',
    ];
    assert.deepEqual(ids, wanted);
  });

  it('takes entries of the models folder, which go before those that ship', async () => {
    await write(entry, { ...entry, id: 'coda-v0-base', title: 'Mirror' });
    const catalogue = await Catalogue.read(folder);
    assert.equal(catalogue.get('own').title, 'Own');
    assert.equal(catalogue.get('coda-v0-base').title, 'Mirror');
    assert.equal(catalogue.entries.length, 6);
    assert.throws(() => catalogue.get('nothing'), { kind: 'model-missing', message: /nothing/ });
  });

  it('names what is wrong with an entry', async () => {
    const wrong: readonly [unknown, RegExp][] = [
      [{ ...entry, id: '../x' }, /id/],
      [{ ...entry, id: 'embedded' }, /belongs to the model that ships/],
      [{ ...entry, repository: { name: '../../etc', revision: 'main' } }, /owner\/name/],
      [{ ...entry, repository: { name: 'a/b?x', revision: 'main' } }, /owner\/name/],
      [{ ...entry, repository: { name: 'a/b', revision: '../../x' } }, /revision/],
      [{ ...entry, licence: { name: 'Own', needsAcceptance: true } }, /needs a text/],
      [{ ...entry, files: [{ name: 'a', sha256: 'x' }] }, /sha256/],
    ];
    for (const [each, message] of wrong) {
      await write(each);
      await assert.rejects(Catalogue.read(folder), { kind: 'bad-request', message });
    }
    await writeFile(path.join(folder, 'catalogue.json'), '{');
    await assert.rejects(Catalogue.read(folder), { kind: 'bad-request', message: /no JSON/ });
  });

  it('knows the files of a checkpoint', () => {
    const wanted = [
      'config.json',
      'model.safetensors',
      'model-00001-of-00002.safetensors',
      'model.safetensors.index.json',
      'tokenizer.json',
      'vocab.json',
      'merges.txt',
      'LICENSE',
      'README.md',
    ];
    for (const name of wanted) assert.ok(checkpointFile(name), name);
    for (const name of ['modeling_x.py', 'pytorch_model.bin', 'a/config.json', 'run.sh', '.gitattributes'])
      assert.ok(!checkpointFile(name), name);
  });

  it('takes ids that are a plain folder name everywhere', () => {
    for (const id of ['a', 'coda-1.7b', 'x_y']) assert.ok(modelId.safeParse(id).success, id);
    for (const id of ['', '.', '..', 'a/b', 'A', 'a.', 'con', 'nul.x', 'a'.repeat(65), '-a'])
      assert.ok(!modelId.safeParse(id).success, id);
  });
});

describe('fitOf', () => {
  const machine = (memory: number) => ({ memory, threads: 4 });

  it('judges what is installed, and otherwise int8, then int4', () => {
    const verdict = (memory: number, precision?: 'int8' | 'fp32') => {
      const fit = fitOf(2.03e9, precision, machine(memory));
      return `${fit.verdict} ${fit.precision}`;
    };
    assert.equal(verdict(16e9), 'fits int8');
    assert.equal(verdict(4e9), 'tight int8');
    assert.equal(verdict(2.5e9), 'tight int4');
    assert.equal(verdict(1e9), 'too-large int4');
    assert.equal(verdict(8e9, 'fp32'), 'too-large fp32');
    assert.equal(fitOf(undefined, undefined, machine(16e9)).verdict, 'unknown');
  });

  it('needs more for more parameters and more bits', () => {
    assert.ok(memoryNeeded(2e9, 'int4') < memoryNeeded(2e9, 'int8'));
    assert.ok(memoryNeeded(2e9, 'int8') < memoryNeeded(2e9, 'fp32'));
  });
});
