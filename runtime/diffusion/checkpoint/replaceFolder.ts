import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { manifestFile } from '../../models';
import { RuntimeError } from '../../runtimeError';

/** Where a model lies while the one that replaces it takes its name. */
function asideOf(folder: string): string {
  return `${folder}.replaced`;
}

/**
 * Checks that a model folder may be made under a name, and gives it back the model that a crash left without it.
 * @throws RuntimeError bad-request when something else has the name: only a model is replaced, the rest is the user's
 */
export async function prepareReplacement(folder: string): Promise<void> {
  const aside = asideOf(folder);
  if (await exists(aside)) {
    if (await exists(folder)) await rm(aside, { recursive: true, force: true });
    else await rename(aside, folder);
  }
  if (!(await exists(folder)) || (await exists(path.join(folder, manifestFile)))) return;
  const action = 'Give a folder that does not exist yet, or one that holds a model.';
  throw new RuntimeError('bad-request', `${folder} exists and is no model folder.`, action);
}

/** Gives a complete folder its name, in place of the model that has it. */
export async function replaceFolder(from: string, to: string): Promise<void> {
  const aside = asideOf(to);
  const isReplaced = await exists(to);
  if (isReplaced) await rename(to, aside);
  try {
    await rename(from, to);
  } catch (error) {
    if (isReplaced) await rename(aside, to);
    throw error;
  }
  await syncFolder(path.dirname(to));
  await rm(aside, { recursive: true, force: true });
}

/** Makes names durable where the system lets a folder be opened (not Windows). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}

export async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
