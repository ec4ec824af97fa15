import type { RepositoryIndex } from '../../../../runtime/repository';
import { readCode, sourceLanguage } from '../code/readCode';
import { votesOfCode } from './collect/ofCode';
import { votesOfRepository } from './collect/ofRepository';
import { votesOfTest } from './collect/ofTests';
import type { Facet, FacetScope, RepositoryProfile } from './types';
import { Votes, type FacetId } from './votes';

/** Files that are parsed; habits of more are told by these. */
const SOURCES = 250;
const TESTS = 80;
const LONGEST = 200_000;

/**
 * The conventions of a repository with their evidence, by its index and syntax trees alone: no model, nothing is run.
 * @param text of a file as the tasks are made from it; undefined: it is left out (a secret, no text)
 * @throws GrammarsMissingError
 */
export async function profileRepository(
  index: RepositoryIndex,
  text: (path: string) => string | undefined,
  signal: AbortSignal,
): Promise<RepositoryProfile> {
  const votes = new Votes();
  const files = index
    .files()
    .filter(({ path, skipped }) => skipped === undefined && sourceLanguage(path) !== undefined);
  const sources = files.filter(({ kind }) => kind === 'source').map(({ path }) => path);
  const tests = files.filter(({ kind }) => kind === 'test').map(({ path }) => path);
  const [chosenSources, chosenTests] = [evenly(sources, SOURCES), evenly(tests, TESTS)];
  const folders = new Set(sources.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
  for (const path of [...chosenSources, ...chosenTests]) {
    signal.throwIfAborted();
    const content = text(path);
    const facts = content === undefined || content.length > LONGEST ? undefined : await readCode(path, content);
    if (facts === undefined || facts.broken) continue;
    const scope = sourceLanguage(path)?.language === 'python' ? 'python' : 'script';
    if (index.file(path)?.kind === 'test') votesOfTest(facts, scope, folders, votes);
    else votesOfCode(facts, scope, votes);
  }
  votesOfRepository(index, sources, text, votes);
  return {
    root: index.root,
    commit: index.summary().commit,
    read: { sources: chosenSources.length, tests: chosenTests.length },
    all: { sources: sources.length, tests: tests.length },
    facets: votes.facets(text),
  };
}

function evenly(paths: readonly string[], most: number): readonly string[] {
  if (paths.length <= most) return paths;
  return Array.from({ length: most }, (_, at) => paths[Math.floor((at * paths.length) / most)]!);
}

/** A habit of a language, or of the whole repository. */
export function facetOf(
  profile: RepositoryProfile,
  id: string,
  scope: Exclude<FacetScope, 'repository'>,
): Facet | undefined {
  return profile.facets.find((each) => each.id === id && (each.scope === scope || each.scope === 'repository'));
}

export type { FacetId };
