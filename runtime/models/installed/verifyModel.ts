import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { ModelManifest } from '../manifest';
import type { VerifiedFile } from '../protocol';
import { fileSize } from './inspectInstalled';

export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

/** Reads every file of a model folder and compares its size and SHA-256 with the manifest. */
export async function verifyFiles(
  folder: string,
  manifest: ModelManifest,
  { signal, onProgress }: VerifyOptions = {},
): Promise<readonly VerifiedFile[]> {
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const verified: VerifiedFile[] = [];
  let done = 0;
  for (const { name, bytes, sha256 } of manifest.files) {
    const file = path.join(folder, name);
    const size = await fileSize(file);
    let problem: string | undefined;
    if (size === undefined) {
      problem = 'it is missing';
    } else if (size !== bytes) {
      problem = `it has ${size} bytes instead of ${bytes}`;
    } else {
      const hash = createHash('sha256');
      let read = 0;
      for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
        signal?.throwIfAborted();
        hash.update(chunk as Buffer);
        read += (chunk as Buffer).length;
        onProgress?.(done + read, total);
      }
      if (hash.digest('hex') !== sha256) problem = 'its content changed (SHA-256)';
    }
    done += bytes;
    verified.push({ name, bytes, problem });
  }
  signal?.throwIfAborted();
  onProgress?.(total, total);
  return verified;
}
