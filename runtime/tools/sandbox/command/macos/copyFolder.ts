/** A copy of a project that a command may write to. */
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * Copies files and links. Blocks are shared where the file system can (APFS): the copy costs names, not contents. node_modules are linked,
 * not copied: they are read where they are.
 * @returns the real folders that were linked
 */
export async function copyFolder(from: string, to: string): Promise<readonly string[]> {
  const linked: string[] = [];
  await copy(from, to, linked);
  return linked;
}

async function copy(from: string, to: string, linked: string[]): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory() && entry.name === 'node_modules') {
      await symlink(source, target);
      linked.push(source);
    } else if (entry.isDirectory()) {
      await copy(source, target, linked);
    } else if (entry.isSymbolicLink()) {
      await symlink(await readlink(source), target);
    } else if (entry.isFile()) {
      // A file that vanishes while it is copied is none; one that may not be read is not for the command either.
      await copyFile(source, target, constants.COPYFILE_FICLONE).catch(async (error: unknown) => {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code !== 'ENOENT' && code !== 'EACCES') throw error;
        await lstat(from);
      });
    }
  }
}
