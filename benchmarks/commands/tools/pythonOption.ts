import type { Command } from 'commander';
import {
  findWorkspacePython,
  installCommand,
  missingPackages,
  type WorkspacePython,
} from '../../../runtime/toolLibrary/execution';
import type { Fingerprint } from '../../../runtime/toolLibrary/types';
import { BadInputError } from '../../core/badInputError';
import path from 'node:path';

export interface PythonOptions {
  readonly python?: string | undefined;
}

export const withPython = (command: Command): Command =>
  command.option(
    '--python <path>',
    'interpreter or environment whose packages tools find; "system": python3 of PATH. Default: python.defaultInterpreterPath, .venv, venv, VIRTUAL_ENV',
  );

/**
 * The interpreter of tools in Python; it runs in the sandbox alone. Undefined: the system's.
 * @throws BadInputError where the one that was named cannot be used
 */
export async function workspacePython(
  { python: named }: PythonOptions,
  place: string,
  log: (message: string) => void,
): Promise<WorkspacePython | undefined> {
  if (named === 'system') return undefined;
  const { python, problems } = await findWorkspacePython({ root: path.resolve(place), named });
  if (named !== undefined && python === undefined) {
    throw new BadInputError(problems.join(' ') || `${named} is no Python.`);
  }
  for (const problem of problems) log(problem);
  if (python !== undefined) log(`Tools in Python find the packages of ${python.program} (${python.from}).`);
  return python;
}

/** Says which packages tools lack, and what brings them. */
export function tellMissingPackages(
  fingerprints: ReadonlyMap<string, Fingerprint>,
  python: WorkspacePython | undefined,
  log: (message: string) => void,
): void {
  const reasons = [...fingerprints.values()].flatMap((each) => (each.status === 'skipped' ? [each.reason] : []));
  const missing = missingPackages(reasons);
  if (missing.size === 0) return;
  const named = [...missing].map(([name, count]) => `${name} (${count})`).join(', ');
  log(
    `Tools were not run because Python lacks packages: ${named}. To install them: ${installCommand(missing.keys(), python)}`,
  );
}
