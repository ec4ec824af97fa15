import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { RuntimeError } from '../runtimeError';

/**
 * Checks that a disk has room before hours of work go to it.
 * @param folder absolute path of what is to be made; it need not exist yet
 * @param bytes that will be written
 * @param what as the user would call it: "the converted model"
 * @throws RuntimeError disk-full with the bytes that are needed and free
 */
export async function requireSpace(folder: string, bytes: number, what: string): Promise<void> {
  const free = await freeBytes(folder);
  if (free === undefined || free >= bytes) return;
  throw new RuntimeError(
    'disk-full',
    `There is no room on the disk for ${what} in ${folder}: ${readableBytes(bytes)} are needed (${bytes} bytes), ` +
      `${readableBytes(free)} are free (${free} bytes).`,
    `Make ${readableBytes(bytes - free)} of room on that disk, or choose a folder on another one.`,
  );
}

/** @returns undefined where the system does not tell */
async function freeBytes(folder: string): Promise<number | undefined> {
  for (let ancestor = folder; ; ancestor = path.dirname(ancestor)) {
    try {
      const { bavail, bsize, blocks } = await statfs(ancestor);
      // Some network disks answer with zeros.
      return blocks === 0 ? undefined : bavail * bsize;
    } catch {
      if (path.dirname(ancestor) === ancestor) return undefined;
    }
  }
}

/** In decimal units, as disks and downloads are sold: "2.1 GB". */
export function readableBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.5 ? value.toFixed(0) : value.toFixed(1)} ${units[unit] ?? ''}`;
}
