import { realpath } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { isTestPath, scanPaths, type ScannedFile } from '../../repository';
import type { ToolRecord } from '../types';
import type { FileDraft } from './draft';
import { filesBelow, recordOf } from './extractTools';
import { readSource } from './readSource';
import { moduleResolver } from './resolveModule';
import { sourceReader, type SourceReader } from './sourceReader';
import { UsageClosure } from './usage/usageClosure';

/** A file of a collection as it is now. */
export interface FollowedFile {
  /** From the root, with slashes. */
  readonly path: string;
  /** undefined: it is no part of the collection any more, or cannot be read. */
  readonly text: string | undefined;
  /** Without examples: those of other files would have to be read for each change. */
  readonly tools: readonly ToolRecord[];
  /** Files of the collection that it imports. */
  readonly imports: readonly string[];
}

export interface FollowOptions {
  /** Texts that stand for files, by path: what an editor has not saved. */
  readonly texts: ReadonlyMap<string, string>;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((share: number) => void) | undefined;
}

/** How long to work before others have their turn. Milliseconds. */
const turn = 30;

/** Tools of a folder that is being edited: after a change only the files that it touched are read again. Nothing is run. */
export class FollowedCollection {
  private readonly drafts = new Map<string, FileDraft>();
  private readonly files = new Set<string>();
  private place: string | undefined;

  /** @param root absolute */
  constructor(private readonly root: string) {}

  /** Every file. @throws ExtractionError when the folder cannot be read; the signal's reason */
  async open(options: FollowOptions): Promise<readonly FollowedFile[]> {
    const root = await this.realRoot();
    const scanned = await filesBelow(root, options.signal);
    this.files.clear();
    this.drafts.clear();
    for (const file of scanned) this.files.add(file.path);
    return this.read(scanned, options);
  }

  /** Files that were changed, made or deleted. What `.gitignore` leaves out counts as not there. */
  async update(paths: readonly string[], options: FollowOptions): Promise<readonly FollowedFile[]> {
    const scanned = await scanPaths(await this.realRoot(), paths, { signal: options.signal });
    const there = new Set(scanned.map(({ path }) => path));
    // Of a folder that is gone only its name is told.
    const isGone = (file: string) =>
      !there.has(file) && paths.some((each) => file === each || file.startsWith(`${each}/`));
    const gone = [...this.files].filter(isGone);
    for (const file of gone) {
      this.files.delete(file);
      this.drafts.delete(file);
    }
    for (const { path } of scanned) this.files.add(path);
    const read = await this.read(scanned, options);
    return [...gone.map((path) => ({ path, text: undefined, tools: [], imports: [] })), ...read];
  }

  private async realRoot(): Promise<string> {
    return (this.place ??= await realpath(this.root));
  }

  private async read(scanned: readonly ScannedFile[], options: FollowOptions): Promise<readonly FollowedFile[]> {
    const { signal, progress } = options;
    // A new one each time: it keeps what it has read of other files.
    const reader = sourceReader(await this.realRoot(), this.files);
    const texts = new Map<string, string>();
    let began = Date.now();
    for (const [at, file] of scanned.entries()) {
      if (Date.now() - began > turn) {
        progress?.(at / scanned.length);
        await setImmediate();
        began = Date.now();
      }
      signal?.throwIfAborted();
      if (!reader.reads(file.path)) continue;
      const text = await this.readOne(file, reader, options);
      if (text !== undefined) texts.set(file.path, text);
    }
    const resolve = moduleResolver(this.files);
    const closure = new UsageClosure(
      new Map([...this.drafts.values()].map(({ usage }) => [usage.path, usage])),
      resolve,
    );
    return scanned
      .filter(({ path }) => reader.reads(path))
      .map(({ path }) => {
        const draft = this.drafts.get(path);
        const modules = [...(draft?.imports.values() ?? [])].flatMap(({ module }) => resolve(path, module) ?? []);
        const tools = draft?.tools.map((tool) => recordOf(tool, path, closure, [])) ?? [];
        // The very same declaration twice in one file is one tool.
        const distinct = [...new Map(tools.map((tool) => [tool.id, tool])).values()];
        return { path, text: texts.get(path), tools: distinct, imports: [...new Set(modules)].sort() };
      });
  }

  /** @returns its text; undefined where it cannot be read */
  private async readOne(
    file: ScannedFile,
    reader: SourceReader,
    { texts }: FollowOptions,
  ): Promise<string | undefined> {
    this.drafts.delete(file.path);
    const given = texts.get(file.path);
    const read = given === undefined ? await readSource(await this.realRoot(), file) : { text: given };
    if ('problem' in read) return undefined;
    try {
      const { draft } = await reader.read(file.path, read.text, isTestPath(file.path));
      if (draft !== undefined) this.drafts.set(file.path, draft);
      return read.text;
    } catch {
      // One file that nobody can follow does not take the others with it; a search for tools tells of it.
      return undefined;
    }
  }
}
