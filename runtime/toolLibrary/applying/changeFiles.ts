/** Many files change, or none. */
import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ApplyError } from './applyError';
import { readJournal, removeJournal, writeDurably, writeJournal, type Journal, type JournalFile } from './journal';
import { checkedFile, missing, type CheckedFile, type FileChange } from './workspaceFile';

/** What taking back a lost change found. */
export interface Recovery {
  /** Files that are as they were before it. */
  readonly restored: readonly string[];
  /** Files that somebody changed since: they are left as they are. */
  readonly touched: readonly string[];
}

/**
 * Changes files of a workspace. New texts are all written beside the files before the first one takes its place, so that a full disk is noticed while nothing has
 * changed; whoever comes after a lost process takes back what it did (`recoverFiles`).
 *
 * @param root absolute
 * @param place of the journal, outside of the workspace
 * @param done called when all files stand, before the journal goes
 * @throws ApplyError refused or failed: nothing has changed
 */
export async function changeFiles(
  root: string,
  place: string,
  { id, files: changes }: { readonly id: string; readonly files: readonly FileChange[] },
  done: () => Promise<void>,
): Promise<void> {
  const files: CheckedFile[] = [];
  for (const change of changes) files.push(await checkedFile(root, change));
  const mark = randomUUID().slice(0, 8);
  const beside = (file: string, ending: string): string =>
    path.posix.join(path.posix.dirname(file), `.${path.posix.basename(file)}.${mark}.${ending}`);
  const journal: Journal = {
    ...{ id, root },
    files: files.map(({ path: file, before, after }) => ({
      ...{ path: file, fresh: beside(file, 'new'), old: beside(file, 'old') },
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    })),
    folders: await missingFolders(root, files),
  };
  try {
    await writeJournal(place, journal);
    await stage(root, journal, files);
    await exchange(root, journal.files);
    await done();
  } catch (error) {
    await takeBack(journal);
    await removeJournal(place);
    if (error instanceof ApplyError) throw error;
    throw new ApplyError('failed', `Nothing was changed: ${reasonOf(error)}`, { cause: error });
  }
  await removeLeftOver(journal);
  await removeJournal(place);
  for (const { path: file, after } of files) if (after === undefined) await removeEmpty(root, path.posix.dirname(file));
}

/** Folders in which nothing is left were made for what was in them. */
async function removeEmpty(root: string, folder: string): Promise<void> {
  for (let each = folder; each !== '.'; each = path.posix.dirname(each)) {
    const gone = await rmdir(path.join(root, each)).then(
      () => true,
      () => false,
    );
    if (!gone) return;
  }
}

/**
 * Takes back what a lost process had begun.
 * @param isDone whether the change with an id stands in the history already: then it stays
 * @returns undefined where nothing was under way
 */
export async function recoverFiles(
  place: string,
  isDone: (id: string) => Promise<boolean>,
): Promise<Recovery | undefined> {
  const journal = await readJournal(place);
  if (journal === undefined) return undefined;
  if (await isDone(journal.id)) {
    await removeLeftOver(journal);
    await removeJournal(place);
    return undefined;
  }
  const recovery = await takeBack(journal);
  await removeJournal(place);
  return recovery;
}

async function removeLeftOver({ root, files }: Journal): Promise<void> {
  for (const { fresh, old } of files) {
    await rm(path.join(root, fresh), { force: true });
    await rm(path.join(root, old), { force: true });
  }
}

async function stage(root: string, { files, folders }: Journal, checked: readonly CheckedFile[]): Promise<void> {
  for (const folder of folders) await mkdir(path.join(root, folder)).catch(unlessThere);
  for (const [at, { path: file, before, after, fresh, old }] of files.entries()) {
    if (after !== undefined) await writeDurably(path.join(root, fresh), after, checked[at]?.mode ?? 0o644);
    if (before === undefined) continue;
    const [from, to] = [path.join(root, file), path.join(root, old)];
    // A second name costs no room; not every disk has such.
    await link(from, to).catch(() => copyFile(from, to));
  }
}

async function exchange(root: string, files: readonly JournalFile[]): Promise<void> {
  for (const { path: file, before, after, fresh } of files) {
    // Somebody may have saved it meanwhile.
    await checkedFile(root, { path: file, before, after });
    if (after === undefined) await rm(path.join(root, file));
    else await rename(path.join(root, fresh), path.join(root, file));
  }
}

async function takeBack({ root, files, folders }: Journal): Promise<Recovery> {
  const restored: string[] = [];
  const touched: string[] = [];
  for (const { path: file, before, after, fresh, old } of files) {
    const [place, kept] = [path.join(root, file), path.join(root, old)];
    const now = await bytesOf(place);
    const isAfter = after === undefined ? now === undefined : now?.equals(Buffer.from(after, 'utf8')) === true;
    const isBefore = before === undefined ? now === undefined : now?.equals(Buffer.from(before, 'utf8')) === true;
    if (isAfter && !isBefore) {
      if (before === undefined) await rm(place, { force: true });
      else if ((await bytesOf(kept)) !== undefined) await rename(kept, place);
      else {
        await writeDurably(path.join(root, fresh), before, 0o644);
        await rename(path.join(root, fresh), place);
      }
      restored.push(file);
    } else if (!isBefore) touched.push(file);
    await rm(path.join(root, fresh), { force: true });
    await rm(kept, { force: true });
  }
  for (const folder of [...folders].reverse()) await rmdir(path.join(root, folder)).catch(() => undefined);
  return { restored, touched };
}

/** Folders that have to be made, outer ones first. */
async function missingFolders(root: string, files: readonly CheckedFile[]): Promise<string[]> {
  const folders = new Set<string>();
  for (const { path: file, after } of files) {
    const parts = after === undefined ? [] : file.split('/').slice(0, -1);
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join('/');
      if ((await stat(path.join(root, folder)).catch(missing)) === undefined) folders.add(folder);
    }
  }
  return [...folders];
}

async function bytesOf(place: string): Promise<Buffer | undefined> {
  return readFile(place).catch(() => undefined);
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `there is no room left on the disk. Make room, then call again. (${error.message})`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `it may not be written there. (${error.message})`;
  return error.message;
}
