/** Reads files that the user named, with messages for what commonly is wrong with them. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from './badInputError';

/** @throws BadInputError when it is missing, not a file, unreadable, or larger than `maxBytes` */
export async function readUserFile(file: string, maxBytes: number): Promise<Buffer> {
  try {
    const status = await stat(file);
    if (!status.isFile()) {
      throw new BadInputError(`${file} is not a file. Name a file.`);
    }
    if (status.size > maxBytes) {
      throw new BadInputError(
        `${file} has ${(status.size / 2 ** 20).toFixed(0)} MiB; at most ${maxBytes / 2 ** 20} MiB can be read.`,
      );
    }
    return await readFile(file);
  } catch (error) {
    throw asBadInput(error, file);
  }
}

/**
 * @returns its absolute path
 * @throws BadInputError when it is missing or not a folder
 */
export async function userFolder(folder: string): Promise<string> {
  try {
    if (!(await stat(folder)).isDirectory()) {
      throw new BadInputError(`${folder} is not a folder. Name a folder.`);
    }
    return path.resolve(folder);
  } catch (error) {
    throw asBadInput(error, folder);
  }
}

/** @throws BadInputError when there is neither a file nor a folder of this name */
export async function userPath(place: string): Promise<void> {
  try {
    await stat(place);
  } catch (error) {
    throw asBadInput(error, place);
  }
}

function asBadInput(error: unknown, name: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new BadInputError(`${name} does not exist (looked in ${process.cwd()}). Check the path.`);
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new BadInputError(`${name} may not be read by this user. Check its permissions.`);
  }
  return error;
}
