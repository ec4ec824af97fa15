import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import { gymSetForm } from '../gyms/sets/gymSetForm';
import { userbenchForm } from '../travel/setFile';

const setFile = z.object({ form: z.string() });

/** What the set in a folder is about; undefined: nothing of UserBench. @throws BadInputError where there is no set */
export async function kindOf(folder: string): Promise<'travel' | 'gym' | 'workspace' | undefined> {
  const text = await readFile(path.join(folder, 'set.json'), 'utf8').catch((error: unknown) => {
    throw new BadInputError(`There is no set in ${folder}: set.json cannot be read.`, { cause: error });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BadInputError(`set.json in ${folder} is not JSON. Make the set anew.`, { cause: error });
  }
  const read = setFile.safeParse(json);
  if (!read.success) return undefined;
  if (read.data.form === userbenchForm) return 'travel';
  if (read.data.form === gymSetForm) return 'gym';
  return read.data.form === 'whetstone-workspace-userbench-1' ? 'workspace' : undefined;
}
