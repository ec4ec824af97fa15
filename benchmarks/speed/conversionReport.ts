/** The conversion figures as a report of their own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { measureConversion, type ConversionOptions } from './conversionRows';
import type { SpeedReport } from './report';

export async function measureConversionAlone(options: Omit<ConversionOptions, 'scratch'>): Promise<SpeedReport> {
  const before = loadavg()[0] ?? 0;
  const scratch = await mkdtemp(path.join(tmpdir(), 'whetstone-conversion-'));
  try {
    const rows = await measureConversion({ ...options, scratch });
    return {
      machine: {
        cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
        cores: availableParallelism(),
        node: process.version,
        load: [before, loadavg()[0] ?? 0],
      },
      model: { id: `CoDA, ${options.layers} of 28 layers, random weights`, parameters: parametersOf(options.layers) },
      rival: { name: 'reading and hashing (SHA-256) the same files' },
      // Reading overlaps with nothing: a conversion is one thread, besides those of the file system.
      threads: 1,
      rows,
      missing: [],
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Embedding and head, the layers, the last norm. */
function parametersOf(layers: number): number {
  return 2 * 151_936 * 2048 + layers * 50_336_000 + 2048;
}
