import { access, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { RuntimeError } from '../runtimeError';
import { codeOf, writeAtomically } from './atomicFile';

/** Says that a folder is a models folder, and to a person what it is for. */
export const markerFile = '.whetstone-models';

/**
 * Where things lie in a models folder. All absolute paths.
 *
 *     <id>/               an installed model
 *     catalogue.json      entries of the user's own, optional
 *     .state/             what the manager knows: acceptances, how each model came here
 *     .downloads/<id>/    a download: its journal, its lock, its files
 *     .in-use/            one file for each process that has a model loaded
 *     .work/              half-made copies and what is being removed
 */
export class ModelsFolder {
  readonly root: string;

  constructor(root: string) {
    this.root = path.resolve(root);
  }

  model(id: string): string {
    return path.join(this.root, id);
  }

  state(name: string): string {
    return path.join(this.root, '.state', name);
  }

  download(id: string): string {
    return path.join(this.root, '.downloads', id);
  }

  work(name: string): string {
    return path.join(this.root, '.work', name);
  }

  /**
   * Makes the folder where it is not there yet.
   * @throws RuntimeError unavailable, disk-full
   */
  async prepare(): Promise<void> {
    try {
      for (const name of ['.state', '.downloads', '.work']) {
        await mkdir(path.join(this.root, name), { recursive: true });
      }
      const marker = path.join(this.root, markerFile);
      await access(marker, constants.F_OK).catch(() =>
        writeAtomically(
          marker,
          'Models of the Whetstone extension. Remove them there, or with `whetstone models remove`.\n',
        ),
      );
    } catch (error) {
      throw folderFailure(error, this.root);
    }
  }
}

/** What went wrong when something was written below a models folder, in words; anything else is given back as it is. */
export function folderFailure(error: unknown, folder: string): unknown {
  const code = codeOf(error) ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new RuntimeError(
      'disk-full',
      `There is no room left on the disk of ${folder}.`,
      'Make room there, or choose another folder for models. What is already here is kept and used again.',
      { cause: error },
    );
  }
  if (['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST'].includes(code)) {
    const message = `${folder} cannot be written (${code}).`;
    return new RuntimeError('unavailable', message, 'Choose a folder for models in which you may write.', {
      cause: error,
    });
  }
  return error;
}
