/** What is being written to a workspace, on the disk before it begins: should the process be lost meanwhile, the next one takes it back. */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ApplyError } from './applyError';

const form = 'whetstone-tool-library-journal-1';
const entry = z.object({
  path: z.string(),
  before: z.string().optional(),
  after: z.string().optional(),
  /** From the root: the new text before it takes its place, and the old file as long as the change may be taken back. */
  fresh: z.string(),
  old: z.string(),
});
const document = z.object({
  form: z.literal(form),
  /** Of the entry in the history. */
  id: z.string(),
  root: z.string(),
  files: z.array(entry),
  /** Folders that are made, outer ones first. */
  folders: z.array(z.string()),
});
export type JournalFile = z.infer<typeof entry>;
export type Journal = Omit<z.infer<typeof document>, 'form'>;

/** @returns undefined where nothing was under way */
export async function readJournal(place: string): Promise<Journal | undefined> {
  const text = await readFile(place, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const read = document.safeParse(value);
  if (read.success) return read.data;
  throw new ApplyError(
    'failed',
    `${place} tells of a change that was under way, and cannot be read. Compare the workspace with your version control, then remove it.`,
  );
}

export async function writeJournal(place: string, journal: Journal): Promise<void> {
  await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
  await writeDurably(`${place}.new`, JSON.stringify({ form, ...journal }), 0o600);
  await rename(`${place}.new`, place);
}

export function removeJournal(place: string): Promise<void> {
  return rm(place, { force: true });
}

/** A whole new file that is on the disk, not only on its way there. */
export async function writeDurably(place: string, text: string, mode: number): Promise<void> {
  const file = await open(place, 'wx', mode);
  try {
    await file.writeFile(text, 'utf8');
    await file.chmod(mode);
    await file.sync();
  } catch (error) {
    await rm(place, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
