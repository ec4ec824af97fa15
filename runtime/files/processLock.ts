import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rmdir, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { RuntimeError } from '../runtimeError';

const ownerSchema = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  id: z.string(),
  /** ISO 8601. */
  since: z.string().optional(),
});
export type LockOwner = z.infer<typeof ownerSchema>;

/** How often a holder shows that it lives, and after which silence it is taken for dead. Milliseconds. */
const beatMs = 1000;
const silenceMs = 30_000;
/** The steps between making and removing the guard take no time; one of this age was left behind. */
const guardMs = 10_000;

/**
 * A lock between processes, also of several machines on one disk: a file that names its holder and is touched every
 * second. The lock of a process that is gone is taken over.
 */
export class ProcessLock {
  private readonly timer: NodeJS.Timeout;
  private misses = 0;

  private constructor(
    private readonly file: string,
    private readonly owner: LockOwner,
    private readonly onLost: () => void,
  ) {
    this.timer = setInterval(() => void this.beat(), beatMs);
    this.timer.unref();
  }

  /**
   * @param onLost called when another process has taken the lock over, e.g. after a long sleep of the machine
   * @returns undefined when a living process holds it
   */
  static async acquire(file: string, onLost: () => void = () => undefined): Promise<ProcessLock | undefined> {
    const since = new Date().toISOString();
    const owner: LockOwner = { pid: process.pid, host: hostname(), id: randomUUID(), since };
    if (await create(file, owner)) return new ProcessLock(file, owner, onLost);
    if (await holder(file)) return undefined;
    // Only one process at a time may take a dead one's lock away, or the second would take the first's.
    if (!(await enterGuard(`${file}.guard`))) return undefined;
    try {
      if (await holder(file)) return undefined;
      await unlink(file).catch(() => undefined);
      return (await create(file, owner)) ? new ProcessLock(file, owner, onLost) : undefined;
    } finally {
      await rmdir(`${file}.guard`).catch(() => undefined);
    }
  }

  /**
   * @param what is locked, for the message: "/models/coda"
   * @throws RuntimeError in-use, saying who holds it and since when
   */
  static async require(file: string, what: string): Promise<ProcessLock> {
    const lock = await ProcessLock.acquire(file);
    if (lock) return lock;
    const owner = await holder(file);
    const since = owner?.since === undefined ? '' : `, since ${owner.since}`;
    const where = owner === undefined || owner.host === hostname() ? '' : ` on ${owner.host}`;
    // Who is just taking it has not written its name yet.
    const who = owner === undefined || owner.pid === 0 ? '' : ` (${owner.pid}${where}${since})`;
    throw new RuntimeError(
      'in-use',
      `Another process${who} is writing ${what}.`,
      `Wait until it is done, or end it. If there is no such process, remove ${file}.`,
    );
  }

  /** Whether the file still says that it is ours: nobody has taken it over or removed it by hand. */
  async isHeld(): Promise<boolean> {
    return (await readOwner(this.file))?.id === this.owner.id;
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    if (await this.isHeld()) await unlink(this.file).catch(() => undefined);
  }

  private async beat(): Promise<void> {
    const now = new Date();
    const found = await readOwner(this.file);
    if (found?.id === this.owner.id) {
      this.misses = 0;
      await utimes(this.file, now, now).catch(() => undefined);
    } else if (++this.misses === 2) {
      clearInterval(this.timer);
      this.onLost();
    }
  }
}

/** @returns who holds a lock; undefined when nobody does, or who did is gone */
export async function holder(file: string): Promise<LockOwner | undefined> {
  const owner = await readOwner(file);
  if (!owner) {
    // Made a moment ago and not written yet, or damaged: the age tells.
    const age = await ageMs(file);
    return age !== undefined && age < guardMs ? { pid: 0, host: '', id: '' } : undefined;
  }
  if (owner.host === hostname()) return alive(owner.pid) && !(await reused(file, owner)) ? owner : undefined;
  const age = await ageMs(file);
  return age !== undefined && age < silenceMs ? owner : undefined;
}

/** A process of that number lives, but has not touched the lock for long: it may be another one with a dead one's number. */
async function reused(file: string, owner: LockOwner): Promise<boolean> {
  if (owner.pid === process.pid) return false;
  const before = await ageMs(file);
  if (before === undefined) return true;
  if (before < silenceMs) return false;
  // The machine may have slept: a living holder touches its lock within two beats.
  await new Promise((resolve) => setTimeout(resolve, 2.5 * beatMs));
  const after = await ageMs(file);
  return after === undefined || after >= silenceMs;
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    return codeOf(error) === 'EPERM';
  }
}

async function create(file: string, owner: LockOwner): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(JSON.stringify(owner));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function enterGuard(folder: string): Promise<boolean> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await mkdir(folder);
      return true;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      if (((await ageMs(folder)) ?? 0) < guardMs) return false;
      await rmdir(folder).catch(() => undefined);
    }
  }
  return false;
}

async function readOwner(file: string): Promise<LockOwner | undefined> {
  try {
    const parsed = ownerSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

async function ageMs(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ mtimeMs }) => Math.max(0, Date.now() - mtimeMs),
    () => undefined,
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
