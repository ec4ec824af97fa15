import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { git, openPlainRepository } from '../../git';

export interface PlainRepository {
  /** Hash of HEAD of the repository that it reads. */
  readonly commit: string;
  /** The working tree's root, which may lie above the folder that was asked for. */
  readonly top: string;
  /** `GIT_DIR` and the like: to run git with, nothing of the repository is run. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Works with a bare repository of ours over the objects of a folder's one.
 * @returns undefined where there is no Git, no repository or no commit
 */
export async function withPlainRepository<Result>(
  folder: string,
  work: (repository: PlainRepository) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result | undefined> {
  const base = await mkdtemp(path.join(await realpath(tmpdir()), 'whetstone-history-'));
  try {
    const own = await openOwnRepository(folder, path.join(base, 'git'), signal);
    return own && (await work(own));
  } finally {
    await rm(base, { recursive: true, force: true });
  }
}

/**
 * @param at where the bare repository is made; removed by the caller
 * @returns undefined where there is no Git, no repository or no commit
 */
export async function openOwnRepository(
  folder: string,
  at: string,
  signal?: AbortSignal,
): Promise<PlainRepository | undefined> {
  const lines = await git(folder, ['rev-parse', '--show-toplevel', '--verify', 'HEAD^{commit}'], { signal }).catch(
    () => undefined,
  );
  signal?.throwIfAborted();
  const [top, commit] = (lines ?? '').split('\n');
  if (top === undefined || commit === undefined || commit === '') return undefined;
  return { commit, top, env: { GIT_DIR: await openPlainRepository(top, commit, at, signal) } };
}
