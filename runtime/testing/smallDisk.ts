/** A disk of a few megabytes, for tests of what happens when it is full. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** Until nothing more goes on it. */
  fill(): void;
  /** Takes away what filled it. */
  makeRoom(): void;
  remove(): void;
}

/** @returns undefined where none can be made: only root may, on Linux; the reason is printed */
export function smallDisk(megabytes: number): SmallDisk | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    console.log('      Left out: only root on Linux can make a small disk.');
    return undefined;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'small-disk-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]).status !== 0) {
    rmSync(folder, { recursive: true });
    console.log('      Left out: nothing can be mounted here.');
    return undefined;
  }
  const filler = path.join(folder, 'filler');
  return {
    folder,
    fill: () => {
      for (const size of [1 << 20, 1 << 16, 1 << 12]) {
        try {
          for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
        } catch {
          // A smaller piece may go on it.
        }
      }
    },
    makeRoom: () => rmSync(filler),
    remove: () => {
      if (spawnSync('umount', ['--lazy', folder]).status !== 0) throw new Error(`${folder} is still mounted.`);
      rmSync(folder, { recursive: true });
    },
  };
}
