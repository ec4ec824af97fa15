/** Reads JSON that the user named, with messages for what commonly is wrong with it. */
import { parseExactJson, type ExactJson } from '../../runtime/functionCalling';
import { BadInputError } from './badInputError';
import { readUserFile } from './userFile';

const MAX_BYTES = 256 * 2 ** 20;

/** @throws BadInputError when it cannot be read or is not JSON */
export async function readUserJson(file: string): Promise<ExactJson> {
  return parsed(file, await textOf(file));
}

export interface JsonLine {
  /** For messages: file and line. */
  readonly place: string;
  readonly value: ExactJson;
}

/**
 * One JSON value a line; empty lines are skipped. A file whose first value is a list that ends with the file is taken for a
 * list of the values.
 * @throws BadInputError with the line, when it cannot be read or is not JSON
 */
export async function readUserJsonLines(file: string): Promise<readonly JsonLine[]> {
  const text = await textOf(file);
  if (text.trimStart().startsWith('[')) {
    const list = parsed(file, text);
    if (Array.isArray(list)) {
      return (list as readonly ExactJson[]).map((value, index) => ({ place: `${file}, entry ${index + 1}`, value }));
    }
  }
  return text.split('\n').flatMap((line, index) => {
    const place = `${file}, line ${index + 1}`;
    return line.trim() === '' ? [] : [{ place, value: parsed(place, line) }];
  });
}

async function textOf(file: string): Promise<string> {
  const bytes = await readUserFile(file, MAX_BYTES);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BadInputError(`${file} is not a text file in UTF-8. Name a file of JSON.`);
  }
}

function parsed(place: string, text: string): ExactJson {
  try {
    return parseExactJson(text);
  } catch (error) {
    throw new BadInputError(`${place}: not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
}
