import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Writes a file so that it is there whole or not at all, whatever ends the process. */
export async function atomicWrite(file: string, content: string | Uint8Array, durable = false): Promise<void> {
  const partial = `${file}.partial-${process.pid}`;
  try {
    const handle = await open(partial, 'w');
    try {
      await handle.writeFile(content);
      if (durable) await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Whether a file is what a process left behind that ended while it wrote. */
export function isPartial(name: string): boolean {
  return /\.partial-\d+$/.test(name);
}

/** Removes what processes left behind in a folder. */
export async function removePartials(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (isPartial(name)) await rm(path.join(folder, name), { force: true });
  }
}
