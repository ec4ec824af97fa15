/** Temporary folders named after the process that made them, removed later where that process was killed. */
import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** An hour: a process number of another container means nothing here, and is left alone so long. */
const SURELY_STALE_MS = 3_600_000;

export function temporaryPrefix(prefix: string): string {
  return `${prefix}${process.pid}-`;
}

export function isStaleName(name: string, prefix: string): boolean {
  const maker = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
  return maker !== undefined && !lives(Number(maker));
}

/** @returns the folders that were made by processes that live no more */
export async function staleFolders(parent: string, prefix: string): Promise<string[]> {
  const stale: string[] = [];
  for (const name of await readdir(parent).catch(() => [])) {
    if (!isStaleName(name, prefix)) continue;
    const folder = path.join(parent, name);
    const status = await lstat(folder).catch(() => undefined);
    // Others' folders of the same name are not ours to remove.
    if (status?.isDirectory() === true && status.uid === process.getuid?.()) stale.push(folder);
  }
  return stale;
}

export async function sweepFolders(parent: string, prefix: string, olderThan = SURELY_STALE_MS): Promise<void> {
  for (const folder of await staleFolders(parent, prefix)) {
    const status = await lstat(folder).catch(() => undefined);
    if (status === undefined || Date.now() - status.mtimeMs < olderThan) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

function lives(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
