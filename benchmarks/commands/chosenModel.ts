import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../core/badInputError';
import { modelsFolder } from '../core/packageRoot';

/**
 * @param choice 'embedded', the id of a folder in media/models, or a path
 * @returns what the engine takes: 'embedded', or an absolute path of a folder or of a GGUF file
 * @throws BadInputError when there is no such folder or file
 */
export async function chosenModel(choice: string): Promise<string> {
  if (choice === 'embedded') {
    return choice;
  }
  for (const folder of [path.resolve(choice), path.join(modelsFolder(), path.basename(choice))]) {
    if (existsSync(folder)) {
      return folder;
    }
  }
  if (/\.gguf$/i.test(choice)) {
    throw new BadInputError(`${choice} does not exist (looked in ${process.cwd()}). Check the path.`);
  }
  const entries = await readdir(modelsFolder(), { withFileTypes: true }).catch(() => []);
  const known = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  throw new BadInputError(
    `There is no model ${choice}. Give the path of a model folder, or one of: ${known.join(', ') || 'embedded'}. ` +
      'A folder is made from a checkpoint by `whetstone models convert`.',
  );
}
