import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { installNode24, isNewEnough, nodeExecutable } from './node24.mjs';

describe('Node 24 from npm', () => {
  let root = '';

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'whetstone-node-'));
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  /** Leaves behind what npm would. */
  const npm = (cwd: string): number => {
    const { folder, executable } = nodeExecutable(root);
    const file = path.join(cwd, path.relative(folder, executable));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '');
    return 0;
  };

  it('takes over only from a Node without SQLite', () => {
    assert.equal(isNewEnough('20.20.2'), false);
    assert.equal(isNewEnough('22.12.0'), false);
    assert.equal(isNewEnough('22.13.0'), true);
    assert.equal(isNewEnough('24.0.0'), true);
  });

  it('tries the installation twice, and leaves nothing half-done', () => {
    let calls = 0;
    const failing = (): number => {
      calls++;
      return 1;
    };
    assert.throws(() => installNode24(root, failing), /could not be installed from npm/);
    assert.equal(calls, 2);
    assert.equal(existsSync(nodeExecutable(root).folder), false);
  });

  it('gives the folder its name when npm is done, and installs once', () => {
    const executable = installNode24(root, npm);
    assert.ok(existsSync(executable));
    const again = installNode24(root, () => assert.fail('installed twice'));
    assert.equal(again, executable);
  });
});
