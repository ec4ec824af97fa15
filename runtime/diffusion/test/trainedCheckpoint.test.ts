import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convertCheckpoint } from '../checkpoint/convertCheckpoint';
import { compareWithTraining } from './trainingReference';

const embedded = path.join(__dirname, '..', '..', '..', 'media', 'models', 'embedded');
/** Folder that export.py wrote. There is none in the repository: 15 MB of weights that a training run makes anew. */
const checkpoint = process.env.WHETSTONE_CHECKPOINT;

describe('trained model', function () {
  this.timeout(120_000);

  it('embedded, int8: gives the logits of the training program', async () => {
    const { rows, same, difference } = await compareWithTraining(
      embedded,
      path.join(__dirname, 'embeddedReference.json'),
    );
    console.log(`      ${rows} rows: same best token ${same}, greatest difference ${difference.toFixed(3)}`);
    assert.ok(rows > 100);
    assert.ok(same / rows >= 0.95, `${same} of ${rows}`);
    assert.ok(difference <= 1, String(difference));
  });

  for (const [format, leastSame, mostDifferent] of [
    ['fp32', 1, 1e-3],
    ['int8', 0.95, 1],
  ] as const) {
    it(`checkpoint, ${format}: gives the logits of the training program`, async function () {
      if (!checkpoint || !existsSync(path.join(checkpoint, 'reference.json'))) {
        console.log('      skipped: WHETSTONE_CHECKPOINT names no folder of export.py with reference.json');
        this.skip();
      }
      const out = await mkdtemp(path.join(tmpdir(), 'whetstone-trained-'));
      try {
        await convertCheckpoint(checkpoint, path.join(out, 'model'), { quantise: format, id: 'trained' });
        const reference = path.join(checkpoint, 'reference.json');
        const { rows, same, difference } = await compareWithTraining(path.join(out, 'model'), reference);
        console.log(`      ${rows} rows: same best token ${same}, greatest difference ${difference.toFixed(5)}`);
        assert.ok(same / rows >= leastSame, `${same} of ${rows}`);
        assert.ok(difference <= mostDifferent, String(difference));
      } finally {
        await rm(out, { recursive: true, force: true });
      }
    });
  }
});
