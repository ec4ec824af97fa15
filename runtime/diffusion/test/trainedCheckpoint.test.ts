import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { convertCheckpoint } from '../checkpoint/convertCheckpoint';
import { ContextCache } from '../infilling/contextCache';
import { DiffusionModel } from '../model/diffusionModel';

const ids = z.array(z.number().int());
/** reference.json of `training/export.py --reference N`: logits of the training program. */
const referenceSchema = z.array(
  z.object({ prefix: ids, suffix: ids, window: ids, argmax: ids, max: z.array(z.number()) }),
);

/** Folder that export.py wrote. There is none in the repository: 15 MB of weights that a training run makes anew. */
const checkpoint = process.env.WHETSTONE_CHECKPOINT;

describe('trained checkpoint', function () {
  this.timeout(120_000);
  before(function () {
    if (checkpoint && existsSync(path.join(checkpoint, 'reference.json'))) return;
    console.log('      skipped: WHETSTONE_CHECKPOINT names no folder of export.py with reference.json');
    this.skip();
  });

  for (const [format, leastSame, mostDifferent] of [
    ['fp32', 1, 1e-3],
    ['int8', 0.95, 1],
  ] as const) {
    it(`${format}: gives the logits of the training program`, async () => {
      const source = checkpoint!;
      const out = await mkdtemp(path.join(tmpdir(), 'whetstone-trained-'));
      const text = await readFile(path.join(source, 'reference.json'), 'utf8');
      const cases = referenceSchema.parse(JSON.parse(text));
      await convertCheckpoint(source, path.join(out, 'model'), { quantise: format, id: 'trained' });
      const model = await DiffusionModel.open(path.join(out, 'model'), { threads: 1 });
      try {
        let [same, rows, difference] = [0, 0, 0];
        for (const { prefix, suffix, window, argmax, max } of cases) {
          const go = () => Promise.resolve();
          const cache = new ContextCache(model);
          await cache.set({ prefix, suffix }, go);
          const logits = await cache.window(
            window.slice(1),
            window.map((_, row) => row),
            go,
          );
          argmax.forEach((token, row) => {
            const found = logits.subarray(row * model.config.shape.vocab, (row + 1) * model.config.shape.vocab);
            const best = found.indexOf(Math.max(...found));
            rows++;
            if (best === token) same++;
            difference = Math.max(difference, Math.abs(found[token]! - max[row]!));
          });
        }
        console.log(`      ${rows} rows: same best token ${same}, greatest difference ${difference.toFixed(5)}`);
        assert.ok(same / rows >= leastSame, `${same} of ${rows}`);
        assert.ok(difference <= mostDifferent, String(difference));
      } finally {
        await model.dispose();
        await rm(out, { recursive: true, force: true });
      }
    });
  }
});
