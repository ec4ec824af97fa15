import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { RuntimeError } from '../../runtimeError';
import { codeOf } from '../atomicFile';
import { toErrorData } from '../errorData';
import { manifestFile, manifestSchema, type ModelManifest } from '../manifest';
import type { RuntimeErrorData } from '../../protocol';

export interface InstalledState {
  readonly manifest?: ModelManifest | undefined;
  /** Bytes of its files on the disk. */
  readonly bytes: number;
  /** Why it cannot be used; undefined when all files are there with the right sizes. */
  readonly problem?: RuntimeErrorData | undefined;
}

/** Looks at a model folder without reading its weights: manifest, and the size of each file. */
export async function inspectInstalled(folder: string): Promise<InstalledState> {
  let manifest: ModelManifest;
  try {
    manifest = await readManifest(folder);
  } catch (error) {
    return { bytes: 0, problem: toErrorData(error) };
  }
  let bytes = 0;
  let problem: RuntimeErrorData | undefined;
  for (const file of manifest.files) {
    const size = await fileSize(path.join(folder, file.name));
    bytes += size ?? 0;
    if (size === file.bytes) continue;
    const what = size === undefined ? 'is missing' : `has ${size} bytes instead of ${file.bytes}`;
    problem ??= damaged(folder, `${file.name} ${what}`).toData();
  }
  return { manifest, bytes, problem };
}

/** @throws RuntimeError model-missing, model-corrupt */
export async function readManifest(folder: string): Promise<ModelManifest> {
  const file = path.join(folder, manifestFile);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const message = `The model in ${folder} cannot be read: ${manifestFile} is missing (${codeOf(cause) ?? 'unknown'}).`;
    throw new RuntimeError('model-missing', message, 'Remove the model, and download or add it again.', { cause });
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(folder, `${manifestFile} is not one that this version reads`, cause);
  }
}

/** @returns undefined for what is missing or is no file */
export async function fileSize(file: string): Promise<number | undefined> {
  return lstat(file).then(
    (info) => (info.isFile() ? info.size : undefined),
    () => undefined,
  );
}

function damaged(folder: string, what: string, cause?: unknown): RuntimeError {
  const action = 'Remove the model, and download or add it again.';
  return new RuntimeError('model-corrupt', `The model in ${folder} is damaged: ${what}.`, action, { cause });
}
