import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openModelFolder, putModelFile } from '../../models';
import type { GateModel } from '../../protocol';
import { convertCheckpoint } from '../checkpoint/convertCheckpoint';
import { DiffusionModel } from '../model/diffusionModel';
import { writeRandomCheckpoint } from '../test/randomCheckpoint';
import { featureNames } from './features';
import { gateFile, gateText, readGate } from './gateFile';

const gate: GateModel = { features: featureNames, weights: featureNames.map((_, at) => at / 7), bias: -1.5, n: 40 };

describe('gate of a model folder', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'whetstone-gate-'));
    await writeRandomCheckpoint(path.join(root, 'checkpoint'));
  });
  after(() => rm(root, { recursive: true, force: true }));

  const convert = async (name: string) => {
    const folder = path.join(root, name);
    await convertCheckpoint(path.join(root, 'checkpoint'), folder, { quantise: 'int8', id: 'm' });
    return folder;
  };
  const gateOf = async (folder: string) => {
    const model = await DiffusionModel.open(folder, { threads: 1 });
    await model.dispose();
    return model.info.gate;
  };

  it('is read with the model, and replaced', async () => {
    const folder = await convert('with');
    assert.equal(await gateOf(folder), undefined);
    for (const each of [gate, { ...gate, n: 41 }]) {
      await putModelFile(folder, gateFile, gateText(each));
      assert.deepEqual(await gateOf(folder), each);
    }
    assert.equal((await openModelFolder(folder)).manifest.files.filter(({ name }) => name === gateFile).length, 1);
  });

  it('is vouched for by the manifest', async () => {
    const folder = await convert('changed');
    await putModelFile(folder, gateFile, gateText(gate));
    await writeFile(path.join(folder, gateFile), gateText({ ...gate, bias: -1.6 }));
    await assert.rejects(gateOf(folder), { kind: 'model-corrupt', message: /gate\.json/ });
  });

  it('does not outlive the weights that it was fitted for', async () => {
    const folder = await convert('again');
    await putModelFile(folder, gateFile, gateText(gate));
    await convert('again');
    assert.equal(await gateOf(folder), undefined);
  });

  it('says what is wrong with it', async () => {
    const file = path.join(root, 'bad.json');
    const refuses = async (text: string, error: object) => {
      await writeFile(file, text);
      await assert.rejects(readGate(file), error);
    };
    await refuses('{', { kind: 'model-corrupt', message: /JSON/ });
    await refuses(gateText({ ...gate, weights: [1] }), { kind: 'model-corrupt', message: /one weight a feature/ });
    await refuses(gateText({ ...gate, features: ['mood'], weights: [1] }), {
      kind: 'model-unsupported',
      message: /mood/,
    });
  });
});
