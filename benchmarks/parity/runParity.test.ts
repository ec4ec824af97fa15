import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GoldenForm } from './goldenForm';
import { runParity } from './runParity';

describe('golden files with corrected behaviour', () => {
  let folder: string;
  const form = (actual: number): GoldenForm => ({
    name: 'numbers',
    recognises: () => true,
    check: () =>
      Promise.resolve([
        { case: 'a', key: 'x', expected: 1, actual, corrected: { expected: 2, why: 'one is wrong' } },
        { case: 'a', key: 'y', expected: 3, actual: 3 },
      ]),
  });
  const run = (actual: number) => runParity(folder, [form(actual)], new AbortController().signal);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-parity-'));
    await writeFile(path.join(folder, 'numbers.json'), '{}');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('tells them apart from failures, with the reason', async () => {
    const { checks, failures, corrected } = await run(2);
    assert.deepEqual([checks, failures], [2, []]);
    assert.deepEqual(
      corrected.map(({ file: _, ...rest }) => rest),
      [{ case: 'a', key: 'x', expected: 1, actual: 2, why: 'one is wrong' }],
    );
  });

  it('fails where ours is neither', async () => {
    const { failures, corrected } = await run(1);
    assert.deepEqual(
      [failures.map(({ key, expected, actual }) => [key, expected, actual]), corrected],
      [[['x', 2, 1]], []],
    );
  });
});
