import type { CodeSymbol, RepositoryIndex } from '../types';
import { namesOf, type NearNames } from './namesNear';
import { importedFiles, sameFamily, standingImports } from './relatedFiles';
import type { ContextQuestion, DefinitionCandidate } from './types';

/** Names that are looked for in all of the repository: those nearest to the cursor, at least so long. */
const mostSought = 12;
const shortestSought = 4;
/** What is typed must be so long before names that begin with it count. */
const shortestTyped = 2;
/** Scores of what is found by less than an import. */
const scores = { byName: 0.6, mentioned: 0.5 } as const;
/** Definitions whose signatures are looked into. */
const mostFollowed = 4;

/** Definitions in other files of the names near the cursor. */
export function usedDefinitions(
  index: RepositoryIndex,
  question: ContextQuestion,
  near: NearNames,
): readonly DefinitionCandidate[] {
  const targets = targetsByName(index, question);
  const found = new Map<string, DefinitionCandidate>();
  const add = (symbol: CodeSymbol, score: number, relation: DefinitionCandidate['relation'] = 'used'): void => {
    if (symbol.path === question.path || (found.get(symbol.id)?.score ?? 0) >= score) return;
    found.set(symbol.id, { symbol, relation, score });
  };
  const { typed } = near;
  const begun = typed.length >= shortestTyped ? [...targets.keys()].filter((name) => name.startsWith(typed)) : [];
  for (const name of begun) for (const symbol of targets.get(name) ?? []) add(symbol, 1);
  const own = new Set(index.symbols(question.path).map(({ name }) => name));
  for (const [name, weight] of near.weights) {
    const known = targets.get(name);
    for (const symbol of known ?? []) add(symbol, weight);
  }
  // Imports that are not saved yet, and those that are still to be written.
  const sought = [...near.weights].filter(
    ([name]) => name.length >= shortestSought && !targets.has(name) && !own.has(name),
  );
  for (const [name, weight] of sought.sort(([, a], [, b]) => b - a).slice(0, mostSought)) {
    const symbol = onlyOne(index, name, question);
    if (symbol !== undefined) add(symbol, weight * scores.byName);
  }
  const best = [...found.values()].sort((a, b) => b.score - a.score).slice(0, mostFollowed);
  for (const { symbol, score } of best) {
    const mentioned = namesOf(symbol.signature);
    for (const other of index.symbols(symbol.path)) {
      const type = other.container.length === 0 && other.id !== symbol.id && mentioned.has(other.name);
      if (type) add(other, score * scores.mentioned, 'mentioned');
    }
  }
  return [...found.values()];
}

/** What the file's names mean that are imported: by the references that it had when it was saved, and by its imports. */
function targetsByName(index: RepositoryIndex, question: ContextQuestion): ReadonlyMap<string, readonly CodeSymbol[]> {
  const found = new Map<string, Map<string, CodeSymbol>>();
  const add = (name: string, symbol: CodeSymbol | undefined): void => {
    if (symbol === undefined || symbol.path === question.path) return;
    const known = found.get(name) ?? new Map<string, CodeSymbol>();
    found.set(name, known.set(symbol.id, symbol));
  };
  for (const { name, target } of index.referencesIn(question.path)) {
    if (target !== undefined) add(name, index.symbol(target));
  }
  for (const edge of standingImports(index, question)) {
    const names = new Set(edge.names);
    for (const file of importedFiles(edge)) {
      for (const symbol of index.symbols(file)) {
        if (symbol.container.length === 0 && (names.has(symbol.name) || (names.has('*') && symbol.exported))) {
          add(symbol.name, symbol);
        }
      }
    }
  }
  return new Map([...found].map(([name, symbols]) => [name, [...symbols.values()]]));
}

/** What a name means in a repository that has just one exported definition of it. */
function onlyOne(index: RepositoryIndex, name: string, { path, languageId }: ContextQuestion): CodeSymbol | undefined {
  const named = index.symbolsNamed(name).filter((symbol) => {
    const file = index.file(symbol.path);
    return symbol.path !== path && file?.language !== undefined && sameFamily(file.language, languageId);
  });
  const [only] = named;
  return named.length === 1 && only?.exported === true && only.container.length === 0 ? only : undefined;
}
