/** What was applied, with the way back, on the disk. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { AppliedRefactoring, ChangedFile } from '../protocol';

const form = 'whetstone-tool-library-history-1';
const file = z.object({
  path: z.string(),
  /** Missing: the file was new. */
  before: z.string().optional(),
  after: z.string(),
  group: z.string(),
});
const entry = z.object({
  id: z.string(),
  applied: z.number(),
  reverted: z.number().optional(),
  /** It was told to the extension, which has not said yet that it was made. */
  planned: z.literal(true).optional(),
  files: z.array(file),
  /** Tools that were merged by it. */
  tools: z.number(),
});
const document = z.object({ form: z.literal(form), entries: z.array(entry) });
type Entry = z.infer<typeof entry>;

export interface PlannedChange {
  readonly id: string;
  readonly files: readonly (ChangedFile & { readonly group: string })[];
  /** Tools that were merged by it. */
  readonly tools: number;
}

/** Of one collection. Every change is on the disk before it is told; it is read each time, since the command line writes it too. */
export class LibraryHistory {
  private readonly place: string;

  /** @param folder of the user's state @param root of the collection */
  constructor(
    folder: string,
    private readonly root: string,
  ) {
    const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
    this.place = path.join(folder, 'toolLibrary', `${name}.json`);
  }

  /** @param textOf what a file holds now; undefined: it is not there */
  async list(textOf: (file: string) => Promise<string | undefined>): Promise<readonly AppliedRefactoring[]> {
    const entries = (await this.read()).filter(({ planned }) => planned !== true);
    return Promise.all(
      entries.map(async ({ id, applied, reverted, files, tools }) => {
        const touched: string[] = [];
        if (reverted === undefined) {
          for (const each of files) if ((await textOf(each.path)) !== each.after) touched.push(each.path);
        }
        const groups = new Set(files.map(({ group }) => group)).size;
        return { id, applied, reverted, tools, groups, files: files.map((each) => each.path), touched };
      }),
    );
  }

  /** Before it is made: should this process be lost meanwhile, the next one knows of it. Takes the place of what was planned before. */
  async plan({ id, files, tools }: PlannedChange, now: number): Promise<void> {
    const others = (await this.read()).filter(({ planned }) => planned !== true);
    await this.write([{ id, applied: now, planned: true, tools, files: [...files] }, ...others]);
  }

  /** @returns whether it had been planned */
  async markApplied(id: string, now: number): Promise<boolean> {
    const entries = await this.read();
    const made = entries.find((each) => each.id === id && each.planned === true);
    if (made === undefined) return false;
    const { files, tools } = made;
    await this.write(entries.map((each) => (each === made ? { id, applied: now, files, tools } : each)));
    return true;
  }

  async find(id: string): Promise<Entry | undefined> {
    return (await this.read()).find((each) => each.id === id && each.planned !== true);
  }

  async markReverted(id: string, now: number): Promise<void> {
    await this.write((await this.read()).map((each) => (each.id === id ? { ...each, reverted: now } : each)));
  }

  private async read(): Promise<readonly Entry[]> {
    const text = await readFile(this.place, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return [];
    const read = document.safeParse(jsonOf(text));
    if (!read.success) {
      throw new Error(
        `${this.place} is no history of ${this.root}. Move it away, and what was applied can be undone by your version control alone.`,
      );
    }
    return read.data.entries;
  }

  /** Whole or not at all. */
  private async write(entries: readonly Entry[]): Promise<void> {
    await mkdir(path.dirname(this.place), { recursive: true, mode: 0o700 });
    const fresh = `${this.place}.${process.pid}`;
    try {
      await writeFile(fresh, JSON.stringify({ form, entries }), { mode: 0o600 });
      await rename(fresh, this.place);
    } finally {
      await rm(fresh, { force: true });
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
