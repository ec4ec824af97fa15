import { behaviourOf, equalBehaviour } from '../grouping';
import { TfidfModel, toolText } from '../retrieval';
import type { Fingerprint, ToolCollection } from '../types';
import { DuplicateIndex } from './duplicateIndex';
import { learntResults } from './learntResults';
import type { Duplicate } from './types';

export interface DuplicatesOptions {
  /** Text by path of the files with tools. */
  readonly texts: ReadonlyMap<string, string>;
  /** By the tool's id; empty where nothing was run. */
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly signal?: AbortSignal | undefined;
}

/** All functions of a collection that double others, once. @throws GrammarsMissingError; the signal's reason */
export async function duplicatesOf(
  { tools }: Pick<ToolCollection, 'tools'>,
  { texts, fingerprints, signal }: DuplicatesOptions,
): Promise<readonly Duplicate[]> {
  const index = new DuplicateIndex();
  for (const [path, text] of texts) {
    signal?.throwIfAborted();
    await index.set({ path, text, imports: [], tools: tools.filter(({ source }) => source?.path === path) });
  }
  index.weighWords();
  const equal = await equalBehaviour({
    ...{ tools, vectors: new TfidfModel(tools.map(toolText)).vectors, forms: tools.map(() => undefined) },
    ...{ behaviours: tools.map(({ id }) => behaviourOf(fingerprints.get(id))), topics: new Map() },
  });
  index.learn(learntResults({ texts, fingerprints, equal }));
  return index.all();
}
