/** A file of results, one JSON line a task, that an interrupted evaluation goes on from. */
import { appendFile, readFile, truncate } from 'node:fs/promises';
import { z } from 'zod';
import { BadInputError } from '../core/badInputError';

const headerSchema = z.object({ settings: z.string() });

export class ResultFile<T extends { readonly task_id: string }> {
  private constructor(
    private readonly file: string,
    /** What an earlier run has done, by task id. */
    readonly done: ReadonlyMap<string, T>,
  ) {}

  /**
   * Opens the file, or starts it.
   *
   * @param settings everything that the results depend on
   * @param schema of a result
   * @throws BadInputError when the file holds results of other settings, or something else
   */
  static async open<T extends { readonly task_id: string }>(
    file: string,
    settings: Readonly<Record<string, unknown>>,
    schema: z.ZodType<T>,
  ): Promise<ResultFile<T>> {
    const header = `${JSON.stringify({ settings: JSON.stringify(settings) })}\n`;
    let text: string;
    try {
      // Opened for writing first: better to learn now than after the first task that nothing can be kept.
      await appendFile(file, '');
      text = await readFile(file, 'utf8');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new BadInputError(`Results cannot be kept in ${file} (${reason}). Name another file.`, { cause: error });
    }
    if (text === '') {
      await appendFile(file, header);
      return new ResultFile(file, new Map());
    }
    // A run that was killed while it wrote leaves half a line; that task is done again.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const [first, ...rest] = whole.split('\n').slice(0, -1);
    const found = parse(headerSchema, first ?? '', file, 1).settings;
    if (found !== JSON.stringify(settings)) {
      throw new BadInputError(
        `${file} holds results of other settings (${found}, now ${JSON.stringify(settings)}). Name another file.`,
      );
    }
    const results = rest.map((line, index) => parse(schema, line, file, index + 2));
    await truncate(file, Buffer.byteLength(whole));
    return new ResultFile(file, new Map(results.map((result) => [result.task_id, result])));
  }

  async append(result: T): Promise<void> {
    await appendFile(this.file, `${JSON.stringify(result)}\n`);
  }
}

function parse<T>(schema: z.ZodType<T>, line: string, file: string, number: number): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    throw new BadInputError(`${file}, line ${number}: not a result of this command. Name another file.`);
  }
}
