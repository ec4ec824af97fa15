import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { requireSpace } from '../../files';
import { RuntimeError } from '../../runtimeError';
import { modelId } from '../catalogue';
import { manifestFile } from '../manifest';
import { folderFailure } from '../modelsFolder';
import type { WeightPrecision } from '../protocol';
import { readManifest } from './inspectInstalled';
import { writeRecord } from './installRecord';
import type { ModelStore } from './store';
import { verifyFiles } from './verifyModel';

export interface AddOptions {
  readonly id?: string | undefined;
  readonly how?: 'copy' | 'reference' | undefined;
  readonly precision?: WeightPrecision | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

/**
 * Adds a folder of this disk: a model folder is copied or remembered where it is, a checkpoint is converted, a GGUF file
 * with config.json and tokenizer is copied. The folder
 * itself is never changed.
 * @returns id under which it is installed
 * @throws RuntimeError bad-request, model-missing, model-corrupt, model-unsupported, disk-full
 */
export async function addFolder(store: ModelStore, source: string, options: AddOptions = {}): Promise<string> {
  const folder = path.resolve(source);
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new RuntimeError('model-missing', `There is no folder ${folder} that can be read.`, 'Check the path.', {
      cause,
    });
  });
  requireOutside(store, folder);
  const id = await freeId(store, options.id, folder);
  await store.folder.prepare();
  try {
    if (names.includes(manifestFile)) await addModel(store, folder, id, options);
    else if (names.some((name) => name.endsWith('.safetensors'))) await addCheckpoint(store, folder, id, options);
    else if (names.some((name) => name.toLowerCase().endsWith('.gguf'))) await addGguf(store, folder, id, options);
    else throw neither(folder);
  } catch (error) {
    throw folderFailure(error, store.folder.root);
  }
  return id;
}

async function addModel(store: ModelStore, folder: string, id: string, options: AddOptions): Promise<void> {
  const manifest = await readManifest(folder);
  if (options.how === 'reference') {
    requireGood(folder, await verifyFiles(folder, manifest, options));
    await writeRecord(store.folder, { id, origin: 'reference', folder });
    return;
  }
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  await requireSpace(store.folder.root, total, 'the copy of the model');
  const half = store.folder.work(`add-${randomUUID()}`);
  try {
    await mkdir(half, { recursive: true });
    await copyFile(path.join(folder, manifestFile), path.join(half, manifestFile));
    let before = 0;
    for (const { name, bytes } of manifest.files) {
      // A model folder holds files alone: what a link leads to is not looked at.
      const info = await lstat(path.join(folder, name)).catch(() => undefined);
      if (info?.isFile() !== true) throw notAFile(path.join(folder, name));
      await copy(path.join(folder, name), path.join(half, name), options, (done) => {
        // Reading what was copied is the second half of the work.
        options.onProgress?.((before + done) / 2, total);
      });
      before += bytes;
    }
    const onProgress = (done: number) => options.onProgress?.((total + done) / 2, total);
    requireGood(folder, await verifyFiles(half, manifest, { signal: options.signal, onProgress }));
    await rename(half, store.folder.model(id));
    await writeRecord(store.folder, { id, origin: 'copy' });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

async function addCheckpoint(store: ModelStore, folder: string, id: string, options: AddOptions): Promise<void> {
  if (options.how === 'reference') {
    const message = `${folder} is a checkpoint, which has to be converted before it can be used.`;
    throw new RuntimeError('bad-request', message, 'Add it without asking for a reference.');
  }
  const { convertCheckpoint } = await import('../../diffusion');
  await convertCheckpoint(folder, store.folder.model(id), {
    id,
    quantise: options.precision ?? 'int8',
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  await writeRecord(store.folder, { id, origin: 'converted' });
}

async function addGguf(store: ModelStore, folder: string, id: string, options: AddOptions): Promise<void> {
  if (options.how === 'reference') {
    const message = `${folder} has no ${manifestFile}, by which its files could be checked later.`;
    throw new RuntimeError('bad-request', message, 'Add it without asking for a reference: it is copied then.');
  }
  const { importGguf } = await import('../../diffusion');
  const { signal, onProgress } = options;
  await importGguf(folder, store.folder.model(id), { id, signal, onProgress });
  await writeRecord(store.folder, { id, origin: 'copy' });
}

async function copy(from: string, to: string, options: AddOptions, onBytes: (done: number) => void): Promise<void> {
  let done = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length;
      onBytes(done);
      next(null, chunk);
    },
  });
  const streams = [
    createReadStream(from, { highWaterMark: 1 << 20 }),
    count,
    createWriteStream(to, { flags: 'wx', flush: true }),
  ] as const;
  await pipeline(...streams, options.signal ? { signal: options.signal } : {});
}

/** @throws RuntimeError bad-request for an id that is wrong or taken */
async function freeId(store: ModelStore, wanted: string | undefined, folder: string): Promise<string> {
  const made = path
    .basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, 64)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  const id = wanted ?? made;
  const problem =
    id === 'embedded' ? 'it belongs to the model that ships' : modelId.safeParse(id).error?.issues[0]?.message;
  if (problem !== undefined) {
    throw new RuntimeError('bad-request', `"${id}" cannot be a model's id: ${problem}.`, 'Give another id.');
  }
  const taken =
    (await store.find(id)) !== undefined || (await stat(store.folder.model(id)).catch(() => undefined)) !== undefined;
  if (taken)
    throw new RuntimeError(
      'bad-request',
      `There is a model "${id}" already.`,
      'Give another id, or remove that one first.',
    );
  return id;
}

function requireOutside(store: ModelStore, folder: string): void {
  const inside = path.relative(store.folder.root, folder);
  if (inside !== '' && (inside.startsWith('..') || path.isAbsolute(inside))) return;
  const message = `${folder} is in the models folder already.`;
  throw new RuntimeError('bad-request', message, 'Give a folder elsewhere.');
}

function requireGood(
  folder: string,
  files: readonly { readonly name: string; readonly problem?: string | undefined }[],
): void {
  const bad = files.find(({ problem }) => problem !== undefined);
  if (!bad) return;
  const message = `${path.join(folder, bad.name)} is damaged: ${bad.problem ?? ''}.`;
  throw new RuntimeError('model-corrupt', message, 'Get the model again; nothing was added.');
}

function notAFile(file: string): RuntimeError {
  return new RuntimeError('model-corrupt', `${file} is missing or no file.`, 'Get the model again; nothing was added.');
}

function neither(folder: string): RuntimeError {
  const message = `${folder} holds neither a model (${manifestFile}) nor a checkpoint (safetensors) nor a GGUF file.`;
  return new RuntimeError('model-missing', message, 'Give the folder of one of the three.');
}
