import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { RuntimeError } from '../../runtimeError';
import type { HubAnswer, HubConnection } from './hubConnection';
import { fileAddress, type FileDigest, type RemoteFile } from './remoteRepository';
import { withRetries } from './retry';

export interface TransferOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes of this file that are here; falls when they turn out to be wrong and are fetched anew. */
  readonly onBytes?: (bytes: number) => void;
  readonly onPause?: ((reason: string, ms: number) => void) | undefined;
}

/** Bytes came that are not those that the hub promised. */
class WrongBytes extends Error {
  override readonly name = 'WrongBytes';
}

/** Name of a file while it is not complete. Its hash is part of it: a file that changed at the hub starts anew. */
export function partialName(file: RemoteFile): string {
  return `${path.posix.basename(file.path)}.${file.digest.hex.slice(0, 16)}.partial`;
}

/**
 * Fetches one file into a folder and checks its hash; goes on from what is there of it. The file gets its name when all
 * its bytes are right, so a file with its name is complete.
 * @throws RuntimeError network, denied, model-missing; model-corrupt when the hub sends other bytes than it promised
 *   (nothing of them is left); errors of the file system as they are
 */
export async function transferFile(
  connection: HubConnection,
  source: { readonly repository: string; readonly commit: string },
  file: RemoteFile,
  folder: string,
  options: TransferOptions = {},
): Promise<void> {
  const target = path.join(folder, path.posix.basename(file.path));
  const partial = path.join(folder, partialName(file));
  for (let again = false; ; again = true) {
    const reception = await Reception.open(partial, file, options);
    try {
      await receive(connection, source, file, reception, options);
      await reception.finish();
      await rename(partial, target);
      return;
    } catch (error) {
      await reception.close();
      if (!(error instanceof WrongBytes)) throw error;
      await rm(partial, { force: true });
      options.onBytes?.(0);
      // Once more from the start: what was there before may have been damaged on this disk.
      if (!again) continue;
      const what = `${source.repository}/${file.path}`;
      const message = `The hub sends other bytes than it promised for ${what}: ${error.message}.`;
      const action =
        'Nothing of it was kept. Try again later, or from another network: something in between may change it.';
      throw new RuntimeError('model-corrupt', message, action, { cause: error });
    }
  }
}

async function receive(
  connection: HubConnection,
  source: { readonly repository: string; readonly commit: string },
  file: RemoteFile,
  reception: Reception,
  options: TransferOptions,
): Promise<void> {
  if (reception.received === file.bytes) return;
  const url = fileAddress(connection, source.repository, source.commit, file.path);
  const what = `${source.repository}/${file.path}`;
  await withRetries(
    async () => {
      const from = reception.received;
      const headers = from > 0 ? { range: `bytes=${from}-` } : {};
      const answer = await connection.get(url, what, { headers, signal: options.signal });
      try {
        checkHub(answer, source.commit, file);
        if (checkRange(answer, from, file.bytes) === 'from the start') await reception.restart();
        await pour(connection, url, answer, reception, options.signal);
      } finally {
        answer.body.destroy();
      }
    },
    {
      patience: connection.patience,
      signal: options.signal,
      onPause: options.onPause,
      progress: () => reception.received,
    },
  );
}

async function pour(
  connection: HubConnection,
  url: string,
  answer: HubAnswer,
  reception: Reception,
  signal: AbortSignal | undefined,
): Promise<void> {
  const body = (answer.body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  for (;;) {
    const step = await body.next().catch((error: unknown) => {
      signal?.throwIfAborted();
      throw connection.broken(error, url);
    });
    if (step.done === true) break;
    // Errors of the disk must not look like errors of the connection: hence no `for await` around both.
    await reception.take(step.value);
  }
  if (!reception.complete) throw connection.broken(new Error('it ended too early'), url);
}

/** The hub says at which commit it answers and what the file hashes to; it must be what was asked for. */
function checkHub({ hubHeaders }: HubAnswer, commit: string, file: RemoteFile): void {
  const answered = hubHeaders.get('x-repo-commit');
  if (answered !== null && answered !== commit) throw changed(file.path);
  // Of large files the hub tells the SHA-256 by a header of its own; what a storage calls ETag can be anything.
  const { kind, hex } = file.digest;
  const told = hubHeaders
    .get(kind === 'sha256' ? 'x-linked-etag' : 'etag')
    ?.replace(/^W\//, '')
    .replaceAll('"', '');
  if (told?.length === hex.length && /^[0-9a-f]+$/.test(told) && told !== hex) throw changed(file.path);
}

function changed(file: string): RuntimeError {
  const message = `The repository changed while it was downloaded: ${file} is not what it was.`;
  return new RuntimeError(
    'model-corrupt',
    message,
    'Download it again: files that are still the same are not fetched twice.',
  );
}

/** @throws WrongBytes when the answer's size or range is not what the list of files said */
function checkRange({ status, headers }: HubAnswer, from: number, bytes: number): 'from there' | 'from the start' {
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity') throw new WrongBytes(`they come as ${encoding}`);
  const partial = status === 206;
  if (partial) {
    const range = headers.get('content-range') ?? '';
    const expected = `bytes ${from}-${bytes - 1}/`;
    if (range !== `${expected}${bytes}` && range !== `${expected}*`) {
      throw new WrongBytes(`asked for bytes ${from}-${bytes - 1}/${bytes}, it sends "${range}"`);
    }
  }
  const length = headers.get('content-length');
  const rest = partial ? bytes - from : bytes;
  if (length !== null && Number(length) !== rest)
    throw new WrongBytes(`it announces ${length} bytes instead of ${rest}`);
  return partial || from === 0 ? 'from there' : 'from the start';
}

/** The bytes of a file so far, on the disk and in its hash. */
class Reception {
  private constructor(
    private readonly handle: FileHandle,
    private hash: Hash,
    private readonly file: RemoteFile,
    private bytes: number,
    private readonly onBytes: ((bytes: number) => void) | undefined,
  ) {}

  static async open(partial: string, file: RemoteFile, options: TransferOptions): Promise<Reception> {
    const there = await stat(partial).then(
      (info) => info.size,
      () => 0,
    );
    // More than the file has: not ours, or of a disk that was full and lied.
    const kept = there > file.bytes ? 0 : there;
    if (kept !== there) await truncate(partial, 0);
    const hash = newHash(file);
    let read = 0;
    if (kept > 0) {
      for await (const chunk of createReadStream(partial, { highWaterMark: 1 << 20 })) {
        options.signal?.throwIfAborted();
        hash.update(chunk as Buffer);
        read += (chunk as Buffer).length;
      }
    }
    const handle = await open(partial, 'a');
    options.onBytes?.(read);
    return new Reception(handle, hash, file, read, options.onBytes);
  }

  get received(): number {
    return this.bytes;
  }

  get complete(): boolean {
    return this.bytes === this.file.bytes;
  }

  async restart(): Promise<void> {
    await this.handle.truncate(0);
    this.hash = newHash(this.file);
    this.bytes = 0;
    this.onBytes?.(0);
  }

  async take(chunk: Buffer): Promise<void> {
    if (this.bytes + chunk.length > this.file.bytes) {
      throw new WrongBytes(`more than the ${this.file.bytes} bytes that it has`);
    }
    for (let written = 0; written < chunk.length;) {
      written += (await this.handle.write(chunk, written)).bytesWritten;
    }
    this.hash.update(chunk);
    this.bytes += chunk.length;
    this.onBytes?.(this.bytes);
  }

  /** @throws WrongBytes when the hash is not the promised one */
  async finish(): Promise<void> {
    const found = this.hash.digest('hex');
    const { kind, hex } = this.file.digest;
    if (found !== hex)
      throw new WrongBytes(`their ${kind === 'sha256' ? 'SHA-256' : 'SHA-1'} is ${found} instead of ${hex}`);
    await this.handle.sync();
    await this.handle.close();
  }

  async close(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }
}

function newHash({ digest, bytes }: { readonly digest: FileDigest; readonly bytes: number }): Hash {
  return digest.kind === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${bytes}\0`);
}

/** Whether a file on the disk is the one that a digest means. */
export async function isFile(
  file: string,
  expected: { readonly digest: FileDigest; readonly bytes: number },
): Promise<boolean> {
  const info = await stat(file).catch(() => undefined);
  if (info?.size !== expected.bytes) return false;
  const hash = newHash(expected);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex') === expected.digest.hex;
}
