/** How a program of ours is run in the sandbox for a folder of tools: which interpreter, what it may read. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { CommandRequest } from '../../tools/sandbox';
import type { RunnerLanguage } from './types';

/** An interpreter of Python that is not the system's: of a virtual environment. */
export interface PythonInterpreter {
  /** Absolute path of the program, as it is named in its environment: there it finds its packages. */
  readonly program: string;
  /** Absolute folders that it reads: the environment, and the installation that it was made of. */
  readonly readable: readonly string[];
}

export type LanguageProgram = Pick<CommandRequest, 'command' | 'folder' | 'env'> & {
  readonly readable: readonly string[];
};

/**
 * @param root absolute folder whose files are read in place where that may be: a copy of a large folder takes long
 * @param python default: `python3` of PATH
 */
export function languageProgram(
  language: RunnerLanguage,
  text: string,
  root: string,
  python?: PythonInterpreter,
): LanguageProgram {
  const copied = isPrivate(root);
  const own = language === 'python' ? (python?.readable ?? []) : nodeFolders();
  return {
    command:
      language === 'python'
        ? { program: python?.program ?? 'python3', args: ['-B', '-s', '-c', text] }
        : // Our own Node: it is there, and new enough to take types away.
          { program: process.execPath, args: [...nodeOptions, '-e', text] },
    folder: copied ? { kind: 'copy', path: root } : { kind: 'empty' },
    env: {
      // Threads of number libraries would count as processes, and are slower than one for small calls.
      OPENBLAS_NUM_THREADS: '1',
      OMP_NUM_THREADS: '1',
      MKL_NUM_THREADS: '1',
      ...(process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
    },
    readable: [...(copied ? [] : [root]), ...own],
  };
}

const nodeOptions = ['--no-warnings', '--max-old-space-size=512', '--input-type=commonjs'];

/** Node has threads of its own. */
export const mostProcesses: Readonly<Record<RunnerLanguage, number>> = { python: 12, javascript: 40 };

/** As root the runner is another user, which may not read a folder that only its owner may. */
function isPrivate(root: string): boolean {
  return process.getuid?.() === 0 && (statSync(root).mode & 0o005) !== 0o005;
}

function nodeFolders(): string[] {
  const folder = path.dirname(process.execPath);
  return /^\/(?:usr|bin|sbin|lib|opt|snap|nix)\//.test(`${folder}/`) ? [] : [folder];
}
