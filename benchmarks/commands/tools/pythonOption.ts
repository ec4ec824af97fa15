import type { Command } from 'commander';
import { findWorkspacePython, type WorkspacePython } from '../../../runtime/toolLibrary/execution';
import { BadInputError } from '../../core/badInputError';
import path from 'node:path';

export interface PythonOptions {
  readonly python?: string;
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
