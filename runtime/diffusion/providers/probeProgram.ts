import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ProbeProgram } from './runProbe';

const bundle = 'providerProbe.cjs';

/**
 * The program that tries providers: beside the bundle that this is part of (dist/runtime), below it (dist), or the
 * source where this runs from its source.
 */
export function probeProgram(): ProbeProgram {
  if (path.extname(__filename) === '.ts') {
    return { entry: path.join(__dirname, 'probeProcess.ts'), execArgv: ['--import', 'tsx'] };
  }
  const beside = path.join(__dirname, bundle);
  return { entry: existsSync(beside) ? beside : path.join(__dirname, 'runtime', bundle) };
}
