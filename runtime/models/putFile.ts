import { existsSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { manifestFile, manifestSchema, plainName, sha256 } from './manifest';

/** Whether a folder holds a model, complete or not. */
export function holdsModel(folder: string): boolean {
  return existsSync(path.join(folder, manifestFile));
}

/**
 * Puts a small text file into a model folder, or replaces it, and lists it in the manifest. Each of the two files is exchanged in
 * one step.
 * @throws ZodError when the name is no plain name or the manifest is not one of this version
 */
export async function putModelFile(folder: string, name: string, text: string): Promise<void> {
  const listed = path.join(folder, manifestFile);
  const manifest = manifestSchema.parse(JSON.parse(await readFile(listed, 'utf8')));
  const file = path.join(folder, plainName.parse(name));
  await replace(file, text);
  const entry = { name, bytes: Buffer.byteLength(text), sha256: await sha256(file) };
  const known = manifest.files.findIndex((each) => each.name === name);
  const files = known < 0 ? [...manifest.files, entry] : manifest.files.with(known, entry);
  await replace(listed, `${JSON.stringify({ ...manifest, files }, undefined, 2)}\n`);
}

async function replace(file: string, text: string): Promise<void> {
  const partial = `${file}.partial-${process.pid}`;
  try {
    const handle = await open(partial, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}
