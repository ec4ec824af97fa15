import { BadInputError } from '../core/badInputError';
import { readUserJson } from '../core/userJson';
import { plainJson } from '../../runtime/functionCalling';
import { z } from 'zod';

const lists = z.array(z.array(z.string()));
const form = z.union([lists, z.looseObject({ duplicates: lists })]);

/**
 * Tools that are known to do the same: lists of names, or an object that has them under `duplicates`.
 * @throws BadInputError for another form, and for tools that are not there
 */
export async function readEqualTools(
  file: string,
  idsOf: (reference: string) => readonly string[],
): Promise<readonly (readonly string[])[]> {
  const read = form.safeParse(plainJson(await readUserJson(file)));
  if (!read.success)
    throw new BadInputError(`${file}: expected is a list of lists of tools, or {"duplicates": [[...]]}.`);
  const groups = Array.isArray(read.data) ? read.data : read.data.duplicates;
  // The file may speak of a larger collection.
  return groups.map((group) => group.flatMap(idsOf)).filter((group) => group.length > 1);
}
