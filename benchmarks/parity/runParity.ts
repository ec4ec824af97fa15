/** Runs golden files through the real code: inputs, with the values that a reference implementation gave for them. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isExactArray, isExactObject, type ExactJson } from '../../runtime/functionCalling';
import { BadInputError } from '../core/badInputError';
import { userPath } from '../core/userFile';
import { readUserJson } from '../core/userJson';
import { agrees } from './compare';
import type { Check, GoldenForm } from './goldenForm';

export interface ParityFailure extends Check {
  readonly file: string;
}

export interface ParityReport {
  /** Golden files that were run. */
  readonly files: number;
  /** Values that were compared. */
  readonly checks: number;
  readonly failures: readonly ParityFailure[];
  /** JSON files of no known form: nothing of them was compared. */
  readonly unknown: readonly string[];
}

/**
 * @param place a golden file, or a folder with such, at any depth
 * @throws BadInputError when there is none, or one cannot be read
 */
export async function runParity(
  place: string,
  forms: readonly GoldenForm[],
  signal: AbortSignal,
): Promise<ParityReport> {
  const files = await jsonFiles(place);
  const failures: ParityFailure[] = [];
  const unknown: string[] = [];
  let checks = 0;
  for (const file of files) {
    signal.throwIfAborted();
    const value = await readUserJson(file);
    const name = path.basename(file, '.json');
    const form = forms.find((each) => each.recognises(value, name));
    if (form === undefined) unknown.push(file);
    else {
      const found = await form.check(containerOf(value, file), name, file);
      checks += found.length;
      failures.push(
        ...found.filter(({ expected, actual }) => !agrees(expected, actual)).map((each) => failure(file, each)),
      );
    }
  }
  if (files.length === unknown.length) {
    throw new BadInputError(
      `${place} has no golden files: ${files.length} JSON files, none of a known form ` +
        `(${forms.map(({ name }) => name).join(', ')}). Name a golden file or a folder of them.`,
    );
  }
  return { files: files.length - unknown.length, checks, failures, unknown };
}

/** What our code does not give at all is null, so that the answer names it in JSON too. */
function failure(file: string, check: Check): ParityFailure {
  return { file, ...check, expected: check.expected ?? null, actual: check.actual ?? null };
}

function containerOf(value: ExactJson, file: string): Parameters<GoldenForm['check']>[0] {
  if (isExactObject(value) || isExactArray(value)) return value;
  throw new BadInputError(`${file} holds neither an object nor a list.`);
}

/** Symbolic links are not followed: a folder may link to itself. */
async function jsonFiles(place: string): Promise<readonly string[]> {
  await userPath(place);
  if ((await stat(place)).isFile()) return [place];
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
