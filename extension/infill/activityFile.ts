import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ActivityEntry } from '../../webviews/activity/protocol';

/** What a read found; `badLines` counts the lines that could not be understood and were left out. */
export interface ActivityFileContent {
  /** Oldest first, one for each id. */
  readonly entries: readonly ActivityEntry[];
  readonly badLines: number;
}

/**
 * The activity log on disk: JSON lines, one entry a line; a later line with the same id replaces the earlier one.
 * Appending (instead of rewriting the file) lets several windows share it without losing each other's entries.
 * A read shortens the file when it holds more than three times what is kept; that alone is a rewrite, by rename.
 */
export class ActivityFile {
  constructor(
    private readonly path: string,
    private readonly capacity: number,
  ) {}

  /** @throws the error of the file system, except for a file that is not there. */
  async read(): Promise<ActivityFileContent> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (isMissing(error)) {
        return { entries: [], badLines: 0 };
      }
      throw error;
    }
    // The schema library is read only when there is something to check: activation does not pay for it.
    const { activityEntrySchema } = await import('./activityEntrySchema');
    const byId = new Map<string, ActivityEntry>();
    let badLines = 0;
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    for (const line of lines) {
      const parsed = activityEntrySchema.safeParse(parseJson(line));
      if (parsed.success) {
        byId.set(parsed.data.id, parsed.data);
      } else {
        badLines += 1;
      }
    }
    const entries = [...byId.values()].sort((left, right) => left.time - right.time).slice(-this.capacity);
    if (lines.length > 3 * this.capacity) {
      // Shortening is a courtesy: a folder without write access must not keep the entries from being shown.
      await this.rewrite(entries).catch(() => undefined);
    }
    return { entries, badLines };
  }

  /** Adds lines. @throws the error of the file system. */
  async append(entries: readonly ActivityEntry[]): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    // A first line break ends a line that a killed process left unfinished; empty lines are skipped when reading.
    await appendFile(this.path, `\n${serialise(entries)}`, 'utf8');
  }

  private async rewrite(entries: readonly ActivityEntry[]): Promise<void> {
    const temporary = `${this.path}.${process.pid}.tmp`;
    try {
      await writeFile(temporary, serialise(entries), 'utf8');
      await rename(temporary, this.path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}

function serialise(entries: readonly ActivityEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
