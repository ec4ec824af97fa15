/** Runs golden files through the real code: inputs, with the values that a reference implementation gave for them. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isExactArray, isExactObject, type ExactJson } from '../../runtime/functionCalling';
import { BadInputError } from '../core/badInputError';
import { userPath } from '../core/userFile';
import { readUserJson } from '../core/userJson';
import { agrees } from './compare';
import type { Check, GoldenForm } from './goldenForm';

export interface ParityFailure extends Omit<Check, 'corrected'> {
  readonly file: string;
}

/** A value that is another than the reference's on purpose; `expected` is the reference's. */
export interface CorrectedValue extends ParityFailure {
  readonly why: string;
}

export interface ParityReport {
  /** Golden files that were run. */
  readonly files: number;
  /** Values that were compared. */
  readonly checks: number;
  readonly failures: readonly ParityFailure[];
  /** Of them, those where a defect of the reference is corrected and ours is what the correction says. */
  readonly corrected: readonly CorrectedValue[];
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
  const corrected: CorrectedValue[] = [];
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
      for (const check of found) {
        const wanted = check.corrected === undefined ? check.expected : check.corrected.expected;
        if (!agrees(wanted, check.actual)) failures.push(told(file, check, wanted));
        else if (check.corrected !== undefined && !agrees(check.expected, check.actual)) {
          corrected.push({ ...told(file, check, check.expected), why: check.corrected.why });
        }
      }
    }
  }
  if (files.length === unknown.length) {
    throw new BadInputError(
      `${place} has no golden files: ${files.length} JSON files, none of a known form ` +
        `(${forms.map(({ name }) => name).join(', ')}). Name a golden file or a folder of them.`,
    );
  }
  return { files: files.length - unknown.length, checks, failures, corrected, unknown };
}

/** What our code does not give at all is null, so that the answer names it in JSON too. */
function told(file: string, check: Check, expected: unknown): ParityFailure {
  return { file, case: check.case, key: check.key, expected: expected ?? null, actual: check.actual ?? null };
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
