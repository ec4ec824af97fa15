/** Finds the real python3 behind shims (pyenv, conda) and the folders that it reads. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import { SandboxUnavailableError } from './sandboxUnavailableError';

export interface Interpreter {
  /** Absolute path. */
  readonly file: string;
  readonly version: string;
  /** Absolute paths that must be readable for it to run, without the system's own folders. */
  readonly folders: readonly string[];
}

const answer = z.object({ file: z.string(), version: z.string(), prefixes: z.array(z.string()) });

const QUESTION = `import json, os, sys
print(json.dumps({"file": os.path.realpath(sys.executable), "version": sys.version.split()[0],
  "prefixes": sorted({os.path.realpath(p) for p in (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)})}))`;

/** @throws SandboxUnavailableError when there is no python3 */
export async function findPython(): Promise<Interpreter> {
  let stdout: string;
  try {
    ({ stdout } = await promisify(execFile)('python3', ['-I', '-c', QUESTION], { timeout: 20_000 }));
  } catch (error) {
    throw new SandboxUnavailableError(
      `python3 could not be run: ${error instanceof Error ? error.message : String(error)}`,
      'Install Python 3 (Debian: apt-get install python3) and run the command again.',
    );
  }
  const { file, version, prefixes } = answer.parse(JSON.parse(stdout));
  return { file, version, folders: prefixes.filter((folder) => !isSystemFolder(folder)) };
}

/** Folders of the system that hold programs and libraries; those that exist are visible, read-only. */
const SYSTEM_FOLDERS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/etc/ld.so.cache'];

export function systemFolders(): string[] {
  return SYSTEM_FOLDERS.filter((folder) => existsSync(folder));
}

function isSystemFolder(folder: string): boolean {
  return SYSTEM_FOLDERS.some((system) => folder === system || folder.startsWith(`${system}/`));
}
