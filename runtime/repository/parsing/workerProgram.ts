import { existsSync } from 'node:fs';
import path from 'node:path';
import { RepositoryError } from '../repositoryError';

export interface WorkerProgram {
  readonly entry: string;
  readonly execArgv: string[];
}

/**
 * Beside the bundle that this is part of (dist/runtime), below it (dist), or the source where this runs from its source.
 * @param file the module that starts it, a file of this folder or a bundle
 * @throws RepositoryError no-worker: without it every file would look like one that kills its worker
 */
export function workerProgram(file: string): WorkerProgram {
  const folder = path.dirname(file);
  const fromSource = path.extname(file) === '.ts';
  const places = fromSource
    ? [path.join(folder, 'parseWorker.ts')]
    : [path.join(folder, 'parseWorker.cjs'), path.join(folder, 'runtime', 'parseWorker.cjs')];
  const entry = places.find((place) => existsSync(place));
  if (entry === undefined) {
    throw new RepositoryError(
      'no-worker',
      `The program that parses files is missing: ${places.join(' or ')}. Build or install Whetstone again.`,
    );
  }
  return { entry, execArgv: fromSource ? ['--require', 'tsx/cjs'] : [] };
}
