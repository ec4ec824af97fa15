/** Folders that are either complete or not there. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Whether another process of this number runs; a folder with this process's own number is an older one's. */
function isRunning(processId: number): boolean {
  if (processId === process.pid) return false;
  try {
    // Signal 0 only asks.
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

/**
 * Makes a folder by a function that may fail or be interrupted: it works in a folder of another name, which gets the
 * final name only when everything is there. So a folder that exists is complete.
 */
export async function completeFolder(folder: string, make: (unfinished: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  const prefix = `${path.basename(folder)}.unfinished-`;
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length)))) {
      await rm(path.join(parent, name), { recursive: true, force: true });
    }
  }
  const unfinished = `${folder}.unfinished-${process.pid}`;
  await mkdir(unfinished);
  try {
    await make(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process may have finished the same folder in the meantime.
    if (!existsSync(folder)) throw error;
  }
}
