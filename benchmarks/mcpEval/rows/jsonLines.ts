import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { plainJson } from '../../../runtime/functionCalling';
import { BadInputError } from '../../core/badInputError';
import { readUserJsonLines } from '../../core/userJson';

/** @throws BadInputError with the line that has another form */
export async function readRows<T>(file: string, schema: z.ZodType<T>): Promise<readonly T[]> {
  return (await readUserJsonLines(file)).map(({ place, value }) => {
    const parsed = schema.safeParse(plainJson(value));
    if (parsed.success) return parsed.data;
    throw new BadInputError(`${place}: ${z.prettifyError(parsed.error)}`);
  });
}

export async function writeRows(file: string, rows: readonly object[]): Promise<void> {
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
