import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ProcessLock, requireSpace } from '../../files';
import { ggufFile, manifestFile, type ManifestFile, type ModelManifest } from '../../models';
import { prepareReplacement, replaceFolder } from '../checkpoint/replaceFolder';
import { writeFailure } from '../checkpoint/writeFailure';
import { openGgufSource } from './ggufSource';

export interface ImportOptions {
  /** Id of the model. */
  readonly id: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

/**
 * Makes a model folder of a folder with a GGUF file, config.json and tokenizer: a copy with a manifest, which appears in one
 * step.
 * @throws RuntimeError as `openGgufSource`, and disk-full, in-use, bad-request; or the signal's reason
 */
export async function importGguf(source: string, out: string, options: ImportOptions): Promise<ModelManifest> {
  const folder = path.resolve(out);
  const partial = `${folder}.partial`;
  const { id, signal } = options;
  try {
    const gguf = await openGgufSource(source);
    await mkdir(path.dirname(folder), { recursive: true });
    const lock = await ProcessLock.require(`${folder}.partial-lock`, folder);
    try {
      await prepareReplacement(folder);
      await rm(partial, { recursive: true, force: true });
      await requireSpace(folder, (await stat(path.join(source, gguf.name))).size, 'the copy of the model');
      await mkdir(partial, { recursive: true });
      const model = await copyHashed(path.join(source, gguf.name), path.join(partial, ggufFile), options);
      const files = [
        { ...model, name: ggufFile },
        await write(partial, 'config.json', gguf.configText),
        await write(partial, 'tokenizer.json', gguf.tokenizerText),
      ];
      const manifest: ModelManifest = {
        format: 1,
        id,
        family: gguf.config.family,
        parameters: gguf.parameters,
        quantisation: gguf.quantisation,
        source: { files: [{ ...model, name: gguf.name }], elementTypes: [] },
        files,
      };
      await write(partial, manifestFile, `${JSON.stringify(manifest, undefined, 2)}\n`);
      signal?.throwIfAborted();
      await replaceFolder(partial, folder);
      return manifest;
    } finally {
      await rm(partial, { recursive: true, force: true });
      await lock.release();
    }
  } catch (error) {
    throw writeFailure(error, folder);
  }
}

async function copyHashed(from: string, to: string, { signal, onProgress }: ImportOptions) {
  const { size } = await stat(from);
  const hash = createHash('sha256');
  let done = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      done += chunk.length;
      onProgress?.(done, size);
      next(null, chunk);
    },
  });
  const target = createWriteStream(to, { flags: 'wx', flush: true });
  await pipeline(createReadStream(from, { highWaterMark: 1 << 20 }), count, target, signal ? { signal } : {});
  return { bytes: done, sha256: hash.digest('hex') };
}

async function write(folder: string, name: string, text: string): Promise<ManifestFile> {
  const bytes = Buffer.from(text);
  const handle = await open(path.join(folder, name), 'wx');
  try {
    await handle.writeFile(bytes);
    // The manifest vouches for the rest: nothing may reach the disk later than the folder's name.
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
