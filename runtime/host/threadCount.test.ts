import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultThreads, physicalCores } from './threadCount';

describe('threadCount', () => {
  it('leaves a core to the editor, and never goes below one thread', () => {
    assert.equal(defaultThreads(), Math.max(1, physicalCores() - 1));
    assert.ok(physicalCores() >= 1 && physicalCores() <= availableParallelism());
  });

  it('counts hardware threads of one core once', async function () {
    if (platform() !== 'linux') {
      this.skip();
    }
    const topology = await mkdtemp(join(tmpdir(), 'whetstone-topology-'));
    try {
      for (const cpu of [0, 1]) {
        await mkdir(join(topology, `cpu${cpu}`, 'topology'), { recursive: true });
        await writeFile(join(topology, `cpu${cpu}`, 'topology', 'thread_siblings_list'), '0-1\n');
      }
      // Present, switched off: without a topology folder.
      await mkdir(join(topology, 'cpu2'));
      await mkdir(join(topology, 'cpufreq'));
      assert.equal(physicalCores(topology), 1);
      assert.equal(physicalCores(join(topology, 'gone')), availableParallelism());
    } finally {
      await rm(topology, { recursive: true });
    }
  });
});
