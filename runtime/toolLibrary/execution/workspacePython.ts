/** The Python of a workspace: the environment that its packages are installed in. Looked at, never started here. */
import { parse } from 'jsonc-parser/lib/esm/main.js'; // Bundlers cannot follow its other form (UMD).
import { existsSync } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { PythonInterpreter } from './languageProgram';

export interface WorkspacePython extends PythonInterpreter {
  /** Where it was found, for people: `.venv`, `VIRTUAL_ENV`, `python.defaultInterpreterPath`. */
  readonly from: string;
}

export interface FoundPython {
  /** Undefined: the system's is used. */
  readonly python: WorkspacePython | undefined;
  /** What is named or lies there and cannot be used, and what to do. */
  readonly problems: readonly string[];
}

export interface FindPythonOptions {
  /** Absolute; environments in the folders above count too, as far as the repository goes. */
  readonly root: string;
  /** Path of an interpreter or of an environment that the user named; nothing else is looked at then. */
  readonly named?: string | undefined;
  /** Value of `python.defaultInterpreterPath`; default: that of the workspace's `.vscode/settings.json`. */
  readonly configured?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

/** In this order: what is named, `python.defaultInterpreterPath`, `.venv`, `venv`, `VIRTUAL_ENV`. */
export async function findWorkspacePython(options: FindPythonOptions): Promise<FoundPython> {
  const { root, named, environment = process.env } = options;
  const folders = await foldersUpwards(root);
  const problems: string[] = [];
  for (const { place, from } of await candidates(options, folders, environment)) {
    const found = await interpreterAt(place, from, root);
    if (typeof found !== 'string') return { python: found, problems };
    problems.push(found);
    if (named !== undefined) break;
  }
  return { python: undefined, problems };
}

interface Candidate {
  readonly place: string;
  readonly from: string;
}

async function candidates(
  { named, configured }: FindPythonOptions,
  folders: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<readonly Candidate[]> {
  if (named !== undefined) return [{ place: path.resolve(named), from: named }];
  const found: Candidate[] = [];
  const from = 'python.defaultInterpreterPath';
  if (configured !== undefined && namesPath(configured)) {
    found.push({ place: filledIn(configured, folders[0] ?? '/', environment), from });
  }
  for (const folder of configured === undefined ? folders : []) {
    const written = await settingOf(folder);
    if (written !== undefined && namesPath(written))
      found.push({ place: filledIn(written, folder, environment), from });
  }
  for (const folder of folders) {
    for (const name of ['.venv', 'venv']) {
      const place = path.join(folder, name);
      if (existsSync(path.join(place, 'pyvenv.cfg'))) found.push({ place, from: name });
    }
  }
  const { VIRTUAL_ENV: active } = environment;
  if (active !== undefined && active !== '') found.push({ place: active, from: 'VIRTUAL_ENV' });
  return found;
}

/** `python` alone means the system's: there is nothing to find. */
function namesPath(setting: string): boolean {
  return setting.includes('/');
}

/** @returns why it cannot be used */
async function interpreterAt(place: string, from: string, root: string): Promise<WorkspacePython | string> {
  const status = await stat(place).catch(() => undefined);
  if (status === undefined) return `${from}: there is no ${place}. Correct the path, or make the environment.`;
  const program = status.isDirectory() ? path.join(place, 'bin', 'python') : place;
  const real = await realpath(program).catch(() => undefined);
  if (real === undefined) {
    return `${from}: ${program} leads nowhere, as the Python that it was made of is gone. Make the environment anew: python3 -m venv --clear ${place}`;
  }
  // What a repository names is not to open any folder to its tools: only those of an interpreter, at the end of all links.
  if (path.basename(path.dirname(real)) !== 'bin' || !/^(?:python|pypy)[\d.]*t?$/.test(path.basename(real))) {
    return `${from}: ${program} is no interpreter of Python (bin/python of an environment). Correct the path.`;
  }
  const base = path.dirname(path.dirname(real));
  const prefix = path.dirname(path.dirname(program));
  const isEnvironment = existsSync(path.join(prefix, 'pyvenv.cfg'));
  const readable = [...(isEnvironment ? [prefix] : []), base].filter(
    (each) => !isWithin(each, root) && !isSystem(each),
  );
  return { program: isEnvironment ? program : real, readable: [...new Set(readable)], from };
}

function isSystem(folder: string): boolean {
  return /^\/(?:usr|bin|sbin|lib\w*|opt|nix\/store|snap)(?:\/|$)/.test(folder);
}

function isWithin(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(`${root}/`);
}

/** The root and the folders above it, up to that of the repository; the root alone where there is none. Never the user's home. */
async function foldersUpwards(root: string): Promise<readonly string[]> {
  const real = await realpath(root);
  const start = (await stat(real)).isDirectory() ? real : path.dirname(real);
  const folders: string[] = [];
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (folder === path.dirname(folder) || folder === homedir()) return [start];
    folders.push(folder);
    if (existsSync(path.join(folder, '.git'))) return folders;
  }
}

const settings = z.looseObject({ 'python.defaultInterpreterPath': z.string().optional() });

async function settingOf(folder: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, '.vscode', 'settings.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  return settings.safeParse(value).data?.['python.defaultInterpreterPath'];
}

function filledIn(setting: string, folder: string, environment: NodeJS.ProcessEnv): string {
  const filled = setting
    .replaceAll(/\$\{workspaceFolder(?::[^}]*)?\}/g, folder)
    .replaceAll('${userHome}', homedir())
    .replaceAll(/\$\{env:(\w+)\}/g, (_, name: string) => environment[name] ?? '')
    .replace(/^~(?=\/)/, homedir());
  return path.resolve(folder, filled);
}
