/** What a folder holds by names, sizes and times, and what has changed since: where no overlay tells. */
import type { BigIntStats } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { UNTOLD_FOLDERS } from '../setUpScript';
import type { ChangedFile } from '../types';

/** Path below the folder, with slashes -> what a change of the file would change too. */
export type FolderState = ReadonlyMap<string, string>;

export async function readFolderState(folder: string): Promise<FolderState> {
  const state = new Map<string, string>();
  await walk(folder, '', (name, status) => state.set(name, fingerprint(status)));
  return state;
}

/**
 * @param contentBytes of all files together that are read back; the rest is told without content
 * @returns in order of paths
 */
export async function changesSince(
  folder: string,
  before: FolderState,
  contentBytes: number,
): Promise<{ readonly changes: readonly ChangedFile[]; readonly bytes: number }> {
  const now = new Map<string, BigIntStats>();
  await walk(folder, '', (name, status) => now.set(name, status));
  const changes: ChangedFile[] = [];
  let left = contentBytes;
  let bytes = 0;
  for (const [name, status] of now) {
    bytes += Number(status.size);
    if (before.get(name) === fingerprint(status)) continue;
    const file = path.join(folder, name);
    const size = Number(status.size);
    if (status.isSymbolicLink()) {
      changes.push({ path: name, change: { kind: 'link', target: await readlink(file) } });
    } else if (size > left) {
      changes.push({ path: name, change: { kind: 'too-large', bytes: size } });
    } else {
      left -= size;
      const executable = (Number(status.mode) & 0o100) !== 0;
      changes.push({ path: name, change: { kind: 'written', content: await readFile(file), executable } });
    }
  }
  for (const name of before.keys()) {
    if (!now.has(name)) changes.push({ path: name, change: { kind: 'deleted' } });
  }
  changes.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { changes, bytes };
}

/** The time of change cannot be set back by a program. */
function fingerprint(status: BigIntStats): string {
  return `${status.ino} ${status.size} ${status.ctimeNs} ${status.mode}`;
}

/** Files and links; what is neither (sockets, pipes) is nobody's work. */
async function walk(root: string, below: string, found: (name: string, status: BigIntStats) => void): Promise<void> {
  for (const entry of await readdir(path.join(root, below), { withFileTypes: true }).catch(() => [])) {
    if (UNTOLD_FOLDERS.includes(entry.name)) continue;
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) await walk(root, name, found);
    else if (entry.isFile() || entry.isSymbolicLink()) {
      const status = await lstat(path.join(root, name), { bigint: true }).catch(() => undefined);
      if (status !== undefined) found(name, status);
    }
  }
}
