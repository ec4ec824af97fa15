import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomNumbers } from '../infilling/distribution';
import {
  biasOf,
  calibrationLengths,
  fitLengthCalibration,
  type LengthBias,
  type LengthSample,
} from './lengthCalibration';
import { lengthText, readLengthCalibration } from './lengthFile';

const published: LengthBias = { a: 1, b: 1.77, c: 0.56, d: 0.06, e: 0.24 };

/** Confidences of tasks whose text has another length: the bias, and noise. */
function samples(bias: LengthBias, tasks: number, noise: number): readonly LengthSample[] {
  const random = randomNumbers(3);
  return Array.from({ length: tasks }, () => 1 + Math.floor(40 * random())).flatMap((trueTokens) =>
    calibrationLengths.map((tokens) => ({
      tokens,
      trueTokens,
      // What is near the truth says something else, and must not count.
      confidence: Math.abs(tokens - trueTokens) <= 4 ? 1 : biasOf(bias, tokens) + noise * (random() - 0.5),
    })),
  );
}

describe('length calibration', function () {
  this.timeout(20_000);
  it('finds the curve that the samples were made of', () => {
    const { bias, points } = fitLengthCalibration(samples(published, 100, 0));
    for (const tokens of [1, 2, 3, 8, 20, 64, 128]) {
      assert.ok(Math.abs(biasOf(bias, tokens) - biasOf(published, tokens)) < 1e-4, `${tokens} tokens`);
    }
    assert.deepEqual(
      points.map(({ tokens }) => tokens),
      calibrationLengths,
    );
    assert.ok(points.every(({ n }) => n > 0 && n <= 100));
  });

  it('finds it through noise', () => {
    const { bias } = fitLengthCalibration(samples(published, 100, 0.2));
    for (const tokens of [1, 2, 4, 8, 16, 32, 64]) {
      assert.ok(Math.abs(biasOf(bias, tokens) - biasOf(published, tokens)) < 0.02, `${tokens} tokens`);
    }
  });

  it('stays within its limits, and fits as well as they allow', () => {
    const rising = calibrationLengths.map((tokens) => ({ tokens, trueTokens: 1000, confidence: tokens / 200 }));
    const { bias, points } = fitLengthCalibration(rising);
    // Nothing that falls fits what rises: the mean is the best.
    const mean = points.reduce((sum, { confidence }) => sum + confidence, 0) / points.length;
    assert.ok(calibrationLengths.every((tokens) => Math.abs(biasOf(bias, tokens) - mean) < 1e-6));
  });

  it('weighs lengths by their samples', () => {
    const lengths = [8, 16, 32, 64, 96];
    const flat = lengths.flatMap((tokens) => {
      const count = tokens === 96 ? 100 : 1;
      return new Array<LengthSample>(count).fill({ tokens, trueTokens: 500, confidence: tokens === 96 ? 0.5 : 0.4 });
    });
    // What rises can only be met by a constant: (4 * 0.4 + 100 * 0.5) / 104.
    assert.ok(Math.abs(biasOf(fitLengthCalibration(flat).bias, 32) - 51.6 / 104) < 1e-6);
  });

  it('refuses too few lengths', () => {
    const few = [2, 8, 16, 32].map((tokens) => ({ tokens, trueTokens: 100, confidence: 0.5 }));
    assert.throws(() => fitLengthCalibration(few), {
      kind: 'bad-request',
      message: /5 different lengths; there are 4/,
    });
    assert.throws(() => fitLengthCalibration([]), { kind: 'bad-request' });
  });

  it('never takes a bias for nothing', () => {
    assert.equal(biasOf({ a: 1, b: 1, c: 0, d: 0, e: 0 }, 100), 0.01);
  });
});

describe('length calibration of a model folder', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-length-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is read as it was written', async () => {
    const calibration = fitLengthCalibration(samples(published, 30, 0.1));
    const file = path.join(folder, 'length.json');
    await writeFile(file, lengthText(calibration));
    assert.deepEqual(await readLengthCalibration(file), calibration);
  });

  it('says what is wrong with it', async () => {
    const file = path.join(folder, 'bad.json');
    const refuses = async (text: string, message: RegExp) => {
      await writeFile(file, text);
      await assert.rejects(readLengthCalibration(file), { kind: 'model-corrupt', message });
    };
    const good = { bias: published, points: [{ tokens: 2, confidence: 0.5, n: 3 }] };
    await refuses('{', /JSON/);
    await refuses(JSON.stringify({ ...good, bias: { ...published, b: -1 } }), /bias\.b/);
    await refuses(JSON.stringify({ ...good, points: [{ tokens: 2, confidence: 1.5, n: 3 }] }), /points\.0\.confidence/);
    await refuses(JSON.stringify({ points: [] }), /bias/);
    await assert.rejects(readLengthCalibration(path.join(folder, 'none.json')), {
      kind: 'model-corrupt',
      message: /none/,
    });
  });
});
