/** What a request to the sandbox may ask for, whichever containment answers it. */
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { SandboxRequestError } from './sandboxRequestError';
import { holdsSecrets } from './toolchains';
import type { CommandRequest } from './types';

export function commandWords(command: CommandRequest['command']): string[] {
  if ('shell' in command) return ['/bin/sh', '-c', command.shell];
  if (command.program === '' || command.program.includes('=') || command.program.startsWith('-')) {
    throw new SandboxRequestError(
      `“${command.program}” is no name of a program.`,
      'Name a program of PATH or an absolute path.',
    );
  }
  return [command.program, ...command.args];
}

/** @returns the real folder @throws SandboxRequestError when it is none, or holds more than a project */
export async function sourceFolder(folder: string): Promise<string> {
  const real = await realpath(folder).catch(() => undefined);
  if (real === undefined || !(await stat(real)).isDirectory()) {
    throw new SandboxRequestError(`There is no folder ${folder}.`, 'Name a folder of a project.');
  }
  if (real === '/' || holdsSecrets(real)) {
    throw new SandboxRequestError(
      `${real} holds your home folder or Whetstone’s state; a command would read your keys.`,
      'Open the folder of a project instead.',
    );
  }
  return real;
}

export async function readableRequest(entries: readonly string[]): Promise<string[]> {
  const checked: string[] = [];
  for (const entry of entries) {
    if (!path.isAbsolute(entry) || entry === '/' || holdsSecrets(entry)) {
      throw new SandboxRequestError(
        `A command may not read ${entry}.`,
        'Name an absolute folder of a toolchain or project.',
      );
    }
    checked.push(await realpath(entry));
  }
  return checked;
}

export function insideFolder(folder: string, below: string): string {
  const current = path.resolve(folder, below);
  if (current !== folder && !current.startsWith(`${folder}/`)) {
    throw new SandboxRequestError(`${below} leaves the folder of the command.`, 'Name a folder below it.');
  }
  return current;
}
