import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { TestFiles } from './part';

/** @returns absolute paths, in the order of the alphabet */
export async function findTestFiles(
  { folders, ending, except = [] }: TestFiles,
  root: string,
): Promise<readonly string[]> {
  const left = except.map((folder) => path.join(root, folder) + path.sep);
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
    found.push(...entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)));
  }
  return found.filter((file) => file.endsWith(ending) && !left.some((folder) => file.startsWith(folder))).sort();
}
