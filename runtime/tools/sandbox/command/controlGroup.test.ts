import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeControlGroup } from './controlGroup';
import { DEFAULT_COMMAND_LIMITS } from './types';

/** Ordinary folders in the form of version 2: what is chosen and written is tested here, what the kernel does with it is not. */
describe('Control group, version 2', () => {
  let hierarchy: string;

  beforeEach(async () => {
    hierarchy = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    const app = path.join(hierarchy, 'user.slice', 'app.slice', 'code.scope');
    await mkdir(app, { recursive: true });
    await writeFile(path.join(hierarchy, 'own'), '0::/user.slice/app.slice/code.scope\n');
    await writeFile(path.join(hierarchy, 'cgroup.controllers'), 'cpu memory pids\n');
    for (const folder of [app, path.dirname(app)]) await writeFile(path.join(folder, 'cgroup.procs'), '');
    await writeFile(path.join(app, 'cgroup.subtree_control'), '');
    await writeFile(path.join(path.dirname(app), 'cgroup.subtree_control'), 'memory pids\n');
  });

  afterEach(() => rm(hierarchy, { recursive: true }));

  it('is made below the nearest group that hands memory on', async () => {
    const group = await makeControlGroup('w', DEFAULT_COMMAND_LIMITS, hierarchy, path.join(hierarchy, 'own'));
    const folder = path.join(hierarchy, 'user.slice', 'app.slice', 'w');
    assert.deepEqual(group?.join, [path.join(folder, 'cgroup.procs')]);
    const { memoryBytes, scratchBytes } = DEFAULT_COMMAND_LIMITS;
    assert.equal(await readFile(path.join(folder, 'memory.max'), 'utf8'), String(memoryBytes + scratchBytes));
  });

  it('is none where no group hands memory on', async () => {
    await writeFile(path.join(hierarchy, 'user.slice', 'app.slice', 'cgroup.subtree_control'), 'cpu\n');
    assert.equal(
      await makeControlGroup('w', DEFAULT_COMMAND_LIMITS, hierarchy, path.join(hierarchy, 'own')),
      undefined,
    );
    assert.equal(existsSync(path.join(hierarchy, 'user.slice', 'app.slice', 'w')), false);
  });
});
