import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ContextCache } from '../infilling/contextCache';
import { DiffusionModel } from '../model/diffusionModel';

const ids = z.array(z.number().int());
/** What `training/export.py --reference N` writes: inputs, and the best token of every window row with its logit. */
const referenceSchema = z.array(
  z.object({ prefix: ids, suffix: ids, window: ids, argmax: ids, max: z.array(z.number()) }),
);

export interface Agreement {
  /** Window rows compared. */
  readonly rows: number;
  /** Rows whose best token is the training program's. */
  readonly same: number;
  /** Greatest absolute difference of a best token's logit. */
  readonly difference: number;
}

/** Runs a model folder on the inputs of a reference file of the training program. */
export async function compareWithTraining(modelFolder: string, referenceFile: string): Promise<Agreement> {
  const cases = referenceSchema.parse(JSON.parse(await readFile(referenceFile, 'utf8')));
  const model = (await DiffusionModel.open(modelFolder, { threads: 1 })).asIsolatedContext();
  try {
    let [same, rows, difference] = [0, 0, 0];
    for (const { prefix, suffix, window, argmax, max } of cases) {
      const go = () => Promise.resolve();
      const cache = new ContextCache(model);
      await cache.set({ prefix, suffix }, go);
      const all = window.map((_, row) => row);
      const logits = await cache.window(window.slice(1), all, go);
      for (const [row, token] of argmax.entries()) {
        const found = logits.subarray(row * model.config.shape.vocab, (row + 1) * model.config.shape.vocab);
        rows++;
        if (found.indexOf(Math.max(...found)) === token) same++;
        difference = Math.max(difference, Math.abs((found[token] ?? NaN) - (max[row] ?? NaN)));
      }
    }
    return { rows, same, difference };
  } finally {
    await model.dispose();
  }
}
