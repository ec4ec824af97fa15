import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { isWithin } from '../files/workspacePaths';

/**
 * A program of the system, by the search path. Folders of the path that are relative or lie in the workspace are passed over: what
 * stands there belongs to the repository, which may bring a program of that name.
 */
export async function findProgram(name: string, roots: readonly string[]): Promise<string | undefined> {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder) || roots.some((root) => isWithin(root, folder))) continue;
    for (const ending of endings) {
      const file = path.join(folder, `${name}${ending}`);
      const usable = await access(file, constants.X_OK).then(
        async () => (await stat(file)).isFile(),
        () => false,
      );
      if (usable) return file;
    }
  }
  return undefined;
}
