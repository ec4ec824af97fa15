import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convertCheckpoint } from '../../runtime/diffusion';
import { writeRandomCheckpoint } from '../../runtime/diffusion/test/randomCheckpoint';
import { measurePassRows } from './passRows';

describe('single passes', function () {
  this.timeout(60_000);
  it('compares a denoising step with a full pass, and finds it cheaper', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    try {
      await writeRandomCheckpoint(path.join(folder, 'checkpoint'), { maxPrefixTokens: 600 });
      const model = path.join(folder, 'model');
      await convertCheckpoint(path.join(folder, 'checkpoint'), model, { quantise: 'int8', id: 'random' });
      const [step, context] = await measurePassRows(model, 1);
      assert.equal(step?.n, 40);
      assert.ok((step.cpuRatio ?? 1) < 0.5, `ratio ${step.cpuRatio}`);
      assert.equal(context?.id, 'context-pass');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
