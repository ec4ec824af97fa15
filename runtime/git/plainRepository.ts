/** A repository of ours over the objects of another one. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { git } from './git';

/**
 * A bare repository that reads the objects of the first and has its own index and configuration, so filters, hooks, attributes and
 * replacements of that one have nobody to run them.
 *
 * @param top a folder of the first one's working tree
 * @param commit hash that HEAD is to mean
 * @param folder where it is made; removed by the caller
 * @returns `folder`, for `GIT_DIR`
 */
export async function openPlainRepository(
  top: string,
  commit: string,
  folder: string,
  signal?: AbortSignal,
): Promise<string> {
  const objects = (await git(top, ['rev-parse', '--git-path', 'objects'], { signal })).trim();
  const format = commit.length === 64 ? 'sha256' : 'sha1';
  await git(path.dirname(folder), ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, folder], {
    signal,
  });
  await writeFile(path.join(folder, 'objects', 'info', 'alternates'), `${path.resolve(top, objects)}\n`);
  // `.gitattributes` may ask for filters; none is configured here, and `info/attributes` has the last word on them.
  await mkdir(path.join(folder, 'info'), { recursive: true });
  await writeFile(path.join(folder, 'info', 'attributes'), '* -filter -text -ident -working-tree-encoding\n');
  await writeFile(path.join(folder, 'HEAD'), `${commit}\n`);
  const shallow = (await git(top, ['rev-parse', '--git-path', 'shallow'], { signal })).trim();
  await copyFile(path.resolve(top, shallow), path.join(folder, 'shallow')).catch((error: unknown) => {
    // Most repositories have their whole history.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  });
  return folder;
}
