import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { alive } from '../../files';
import { markerFile } from '../modelsFolder';

const folderName = '.in-use';

/**
 * Says that this process has a model loaded, so that no other removes it. Does nothing for folders outside a models
 * folder, and never fails: a mark that cannot be written must not keep a model from being used.
 * @param modelFolder absolute path
 * @returns takes the mark away
 */
export async function markModelInUse(modelFolder: string): Promise<() => Promise<void>> {
  const root = path.dirname(modelFolder);
  if (!existsSync(path.join(root, markerFile))) return async () => undefined;
  const mark = path.join(root, folderName, `${path.basename(modelFolder)}.${process.pid}`);
  try {
    await mkdir(path.dirname(mark), { recursive: true });
    await writeFile(mark, '');
  } catch {
    // A read-only folder: nobody removes anything there either.
  }
  return async () => {
    await rm(mark, { force: true }).catch(() => undefined);
  };
}

/** Processes that have a model of a models folder loaded. Marks of processes that are gone are removed. */
export async function usersOf(root: string, id: string): Promise<readonly number[]> {
  const names = await readdir(path.join(root, folderName)).catch(() => []);
  const pids: number[] = [];
  for (const name of names) {
    const pid = Number(path.extname(name).slice(1));
    if (path.parse(name).name !== id || !Number.isInteger(pid)) continue;
    if (alive(pid)) pids.push(pid);
    else await rm(path.join(root, folderName, name), { force: true }).catch(() => undefined);
  }
  return pids;
}
