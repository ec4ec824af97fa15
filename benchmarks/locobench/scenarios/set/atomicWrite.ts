import { open, rename } from 'node:fs/promises';

/** Writes a file so that it is there whole or not at all, whatever ends the process. */
export async function atomicWrite(file: string, content: string | Uint8Array, durable = false): Promise<void> {
  const partial = `${file}.partial-${process.pid}`;
  const handle = await open(partial, 'w');
  try {
    await handle.writeFile(content);
    if (durable) await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partial, file);
}
