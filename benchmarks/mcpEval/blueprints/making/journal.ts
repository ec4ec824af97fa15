import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';

/**
 * What is done, line by line in a file, so that work goes on where it ended, however it ended. The first line says what work it is.
 */
export class Journal<Entry> {
  private constructor(
    private readonly file: string,
    readonly entries: readonly Entry[],
  ) {}

  /**
   * A last line that was not written whole is taken away. A folder that holds a set already is left alone.
   * @param work what is done; another one in the same folder is refused
   * @throws BadInputError
   */
  static async open<Entry>(folder: string, work: string, form: z.ZodType<Entry>): Promise<Journal<Entry>> {
    const file = path.join(folder, 'journal.jsonl');
    await mkdir(folder, { recursive: true });
    if (!existsSync(file) && existsSync(path.join(folder, 'set.json'))) {
      throw new BadInputError(`${folder} holds a set already. Name another folder, or delete it first.`);
    }
    const head = `${JSON.stringify({ work })}\n`;
    const text = existsSync(file) ? await readFile(file, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole === '') {
      await writeFile(file, head);
      return new Journal<Entry>(file, []);
    }
    if (whole.length < text.length) await truncate(file, Buffer.byteLength(whole));
    const [first = '', ...lines] = whole.trimEnd().split('\n');
    if (`${first}\n` !== head) {
      throw new BadInputError(
        `${folder} holds work that was begun with other options. Give these again, name another folder, or delete ${file}.`,
      );
    }
    const entries = lines.map((line, index) => {
      const parsed = form.safeParse(jsonOf(line));
      if (parsed.success) return parsed.data;
      throw new BadInputError(`${file}, line ${index + 2}, is damaged. Delete the file to begin anew.`);
    });
    return new Journal<Entry>(file, entries);
  }

  async add(entry: Entry): Promise<void> {
    await appendFile(this.file, `${JSON.stringify(entry)}\n`);
  }

  /** When what it was kept for is written. */
  async remove(): Promise<void> {
    await rm(this.file, { force: true });
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
