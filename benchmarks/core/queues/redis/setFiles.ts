/** Files of a scenario set on their way to other machines: by hash, fetched once, checked before anything reads them. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Redis } from 'ioredis';
import { EvaluationError } from '../../runs/evaluationError';
import { blobKey } from './runKeys';

export interface SetFile {
  /** With forward slashes, below the set's folder. */
  readonly path: string;
  readonly hash: string;
  readonly bytes: number;
}

/** Long enough for a run to be resumed, short enough that nobody has to clean up. */
export const KEPT_SECONDS = 14 * 24 * 3600;
const LARGEST = 128 * 2 ** 20;

export function filesHash(files: readonly SetFile[]): string {
  const hash = createHash('sha256');
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) hash.update(`${file.hash} ${file.path}\n`);
  return hash.digest('hex');
}

/** Puts every file of the folder into Redis, unless it is there. Links are left out: they could lead anywhere. */
export async function publishSet(redis: Redis, folder: string): Promise<readonly SetFile[]> {
  const files: SetFile[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const place = path.join(entry.parentPath, entry.name);
    const content = await readFile(place);
    const name = path.relative(folder, place).split(path.sep).join('/');
    if (content.length > LARGEST) {
      throw new EvaluationError('set-damaged', `${name} has ${content.length} bytes, too many for a queue.`);
    }
    const hash = hashOf(content);
    await redis.set(blobKey(hash), content, 'EX', KEPT_SECONDS, 'NX');
    await redis.expire(blobKey(hash), KEPT_SECONDS);
    files.push({ path: name, hash, bytes: content.length });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The set's folder on this machine; fetched where it is not there whole.
 * @param cache folder of the worker; sets lie in it by their hash
 * @throws EvaluationError set-damaged where anything is not what its hash says, or would lie outside
 */
export async function fetchSet(
  redis: Redis,
  files: readonly SetFile[],
  expected: string,
  cache: string,
): Promise<string> {
  if (filesHash(files) !== expected)
    throw new EvaluationError('set-damaged', 'The list of its files is not what its hash says.');
  for (const file of files) checkPath(file.path);
  const folder = path.join(cache, 'sets', expected);
  if (await isWhole(folder, files)) return folder;
  const fresh = `${folder}.${randomUUID()}`;
  try {
    for (const file of files) {
      const place = path.join(fresh, ...file.path.split('/'));
      await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      await writeFile(place, await fetchBlob(redis, file, cache), { mode: 0o600 });
    }
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

async function fetchBlob(redis: Redis, { hash, path: name }: SetFile, cache: string): Promise<Buffer> {
  const kept = path.join(cache, 'blobs', hash);
  const there = await readFile(kept).catch(() => undefined);
  if (there !== undefined && hashOf(there) === hash) return there;
  const content = await redis.getBuffer(blobKey(hash));
  if (content === null)
    throw new EvaluationError('set-damaged', `${name} is not in the queue any more. Start the run again.`);
  if (hashOf(content) !== hash) throw new EvaluationError('set-damaged', `${name} is not what its hash says.`);
  await mkdir(path.dirname(kept), { recursive: true, mode: 0o700 });
  const fresh = `${kept}.${randomUUID()}`;
  await writeFile(fresh, content, { mode: 0o600 });
  await rename(fresh, kept);
  return content;
}

async function isWhole(folder: string, files: readonly SetFile[]): Promise<boolean> {
  for (const file of files) {
    const content = await readFile(path.join(folder, ...file.path.split('/'))).catch(() => undefined);
    if (content === undefined || hashOf(content) !== file.hash) return false;
  }
  const there = await readdir(folder, { recursive: true, withFileTypes: true });
  return there.filter((entry) => !entry.isDirectory()).length === files.length;
}

/** @throws EvaluationError for a path that leaves the folder, or means something else on another system */
function checkPath(name: string): void {
  const parts = name.split('/');
  // eslint-disable-next-line no-control-regex -- these are what must not be there
  const bad = parts.some((part) => part === '' || part === '.' || part === '..' || /[\\:\u0000-\u001f]/.test(part));
  if (bad)
    throw new EvaluationError(
      'set-damaged',
      `A file of the set would lie outside its folder: ${JSON.stringify(name)}.`,
    );
}

function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
