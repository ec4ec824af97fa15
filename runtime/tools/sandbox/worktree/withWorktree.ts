/**
 * Throw-away checkouts of a repository. Nothing of the repository runs while one is made: no hooks, no filters, no programs of its
 * configuration; the files are those of the commit as Git stores them.
 */
import { constants, existsSync } from 'node:fs';
import { copyFile, lstat, mkdir, mkdtemp, readdir, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { git, openPlainRepository } from '../../../git';
import { SandboxRequestError, sweepFolders, temporaryPrefix } from '../command';

export interface WorktreeRequest {
  /** A folder of a repository's working tree. */
  readonly repository: string;
  /** 'commit': any revision that Git knows. 'working-tree': the files as they are now, without those that Git ignores. */
  readonly state: { readonly kind: 'commit'; readonly revision: string } | { readonly kind: 'working-tree' };
  /** Whether node_modules of the repository are linked; default: true. What is linked must only be read, e.g. in the sandbox. */
  readonly modules?: boolean | undefined;
}

export interface Worktree {
  /** Absolute. Below it no `.git`: nothing done here reaches the repository. */
  readonly folder: string;
  /** Of the commit; undefined for a working tree. */
  readonly commit: string | undefined;
  /** To be readable where a command runs here: what the links point to. */
  readonly linked: readonly string[];
}

const PREFIX = 'whetstone-worktree-';

/**
 * Makes one, hands it to `work`, removes it. Those of processes that were killed are removed by the next call.
 * @throws SandboxRequestError when there is no repository or no such commit
 */
export async function withWorktree<Result>(
  request: WorktreeRequest,
  work: (worktree: Worktree) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const parent = await realpath(tmpdir());
  await sweepFolders(parent, PREFIX, 0);
  const top = await topLevel(request.repository, signal);
  const base = await mkdtemp(path.join(parent, temporaryPrefix(PREFIX)));
  const folder = path.join(base, path.basename(top));
  try {
    await mkdir(folder);
    const commit =
      request.state.kind === 'commit' ? await checkOut(top, request.state.revision, base, folder, signal) : undefined;
    if (request.state.kind === 'working-tree') await copyWorkingTree(top, folder, signal);
    const linked = request.modules === false ? [] : await linkModules(top, folder);
    return await work({ folder, commit, linked });
  } finally {
    await rm(base, { recursive: true, force: true });
  }
}

async function topLevel(repository: string, signal?: AbortSignal): Promise<string> {
  const answer = await git(repository, ['rev-parse', '--show-toplevel'], { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new SandboxRequestError(
      `${repository} is no working tree of Git: ${error instanceof Error ? error.message.trim() : String(error)}`,
      'Name a folder of a repository, and install Git where it is missing.',
    );
  });
  return answer.replace(/\n$/, '');
}

async function checkOut(
  top: string,
  revision: string,
  base: string,
  folder: string,
  signal?: AbortSignal,
): Promise<string> {
  const commit = await git(top, ['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`], {
    signal,
  }).catch(() => {
    signal?.throwIfAborted();
    throw new SandboxRequestError(`There is no commit “${revision}” in ${top}.`, 'Name a branch, a tag or a hash.');
  });
  const id = commit.trim();
  const own = await openPlainRepository(top, id, path.join(base, 'git'), signal);
  const env = { GIT_DIR: own, GIT_WORK_TREE: folder, GIT_INDEX_FILE: path.join(base, 'index') };
  await git(folder, ['read-tree', id], { env, signal });
  await git(folder, ['checkout-index', '--all', '--force'], { env, signal });
  return id;
}

/** Tracked and new files as they lie on the disk; shared blocks where the file system can. */
async function copyWorkingTree(top: string, folder: string, signal?: AbortSignal): Promise<void> {
  const listed = await git(top, ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { signal });
  const names = [...new Set(listed.split('\0'))].filter((name) => name !== '');
  for (let at = 0; at < names.length; at += 64) {
    signal?.throwIfAborted();
    await Promise.all(names.slice(at, at + 64).map((name) => copyEntry(path.join(top, name), path.join(folder, name))));
  }
}

async function copyEntry(source: string, target: string): Promise<void> {
  // Listed, but deleted on the disk.
  const status = await lstat(source).catch(() => undefined);
  if (status === undefined) return;
  await mkdir(path.dirname(target), { recursive: true });
  if (status.isSymbolicLink()) await symlink(await readlink(source), target);
  else if (status.isFile()) await copyFile(source, target, constants.COPYFILE_FICLONE);
}

/** @returns the folders that were linked */
async function linkModules(top: string, folder: string, depth = 3): Promise<string[]> {
  const linked: string[] = [];
  const entries = await readdir(top, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name === '.git') continue;
    const source = path.join(top, entry.name);
    const target = path.join(folder, entry.name);
    if (entry.name === 'node_modules') {
      if (existsSync(folder) && !existsSync(target)) {
        await symlink(source, target);
        linked.push(source);
      }
    } else if (depth > 0) {
      linked.push(...(await linkModules(source, target, depth - 1)));
    }
  }
  return linked;
}
