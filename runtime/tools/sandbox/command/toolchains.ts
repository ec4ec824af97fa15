/** Programs outside the system's folders (version managers, the user's home) that a command may need: where they are, what they read. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { stateFolder } from '../../../store/stateFolder';
import { findPython } from '../interpreter';

export interface Toolchains {
  /** Absolute folders and files to be read, at the same path. */
  readonly readable: readonly string[];
  /** Folders of programs, before those of the system. */
  readonly programFolders: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export const SYSTEM_PROGRAMS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/opt', '/nix/store', '/snap'];
const SYSTEM_SETTINGS = [
  '/etc/ld.so.cache',
  '/etc/ld.so.conf',
  '/etc/ld.so.conf.d',
  '/etc/alternatives',
  '/etc/localtime',
];
const MORE_SETTINGS = [
  '/etc/nsswitch.conf',
  '/etc/mime.types',
  '/etc/ssl/openssl.cnf',
  '/etc/java-17-openjdk',
  '/etc/debian_version',
];

/** Read-only for every command. */
export function systemReadable(): string[] {
  return [...SYSTEM, ...SYSTEM_SETTINGS, ...MORE_SETTINGS].filter((entry) => existsSync(entry));
}

/** What people install outside of the system's folders. */
const PROGRAMS = ['node', 'go', 'java', 'deno', 'bun', 'ruby', 'php', 'dotnet', 'uv', 'pnpm', 'yarn'];

/** Looked up once a process: starting Python and asking rustup takes tens of milliseconds. */
let found: Promise<Toolchains> | undefined;

export function findToolchains(environment: NodeJS.ProcessEnv = process.env): Promise<Toolchains> {
  return (found ??= lookUp(environment));
}

async function lookUp(environment: NodeJS.ProcessEnv): Promise<Toolchains> {
  const readable = new Set<string>();
  const programFolders = new Set<string>();
  const env: Record<string, string> = {};
  const add = (program: string) => {
    const prefix = readablePrefix(program);
    if (prefix !== undefined) readable.add(prefix);
    if (!isSystem(path.dirname(program))) programFolders.add(path.dirname(program));
  };
  // A Node that is not the one of PATH runs us, or the editor's own does.
  for (const name of PROGRAMS) {
    const file = inPath(name, environment);
    if (file !== undefined && !isShim(file)) add(realpathSync(file));
  }
  const python = await findPython().catch(() => undefined);
  if (python !== undefined) {
    for (const folder of python.folders) if (!holdsSecrets(folder)) readable.add(folder);
    if (!isSystem(path.dirname(python.file))) programFolders.add(path.dirname(python.file));
  }
  await addRust(environment, readable, programFolders, env);
  const modules = environment.GOMODCACHE ?? path.join(environment.GOPATH ?? path.join(homedir(), 'go'), 'pkg', 'mod');
  if (existsSync(modules)) {
    readable.add(modules);
    Object.assign(env, { GOMODCACHE: modules, GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local' });
  }
  return { readable: [...readable], programFolders: [...programFolders], env };
}

/** rustup's programs stand for those of a toolchain; the registry's sources are read where they are, without the user's credentials. */
async function addRust(
  environment: NodeJS.ProcessEnv,
  readable: Set<string>,
  programFolders: Set<string>,
  env: Record<string, string>,
): Promise<void> {
  if (inPath('cargo', environment) === undefined) return;
  const answer = await promisify(execFile)('rustc', ['--print', 'sysroot'], { timeout: 20_000, cwd: '/' }).catch(
    () => undefined,
  );
  const sysroot = answer?.stdout.trim() ?? '';
  if (!path.isAbsolute(sysroot) || isSystem(sysroot) || !existsSync(path.join(sysroot, 'bin', 'cargo'))) return;
  readable.add(sysroot);
  programFolders.add(path.join(sysroot, 'bin'));
  const registry = path.join(environment.CARGO_HOME ?? path.join(homedir(), '.cargo'), 'registry');
  if (existsSync(registry)) readable.add(registry);
  env.CARGO_NET_OFFLINE = 'true';
}

function inPath(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  return (environment.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file) && statSync(file).isFile());
}

/** A version manager's stand-in is a script that would look for the manager in the home folder. */
function isShim(file: string): boolean {
  const real = realpathSync(file);
  return statSync(real).size < 4096 && /pyenv|rbenv|asdf|volta|mise/.test(readFileSync(real, 'latin1'));
}

function isSystem(folder: string): boolean {
  return SYSTEM.some((system) => folder === system || folder.startsWith(`${system}/`));
}

/** @returns `/p` for `/p/bin/program`, the file alone where `/p` holds more than a toolchain; undefined in a system folder */
function readablePrefix(file: string): string | undefined {
  if (isSystem(file)) return undefined;
  const folder = path.dirname(file);
  const prefix = path.basename(folder) === 'bin' ? path.dirname(folder) : folder;
  return holdsSecrets(prefix) || path.basename(prefix) === '.local' ? file : prefix;
}

/** @returns whether a folder is, or is above, the user's home or Whetstone's state: keys and books would be read with it */
export function holdsSecrets(folder: string): boolean {
  return [homedir(), stateFolder()].some((secret) => {
    const relative = path.relative(realFolder(folder), realFolder(secret));
    return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
  });
}

function realFolder(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : path.resolve(folder);
}
