import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { ConversionJournal, type JournalEntry } from './conversionJournal';
import type { DataPlan, PlacedConstant } from './dataPlan';

export const journalFile = 'conversion.journal';

export interface DataFileOptions {
  /** Folder of the conversion that is under way; data and journal go there. */
  readonly folder: string;
  /** Plain name of the data file. */
  readonly name: string;
  /** What is converted and how, as text: a journal of anything else is not taken up. */
  readonly identity: string;
  readonly signal: AbortSignal | undefined;
  /** Is told of every constant that is there, with those of an earlier conversion. */
  readonly onWritten: (constant: PlacedConstant) => void;
}

export interface DataFileReport {
  readonly sha256: string;
  /** Bytes that an earlier conversion had written. */
  readonly resumed: number;
}

const chunkBytes = 4 << 20;
const zeros = new Uint8Array(4096);

/**
 * Writes the constants of a plan one after another. Each is entered into the journal once it is written; those that an
 * earlier call has written are checked by their hash and left as they are.
 * @throws whatever the constants' data throws, the file system's errors, or the signal's reason
 */
export async function writeDataFile(plan: DataPlan, options: DataFileOptions): Promise<DataFileReport> {
  const journalPath = path.join(options.folder, journalFile);
  const found = await ConversionJournal.entries(journalPath, options.identity);
  // Not 'w+': what is there may be of use. 'a' makes the file where there is none.
  await (await open(path.join(options.folder, options.name), 'a')).close();
  const file = await open(path.join(options.folder, options.name), 'r+');
  try {
    const { entries, hash } = await verified(file, plan, found, options);
    const resumed = entries.at(-1)?.end ?? 0;
    await file.truncate(resumed);
    const journal = await ConversionJournal.start(journalPath, options.identity, entries);
    try {
      let end = resumed;
      for (const placed of plan.constants.slice(entries.length)) {
        await writeConstant(file, hash, placed, end, options.signal);
        end = placed.end;
        await journal.add({ name: placed.constant.name, end, sha256: hash.copy().digest('hex') });
        options.onWritten(placed);
      }
    } finally {
      await journal.close();
    }
    // The manifest vouches for the data: it must not reach the disk later than the folder's name.
    await file.sync();
    return { sha256: hash.digest('hex'), resumed };
  } finally {
    await file.close();
  }
}

/** The entries that are true of the file, from the first on, and the hash of the file up to there. */
async function verified(
  file: FileHandle,
  plan: DataPlan,
  found: readonly JournalEntry[],
  { signal, onWritten }: DataFileOptions,
): Promise<{ readonly entries: readonly JournalEntry[]; readonly hash: Hash }> {
  const entries: JournalEntry[] = [];
  let hash = createHash('sha256');
  let start = 0;
  const chunk = new Uint8Array(chunkBytes);
  for (const [index, entry] of found.entries()) {
    const placed = plan.constants[index];
    if (placed?.constant.name !== entry.name || placed.end !== entry.end) break;
    const next = hash.copy();
    while (start < entry.end) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, entry.end - start), start);
      if (bytesRead === 0) return { entries, hash };
      next.update(chunk.subarray(0, bytesRead));
      start += bytesRead;
    }
    if (next.copy().digest('hex') !== entry.sha256) break;
    hash = next;
    entries.push(entry);
    onWritten(placed);
  }
  return { entries, hash };
}

async function writeConstant(
  file: FileHandle,
  hash: Hash,
  { constant, start, end }: PlacedConstant,
  fileEnd: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  let at = fileEnd;
  const append = async (bytes: Uint8Array) => {
    hash.update(bytes);
    await writeFully(file, bytes, at);
    at += bytes.length;
  };
  await append(zeros.subarray(0, start - fileEnd));
  for await (const piece of constant.data()) {
    signal?.throwIfAborted();
    if (at + piece.length > end) throw new Error(`${constant.name}: more bytes than its shape has`);
    for (let from = 0; from < piece.length; from += chunkBytes) await append(piece.subarray(from, from + chunkBytes));
  }
  if (at !== end) throw new Error(`${constant.name}: ${end - at} bytes less than its shape has`);
}

async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
