import { lstatSync, readdirSync, type Dirent, type Stats } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { RepositoryError } from '../repositoryError';
import { IgnoreRules, isRepository } from './ignoreRules';

export interface ScannedFile {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970, with fractions. */
  readonly modified: number;
  /** Why it is not read, for people. */
  readonly skipped: string | undefined;
}

export interface ScanOptions {
  readonly signal?: AbortSignal | undefined;
  /** @param files found so far */
  readonly onProgress?: ((files: number) => void) | undefined;
}

/** Larger files are listed and not read. Bytes. */
export const largestFile = 8 << 20;

/** How long to walk before others have their turn. Milliseconds. */
const turn = 30;

/**
 * Every file of a repository, without what Git would not track. Symbolic links are listed and not followed: they could lead out, or
 * round in circles. A repository inside (a submodule) is listed as one entry and not entered.
 *
 * @param root absolute
 * @throws RepositoryError no-folder, cancelled
 */
export async function scanFolder(root: string, options: ScanOptions = {}): Promise<readonly ScannedFile[]> {
  if (!isFolder(root)) {
    throw new RepositoryError(
      'no-folder',
      `${root} is not a folder that can be read. Name the folder of a repository.`,
    );
  }
  return filesBelow(root, [{ folder: '', rules: IgnoreRules.of(root) }], options);
}

interface FolderToWalk {
  readonly folder: string;
  readonly rules: IgnoreRules;
}

async function filesBelow(
  root: string,
  folders: readonly FolderToWalk[],
  { signal, onProgress }: ScanOptions,
): Promise<readonly ScannedFile[]> {
  const files: ScannedFile[] = [];
  const pending = [...folders];
  let began = Date.now();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { folder, rules } = next;
    for (const entry of entriesOf(path.join(root, folder))) {
      const { name } = entry;
      if (name === '.git') continue;
      const relative = folder === '' ? name : `${folder}/${name}`;
      const isDirectory = entry.isDirectory();
      if (rules.ignores(relative, isDirectory)) continue;
      if (isDirectory) {
        if (isRepository(path.join(root, relative))) files.push(border(relative));
        else pending.push({ folder: relative, rules: rules.inside(root, relative) });
      } else {
        const file = fileOf(root, relative);
        if (file !== undefined) files.push(file);
      }
    }
    if (Date.now() - began > turn) {
      onProgress?.(files.length);
      await setImmediate();
      if (signal?.aborted === true) throw new RepositoryError('cancelled', 'Indexing was cancelled.');
      began = Date.now();
    }
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Some files of a repository as they are now, and those below folders among the paths.
 * @param paths relative to the root, with slashes; what is gone or ignored is left out
 * @throws RepositoryError cancelled
 */
export async function scanPaths(
  root: string,
  paths: readonly string[],
  options: ScanOptions = {},
): Promise<readonly ScannedFile[]> {
  const rulesOf = new Map<string, IgnoreRules | undefined>([['', IgnoreRules.of(root)]]);
  /** undefined: the folder is ignored, or lies in another repository. */
  const rulesIn = (folder: string): IgnoreRules | undefined => {
    if (rulesOf.has(folder)) return rulesOf.get(folder);
    const parent = parentOf(folder);
    const above = rulesIn(parent);
    const closed = above === undefined || above.ignores(folder, true) || isRepository(path.join(root, folder));
    const rules = closed ? undefined : above.inside(root, folder);
    rulesOf.set(folder, rules);
    return rules;
  };
  const found = new Map<string, ScannedFile>();
  const folders: FolderToWalk[] = [];
  for (const relative of new Set(paths)) {
    if (relative.split('/').some((part) => part === '.git' || part === '..' || part === '')) continue;
    const above = rulesIn(parentOf(relative));
    if (above === undefined) continue;
    const full = path.join(root, relative);
    if (statsOf(full)?.isDirectory() === true) {
      const rules = rulesIn(relative);
      if (rules !== undefined) folders.push({ folder: relative, rules });
      else if (!above.ignores(relative, true) && isRepository(full)) found.set(relative, border(relative));
    } else {
      const file = above.ignores(relative, false) ? undefined : fileOf(root, relative);
      if (file !== undefined) found.set(relative, file);
    }
  }
  for (const file of await filesBelow(root, folders, options)) found.set(file.path, file);
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function parentOf(relative: string): string {
  const slash = relative.lastIndexOf('/');
  return slash === -1 ? '' : relative.slice(0, slash);
}

function border(relative: string): ScannedFile {
  return { path: relative, bytes: 0, modified: 0, skipped: 'a repository of its own (submodule)' };
}

/** @returns undefined for what is no file, or is gone meanwhile */
function fileOf(root: string, relative: string): ScannedFile | undefined {
  const stats = statsOf(path.join(root, relative));
  if (stats === undefined || stats.isDirectory()) return undefined;
  const base = { path: relative, bytes: stats.size, modified: stats.mtimeMs };
  if (stats.isSymbolicLink()) return { ...base, skipped: 'a symbolic link' };
  if (!stats.isFile()) return undefined;
  return { ...base, skipped: stats.size > largestFile ? `larger than ${largestFile >> 20} MB` : undefined };
}

function statsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch {
    return undefined;
  }
}

function isFolder(folder: string): boolean {
  try {
    readdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Gone meanwhile, or not ours to read.
    return [];
  }
}
