import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeRandomCheckpoint } from '../../runtime/diffusion/test/randomCheckpoint';
import { AutoregressiveRival } from './autoregressiveRival';
import { writeRivalModel } from './rivalModel';

describe('autoregressive rival', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('has the sizes of the model, and llama.cpp runs it', async () => {
    // Q8_0 needs widths that are multiples of 32.
    const sizes = { hidden: 64, layers: 2, heads: 2, kvHeads: 1, headDim: 32, intermediate: 96, vocab: 512 };
    const { tensors } = await writeRandomCheckpoint(folder, sizes);
    const file = path.join(folder, 'rival.gguf');
    const made = await writeRivalModel(folder, 256, file);
    const parameters = [...tensors.values()].reduce((sum, { values }) => sum + values.length, 0);
    assert.deepEqual(made, { parameters, vocab: 512 });

    const rival = await AutoregressiveRival.open({ file, threads: 1, contextTokens: 256 });
    try {
      const context = Array.from({ length: 200 }, (_, index) => 20 + (index % 200));
      assert.ok((await rival.complete(context, [30, 31, 32], true)).wall > 0);
      // Typing, deleting, the very same context, and another one.
      for (const next of [[...context, 40], context.slice(0, 150), context.slice(0, 150), [50, 51]]) {
        assert.ok((await rival.complete(next, [30], false)).wall > 0);
      }
    } finally {
      await rival.dispose();
    }
  });
});
