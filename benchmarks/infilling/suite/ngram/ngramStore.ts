/** Counted n-grams in files, so that a corpus is counted once. */
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { LONGEST, SortedNgrams, type SortedNgramsData } from './sortedNgrams';

const headerSchema = z.object({
  tokens: z.number(),
  countsOfCounts: z.array(z.array(z.number()).length(4)).length(LONGEST),
});

/** What was counted in an earlier run; undefined when there is nothing whole. */
export async function readNgrams(folder: string): Promise<SortedNgrams | undefined> {
  const header = await readFile(path.join(folder, 'ngrams.json'), 'utf8').catch(() => undefined);
  if (header === undefined) return undefined;
  const { tokens: n, countsOfCounts } = headerSchema.parse(JSON.parse(header));
  const tokens = new Uint16Array(n);
  const order = new Uint32Array(n);
  const marks = Array.from({ length: LONGEST - 1 }, () => new Uint32Array(Math.ceil(n / 32) + 1));
  for (const [name, array] of filesOf({ tokens, order, marks })) {
    const handle = await open(path.join(folder, name), 'r');
    try {
      const bytes = bytesOf(array);
      for (let at = 0; at < bytes.length;) {
        const { bytesRead } = await handle.read(bytes, at, Math.min(bytes.length - at, 2 ** 30));
        if (bytesRead === 0) throw new Error(`${path.join(folder, name)} is damaged. Delete the folder ${folder}.`);
        at += bytesRead;
      }
    } finally {
      await handle.close();
    }
  }
  return new SortedNgrams({ tokens, order, marks, countsOfCounts });
}

export async function writeNgrams(folder: string, { data }: SortedNgrams): Promise<void> {
  // Made beside its place and moved there, so that an interrupted run leaves nothing that looks whole.
  const making = `${folder}.${process.pid}`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  for (const [name, array] of filesOf(data)) {
    await writeFile(path.join(making, name), bytesOf(array));
  }
  const header = { tokens: data.tokens.length, countsOfCounts: data.countsOfCounts };
  await writeFile(path.join(making, 'ngrams.json'), JSON.stringify(header));
  await rm(folder, { recursive: true, force: true });
  await rename(making, folder);
}

function filesOf({
  tokens,
  order,
  marks,
}: Pick<SortedNgramsData, 'tokens' | 'order' | 'marks'>): (readonly [string, Uint16Array | Uint32Array])[] {
  const markFiles = marks.map((bits, index) => [`marks-${index + 1}.bin`, bits] as const);
  return [['tokens.bin', tokens], ['order.bin', order], ...markFiles];
}

function bytesOf(array: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
