import { readdirSync, readFileSync } from 'node:fs';
import { arch, availableParallelism, platform } from 'node:os';
import { join } from 'node:path';

/**
 * Threads of a forward pass when the user sets none: physical cores - 1, at least 1. Matrix products gain nothing from
 * a core's second hardware thread, and one core stays with the editor.
 */
export function defaultThreads(): number {
  return Math.max(1, physicalCores() - 1);
}

/**
 * Physical cores that this process may run on. Linux tells; elsewhere two hardware threads a core are assumed for
 * x64, one for ARM.
 * @param topology Folder of the kernel's CPU topology (for tests).
 */
export function physicalCores(topology = '/sys/devices/system/cpu'): number {
  const logical = availableParallelism();
  if (platform() === 'linux') {
    const cores = linuxCores(topology);
    // The topology lists the machine's cores; affinity (containers, taskset) can leave this process fewer.
    return cores === undefined ? logical : Math.min(cores, logical);
  }
  return arch() === 'x64' ? Math.ceil(logical / 2) : logical;
}

function linuxCores(topology: string): number | undefined {
  try {
    const siblings = readdirSync(topology)
      .filter((name) => /^cpu\d+$/.test(name))
      // A core that is switched off has no topology folder.
      .flatMap((name) => readIfThere(join(topology, name, 'topology', 'thread_siblings_list')));
    return siblings.length > 0 ? new Set(siblings).size : undefined;
  } catch {
    return undefined;
  }
}

function readIfThere(file: string): readonly string[] {
  try {
    return [readFileSync(file, 'utf8').trim()];
  } catch {
    return [];
  }
}
