import { open, readFile, writeFile, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';

/**
 * Counts changes of what conversions write: a journal of another number is not taken up, so that no model is half of one
 * program version and half of another.
 */
export const conversionVersion = 2;

const headerSchema = z.object({ version: z.literal(conversionVersion), identity: z.string() });
const entrySchema = z.object({
  name: z.string(),
  end: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A constant that is written. */
export interface JournalEntry {
  readonly name: string;
  /** Byte position behind it in the data file. */
  readonly end: number;
  /** SHA-256 of the data file up to there, so that a file can be checked while it is read once. */
  readonly sha256: string;
}

/**
 * What an interrupted conversion has done, one JSON document a line: first what it converts, then each constant that
 * was written. The last line may be torn; what it speaks of is done again.
 */
export class ConversionJournal {
  private constructor(private readonly handle: FileHandle) {}

  /** @returns entries of an earlier conversion of the same; empty when there is none, or it was of something else */
  static async entries(file: string, identity: string): Promise<readonly JournalEntry[]> {
    const text = await readFile(file, 'utf8').catch(() => '');
    const [first = '', ...rest] = text.split('\n').slice(0, -1);
    const header = headerSchema.safeParse(parseJson(first));
    if (!header.success || header.data.identity !== identity) return [];
    const entries: JournalEntry[] = [];
    for (const line of rest) {
      const entry = entrySchema.safeParse(parseJson(line));
      // What follows a damaged line cannot be relied on.
      if (!entry.success) break;
      entries.push(entry.data);
    }
    return entries;
  }

  /** Writes the journal anew with the entries that are true, and goes on from there. */
  static async start(file: string, identity: string, entries: readonly JournalEntry[]): Promise<ConversionJournal> {
    const lines = [{ version: conversionVersion, identity }, ...entries].map((line) => `${JSON.stringify(line)}\n`);
    await writeFile(file, lines.join(''));
    return new ConversionJournal(await open(file, 'a'));
  }

  async add(entry: JournalEntry): Promise<void> {
    await this.handle.appendFile(`${JSON.stringify(entry)}\n`);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
