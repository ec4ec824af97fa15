import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../../core/badInputError';

const MOST_FILES = 500;
const MOST_BYTES = 2 ** 20;

/**
 * Text files of a folder by their paths below it, with slashes: what each task of a set begins with. Links are not followed.
 * @throws BadInputError where there is none, or more than a row of a task should carry
 */
export async function workspaceFiles(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new BadInputError(`${folder} cannot be read as a folder. Check --workspace.`, { cause: error });
  });
  const found: [string, string][] = [];
  let bytes = 0;
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    bytes += (await stat(file)).size;
    if (found.length >= MOST_FILES || bytes > MOST_BYTES) {
      throw new BadInputError(
        `${folder} has more than ${MOST_FILES} files or 1 MiB. Name a smaller one: each task carries it.`,
      );
    }
    const content = await readFile(file);
    if (content.includes(0)) throw new BadInputError(`${file} is no text. Only text files can be carried by a task.`);
    found.push([path.relative(folder, file).split(path.sep).join('/'), content.toString('utf8')]);
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
