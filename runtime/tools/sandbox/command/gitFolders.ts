/** A worktree's history lies elsewhere: the folders that Git reads for it. */
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { holdsSecrets } from './toolchains';

/** @returns absolute folders outside of `folder`; none for an ordinary repository or no repository */
export async function gitFolders(folder: string): Promise<string[]> {
  const link = path.join(folder, '.git');
  const status = await stat(link).catch(() => undefined);
  if (status?.isFile() !== true) return [];
  const own = /^gitdir: (.+)$/m.exec(await readFile(link, 'utf8'))?.[1];
  if (own === undefined) return [];
  const gitFolder = path.resolve(folder, own.trim());
  const common = await readFile(path.join(gitFolder, 'commondir'), 'utf8').catch(() => '.');
  const shared = await realpath(path.resolve(gitFolder, common.trim())).catch(() => undefined);
  // A `.git` file may name any folder; only what is a repository is shown.
  if (shared === undefined || holdsSecrets(shared)) return [];
  const isRepository = (await stat(path.join(shared, 'HEAD')).catch(() => undefined))?.isFile() === true;
  return isRepository ? [shared] : [];
}
