/** Reads data sets in RouteLLM's form: a prompt, and whether a weak and a strong model answered it right. */
import { parse, CsvError } from 'csv-parse/sync';
import { z } from 'zod';
import { BadInputError } from '../core/badInputError';
import { readUserFile } from '../core/userFile';

const LARGEST_FILE = 512 * 2 ** 20;

export interface RoutingItem {
  readonly prompt: string;
  readonly weak: boolean;
  readonly strong: boolean;
  /** Text of the strong model's answer, for what it would cost; undefined when the data has none. */
  readonly strongAnswer: string | undefined;
}

export interface RoutingColumns {
  readonly prompt: string;
  readonly weak: string;
  readonly strong: string;
  /** Column with the strong model's answers; default: `<strong>_response` where there is one. */
  readonly strongAnswer?: string | undefined;
}

export interface RoutingData {
  readonly items: readonly RoutingItem[];
  /** Rows that were left out as contaminated. */
  readonly removed: number;
  /** Column that the costs of answers come from. */
  readonly answerColumn: string | undefined;
}

/**
 * @param contaminated JSON lines with `eval_prompt` (or `prompt`): prompts to leave out
 * @throws BadInputError when a file, a column or a value is not as it should be
 */
export async function readRoutingData(
  file: string,
  columns: RoutingColumns,
  contaminated?: string,
): Promise<RoutingData> {
  const rows = parseRows(await readUserFile(file, LARGEST_FILE), file);
  const first = rows[0];
  if (first === undefined) throw new BadInputError(`${file} has no rows below its header. Give a file with data.`);
  const names = Object.keys(first);
  const answerColumn = columns.strongAnswer ?? names.find((name) => name === `${columns.strong}_response`);
  for (const column of [
    columns.prompt,
    columns.weak,
    columns.strong,
    ...(answerColumn === undefined ? [] : [answerColumn]),
  ]) {
    if (!names.includes(column)) {
      throw new BadInputError(`${file} has no column "${column}". Its columns: ${names.join(', ')}.`);
    }
  }
  const leftOut = contaminated === undefined ? new Set<string>() : await readContaminated(contaminated);
  const items: RoutingItem[] = [];
  rows.forEach((row, i) => {
    const prompt = row[columns.prompt] ?? '';
    if (prompt.trim() === '') throw new BadInputError(`Row ${i + 1} of ${file} has an empty prompt. Remove it.`);
    if (leftOut.has(prompt)) return;
    const label = (column: string) => booleanOf(row[column] ?? '', file, i + 1, column);
    items.push({
      ...{ prompt, weak: label(columns.weak), strong: label(columns.strong) },
      strongAnswer: answerColumn === undefined ? undefined : (row[answerColumn] ?? ''),
    });
  });
  return { items, removed: rows.length - items.length, answerColumn };
}

function parseRows(content: Buffer, file: string): Readonly<Record<string, string>>[] {
  if (content.length === 0) throw new BadInputError(`${file} is empty. Give a CSV file with a header and rows.`);
  try {
    return z
      .array(z.record(z.string(), z.string()))
      .parse(parse(content, { columns: true, bom: true, skip_empty_lines: true }));
  } catch (error) {
    if (error instanceof CsvError) {
      throw new BadInputError(`${file} is not a CSV file that can be read: ${error.message}.`, { cause: error });
    }
    throw error;
  }
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  false: false,
  '1': true,
  '0': false,
  '1.0': true,
  '0.0': false,
};

function booleanOf(value: string, file: string, row: number, column: string): boolean {
  const text = value.trim().toLowerCase();
  const boolean = Object.hasOwn(BOOLEANS, text) ? BOOLEANS[text] : undefined;
  if (boolean !== undefined) return boolean;
  throw new BadInputError(
    `Row ${row} of ${file} has "${value.slice(0, 40)}" in column "${column}". Labels must be True or False (or 1 or 0).`,
  );
}

const contaminatedSchema = z.union([
  z.object({ eval_prompt: z.string() }).transform((line) => line.eval_prompt),
  z.object({ prompt: z.string() }).transform((line) => line.prompt),
]);

async function readContaminated(file: string): Promise<Set<string>> {
  const lines = (await readUserFile(file, LARGEST_FILE)).toString('utf8').split('\n');
  const prompts = new Set<string>();
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw new BadInputError(`Line ${i + 1} of ${file} is not JSON.`, { cause: error });
    }
    const parsed = contaminatedSchema.safeParse(value);
    if (!parsed.success) throw new BadInputError(`Line ${i + 1} of ${file} has neither "eval_prompt" nor "prompt".`);
    prompts.add(parsed.data);
  });
  return prompts;
}
