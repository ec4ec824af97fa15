import { isExactObject } from '../../runtime/functionCalling';
import { BadInputError } from '../core/badInputError';
import { readUserJson } from '../core/userJson';
import { answerTexts, type AnswerTexts } from './reference/answer';

/** The published metrics walk every text some two hundred times, and lists of names pair by pair. */
const mostCharacters = 2 ** 20;

/**
 * An answer as a JSON object, path -> content.
 * @throws BadInputError when it cannot be read, has another form, has no files, or is too long
 */
export async function readSolution(file: string): Promise<AnswerTexts> {
  const value = await readUserJson(file);
  if (!isExactObject(value)) {
    throw new BadInputError(
      `${file} is no JSON object. Give an object of path -> content, e.g. {"src/a.py": "x = 1"}.`,
    );
  }
  const texts = answerTexts(value);
  if (texts.size === 0) {
    throw new BadInputError(
      `${file} has no files: the published scorer divides by zero there. Give at least one file.`,
    );
  }
  const characters = [...texts.values()].reduce((sum, text) => sum + text.length, 0);
  if (characters > mostCharacters) {
    throw new BadInputError(
      `${file} has ${characters.toLocaleString('en')} characters in its files; at most ${mostCharacters.toLocaleString('en')} are scored.`,
    );
  }
  return texts;
}
