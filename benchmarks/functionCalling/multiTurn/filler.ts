/** What long-context questions put between: the leaderboard's own, from the user's copy, or one of the same shapes and sizes. */
import { BadInputError } from '../../core/badInputError';
import { readUserFile } from '../../core/userFile';
import { fillerNames, type Filler } from './apis/apiClass';
import { ownFiller } from './ownFiller';
import { PyError } from './python/pyError';
import { PyReader } from './python/pyLiteral';
import { deepCopy, type PyValue } from './python/pyValue';

const maxBytes = 16 * 2 ** 20;

/**
 * @param file the leaderboard's `long_context.py`; undefined: our own filler
 * @throws BadInputError when the file cannot be read, or a constant is not in it
 */
export async function readFiller(file: string | undefined): Promise<Filler> {
  if (file === undefined) return ownFiller;
  const constants = constantsOf(file, new TextDecoder().decode(await readUserFile(file, maxBytes)));
  const missing = fillerNames.filter((name) => !constants.has(name));
  if (missing.length > 0) {
    throw new BadInputError(`${file} does not set ${missing.join(', ')}. Name the leaderboard's long_context.py.`);
  }
  return (name) => deepCopy(constants.get(name) ?? null);
}

function constantsOf(file: string, text: string): ReadonlyMap<string, PyValue> {
  const constants = new Map<string, PyValue>();
  const reader = new PyReader(text);
  try {
    while (reader.more()) {
      const name = reader.assignment();
      const value = reader.literal();
      if (name !== undefined) constants.set(name, value);
    }
  } catch (error) {
    if (!(error instanceof PyError)) throw error;
    throw new BadInputError(`${file} cannot be read: ${error.message}. Only constants are expected in it.`);
  }
  return constants;
}
