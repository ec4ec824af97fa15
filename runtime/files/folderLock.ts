import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { RuntimeError } from '../runtimeError';

const holderSchema = z.object({
  token: z.string(),
  pid: z.number().int().positive(),
  host: z.string(),
  /** ISO 8601. */
  since: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

export interface FolderLock {
  /** Whether the file still says that it is ours: nobody has removed it by hand. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

/** A lock that was just made may still be without its text. */
const writingMs = 2000;
/** Removing a dead lock takes a moment. */
const guardMs = 10_000;

/**
 * Takes a lock file, so that two processes do not write to the same place. A lock whose process has ended is taken over;
 * one of another machine (a shared disk) never is, because its processes cannot be seen from here.
 * @param file absolute path; its folder must exist
 * @param what is locked, for the message: "/models/coda"
 * @throws RuntimeError in-use, saying who holds it and since when
 */
export async function acquireFolderLock(file: string, what: string): Promise<FolderLock> {
  const own: Holder = { token: randomUUID(), pid: process.pid, host: hostname(), since: new Date().toISOString() };
  const deadline = Date.now() + writingMs;
  while (!(await create(file, own))) {
    const found = await read(file);
    if (found === undefined) continue;
    const isUnfinished = typeof found === 'string' && Date.now() < deadline;
    if (isUnfinished) {
      await sleep(50);
    } else if (typeof found === 'string' || isGone(found)) {
      await takeAway(file, found);
    } else {
      throw heldBy(found, file, what);
    }
  }
  const isHeld = async () => {
    const found = await read(file);
    return typeof found === 'object' && found.token === own.token;
  };
  const release = async () => {
    if (await isHeld()) await rm(file, { force: true });
  };
  return { isHeld, release };
}

/** @returns whether the file was made, which only one of several callers can do */
async function create(file: string, holder: Holder): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(JSON.stringify(holder));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @returns the holder, text that names none, or undefined when there is no file any more */
async function read(file: string): Promise<Holder | string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const holder = holderSchema.safeParse(JSON.parse(text));
    return holder.success ? holder.data : text;
  } catch {
    return text;
  }
}

function isGone(holder: Holder): boolean {
  if (holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/**
 * Removes a dead lock. Between finding it dead and removing it another process may have done the same and hold a lock of
 * its own by now; so removing is for one process at a time, which looks once more.
 */
async function takeAway(file: string, dead: Holder | string): Promise<void> {
  const guard = `${file}.takeover`;
  try {
    await (await open(guard, 'wx')).close();
  } catch {
    // Somebody else is at it; for long only if it ended in the middle of it.
    const made = await stat(guard).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > guardMs) await rm(guard, { force: true });
    await sleep(20);
    return;
  }
  try {
    const found = await read(file);
    const isSame = typeof found === 'object' && typeof dead === 'object' ? found.token === dead.token : found === dead;
    if (isSame) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

function heldBy(holder: Holder, file: string, what: string): RuntimeError {
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
  return new RuntimeError(
    'in-use',
    `Another process (${holder.pid}${where}, since ${holder.since}) is writing ${what}.`,
    `Wait until it is done, or end it. If there is no such process, remove ${file}.`,
  );
}
