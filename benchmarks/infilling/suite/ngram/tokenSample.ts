/** Reads the tokenised training corpus (`train.bin`, `train.idx.npy`), or a sample of its files. */
import { createHash } from 'node:crypto';
import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../../../core/badInputError';

export interface TokenSample {
  /** Whole files, each `<|file|>`, language token, text, `<|eof|>`. */
  readonly tokens: Uint16Array;
  readonly files: number;
}

/** Where the files of the corpus begin and end, in tokens. */
interface Layout {
  readonly starts: readonly number[];
  readonly total: number;
}

/**
 * A pseudo-random sample of files, the same at every call, in the order of the corpus.
 *
 * @param corpus folder made by runtime/diffusion/training/tokenize_corpus.py
 * @param languages ids of the language tokens whose files are wanted
 * @param share share of those files, 0..1
 * @throws BadInputError when the folder holds no such corpus
 */
export async function sampleTokens(
  corpus: string,
  languages: ReadonlySet<number>,
  share: number,
): Promise<TokenSample> {
  const { starts, total } = await readLayout(corpus);
  const handle = await open(path.join(corpus, 'train.bin'), 'r');
  try {
    const parts: Uint16Array[] = [];
    for (const [index, start] of starts.entries()) {
      if (drawn(index) >= share) continue;
      const end = starts[index + 1] ?? total;
      const tokens = await readTokens(handle, start, end - start);
      if (languages.has(tokens[1] ?? -1)) parts.push(tokens);
    }
    const tokens = new Uint16Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      tokens.set(part, at);
      at += part.length;
    }
    return { tokens, files: parts.length };
  } finally {
    await handle.close();
  }
}

/** Number of tokens in the corpus. @throws BadInputError when the folder holds no corpus */
export async function corpusTokens(corpus: string): Promise<number> {
  return (await readLayout(corpus)).total;
}

/** Changes when the corpus does. Hashing its half gigabyte takes as long as counting a part of it. */
export async function corpusStamp(corpus: string): Promise<string> {
  const { total } = await readLayout(corpus);
  const index = await readFile(path.join(corpus, 'train.idx.npy'));
  const tokenizer = await readFile(path.join(corpus, 'tokenizer.json'));
  return createHash('sha256').update(`${total}`).update(index).update(tokenizer).digest('hex');
}

async function readLayout(corpus: string): Promise<Layout> {
  try {
    const { size } = await stat(path.join(corpus, 'train.bin'));
    return { starts: parseInt64Npy(await readFile(path.join(corpus, 'train.idx.npy'))), total: size / 2 };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadInputError(
      `${corpus} holds no tokenised corpus (${reason}). The n-gram baseline counts train.bin and train.idx.npy, which ` +
        'runtime/diffusion/training/tokenize_corpus.py makes; name its folder with --corpus.',
      { cause: error },
    );
  }
}

/** One-dimensional little-endian int64 array in numpy's format, version 1 to 3. */
export function parseInt64Npy(bytes: Buffer): number[] {
  const wide = (bytes[6] ?? 0) >= 2;
  const headerStart = wide ? 12 : 10;
  const headerLength = wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', headerStart, headerStart + headerLength);
  if (bytes.toString('latin1', 1, 6) !== 'NUMPY' || !header.includes("'<i8'")) {
    throw new Error('not an array of 64-bit integers in the format of numpy');
  }
  const data = bytes.subarray(headerStart + headerLength);
  return Array.from({ length: Math.floor(data.length / 8) }, (_, i) => Number(data.readBigInt64LE(8 * i)));
}

async function readTokens(handle: FileHandle, start: number, count: number): Promise<Uint16Array> {
  const tokens = new Uint16Array(count);
  const { bytesRead } = await handle.read(new Uint8Array(tokens.buffer), 0, 2 * count, 2 * start);
  if (bytesRead !== 2 * count) throw new Error('train.bin is shorter than train.idx.npy says.');
  return tokens;
}

/** A number in 0..1 for a file's index, evenly spread (multiplicative hash; Knuth, TAOCP 3, 6.4). */
function drawn(index: number): number {
  return (Math.imul(index + 1, 0x9e3779b1) >>> 0) / 2 ** 32;
}
