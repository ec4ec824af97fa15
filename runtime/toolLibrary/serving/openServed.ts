import { stat } from 'node:fs/promises';
import path from 'node:path';
import { extractTools } from '../extraction';
import { readLibrary } from '../merging';
import type { CollectionProblem } from '../types';
import { servedTools, type ServedTools } from './servedTools';

export interface OpenServedOptions {
  /** A library on the disk, or a folder with tools as they are. */
  readonly folder: string;
  /** Globs, for a folder that is no library. */
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly impure: boolean;
  readonly oldNames: boolean;
  readonly signal: AbortSignal;
}

export interface Served extends ServedTools {
  readonly kind: 'library' | 'collection';
  /** Absolute folder that the served functions lie in. */
  readonly root: string;
  /** What could not be read. */
  readonly problems: readonly CollectionProblem[];
}

/**
 * What a folder has to offer; nothing of it is run.
 * @throws LibraryFolderError for a library that cannot be read; ExtractionError where there is no such folder; AbortError
 */
export async function openServed(options: OpenServedOptions): Promise<Served> {
  const { folder, impure, oldNames, signal } = options;
  const isLibrary = await stat(path.join(folder, 'library.json')).then(
    () => true,
    () => false,
  );
  if (!isLibrary) {
    const { include, exclude } = options;
    const collection = await extractTools({ root: folder, include, exclude, signal });
    const served = servedTools({ collection, impure, oldNames });
    return { ...served, kind: 'collection', root: collection.root, problems: collection.problems };
  }
  const library = await readLibrary(folder);
  const { include, exclude, changed } = library.description;
  // Modules that a model wrote lie beside the files that tools were taken from.
  const created = changed.filter((each) => each.created).map((each) => each.path);
  const collection = await extractTools({
    ...{ root: library.after, exclude, signal },
    include: include.length === 0 ? [] : [...include, ...created],
  });
  const before = await extractTools({ root: library.before, include, exclude, signal });
  const made = { before, coverage: library.coverage.entries };
  const served = servedTools({ collection, made, impure, oldNames });
  return { ...served, kind: 'library', root: collection.root, problems: collection.problems };
}
