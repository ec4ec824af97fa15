import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { descriptionLength, partsOfCollection, type DescriptionLength } from './descriptionLength';
import { extractTools } from './extraction';
import { toolList } from './merging';
import type { TokenCounter } from './tokenCounter';
import type { ToolCollection, ToolRecord } from './types';

export interface ChangedCollectionOptions {
  readonly collection: ToolCollection;
  /** Text by path of all source files. */
  readonly texts: ReadonlyMap<string, string>;
  readonly tokens: TokenCounter;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A collection as it would be with some of its files changed: its tools, and what it takes to write it down. */
export class ChangedCollection {
  constructor(private readonly options: ChangedCollectionOptions) {}

  /** @param changed new text by path; nothing is written to the collection's folder */
  async tools(changed: ReadonlyMap<string, string>): Promise<readonly ToolRecord[]> {
    const { collection, texts, exclude, signal } = this.options;
    if (changed.size === 0) return collection.tools;
    // A module that is new is none of the paths that were named.
    const include = this.options.include?.length ? [...this.options.include, ...changed.keys()] : undefined;
    return inFolder(new Map([...texts, ...changed]), async (root) => {
      return (await extractTools({ root, include, exclude, signal })).tools;
    });
  }

  /** @param tools of the collection with these changes */
  length(changed: ReadonlyMap<string, string>, tools: readonly ToolRecord[]): DescriptionLength {
    const { texts, tokens } = this.options;
    const schemas = toolList(tools).map((each) => JSON.stringify(each));
    return descriptionLength(partsOfCollection({ tools, texts: new Map([...texts, ...changed]), schemas }), tokens);
  }
}

async function inFolder<Result>(
  texts: ReadonlyMap<string, string>,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'whetstone-library-'));
  try {
    for (const [file, text] of texts) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
