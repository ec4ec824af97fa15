import { setF1 } from '../grading/answers/setScores';
import { syntaxFacts } from '../grading/checks/syntaxFacts';
import type { RepositoryState } from '../grading/state/repositoryState';
import type { FileChange, GroundTruth } from '../scenarios/types';
import { mean } from './verifiedScore';

/**
 * ICU of a change: mean of the F1 of changed files against those that the reference changes, and of the recall of symbols that
 * matter among the names in changed files that were not there before, or stand there another number of times.
 */
export async function informationUse(
  base: RepositoryState,
  after: RepositoryState,
  changes: readonly FileChange[],
  reference: readonly FileChange[],
  truth: GroundTruth,
): Promise<number | undefined> {
  if (reference.length === 0) return undefined;
  const files = setF1(
    reference.map(({ path }) => path),
    changes.map(({ path }) => path),
  ).f1;
  const wanted = await touchedNames(base, base.with(reference), reference);
  const symbols = truth.symbols.map(symbolName).filter((name) => wanted.has(name));
  if (symbols.length === 0) return files;
  const touched = await touchedNames(base, after, changes);
  return mean([files, symbols.filter((name) => touched.has(name)).length / symbols.length]);
}

/** Ids end with the name, `#n` for the n-th of it. */
function symbolName(id: string): string {
  return /([\w$]+)(?:#\d+)?$/.exec(id)?.[1] ?? id;
}

async function touchedNames(
  before: RepositoryState,
  after: RepositoryState,
  changes: readonly FileChange[],
): Promise<ReadonlySet<string>> {
  const touched = new Set<string>();
  for (const { path } of changes) {
    const [from, to] = [await names(before, path), await names(after, path)];
    for (const name of new Set([...from.keys(), ...to.keys()])) {
      if (from.get(name) !== to.get(name)) touched.add(name);
    }
  }
  return touched;
}

async function names(state: RepositoryState, path: string): Promise<ReadonlyMap<string, number>> {
  const text = state.text(path);
  return (text === undefined ? undefined : (await syntaxFacts(path, text))?.identifiers) ?? new Map<string, number>();
}
