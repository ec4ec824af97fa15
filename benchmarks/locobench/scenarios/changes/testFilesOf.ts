import type { RepositoryFile, RepositoryIndex } from '../../../../runtime/repository';

/** More files of tests are not run for one draft. */
const MOST_FILES = 4;
/** Imports from a source to a test that are followed one by one; further ones only where nothing is nearer. */
const MOST_STEPS = 6;
/** A namesake that does not come to the source over imports is behind tests that import it. */
const NAME_ALONE = 1.5;

/**
 * Files of tests that reach a file over imports or by its name: those named after it first, then by the number of imports between them;
 * of those that are as near, first those that load least.
 */
export function testFilesOf(index: RepositoryIndex, source: string): readonly string[] {
  const steps = nearTests(index, source);
  const stem = stemOf(source);
  for (const path of stem === 'index' ? [] : namesakes(index, stem)) {
    if (!isTest(index, path)) continue;
    steps.set(path, steps.has(path) ? 0 : NAME_ALONE);
  }
  if (steps.size === 0) {
    const linked = index.testLinks().filter((each) => each.source === source && isTest(index, each.test));
    for (const { test } of linked) steps.set(test, MOST_STEPS + 1);
  }
  const graph = index.graph();
  return [...steps]
    .map(([path, step]) => ({ path, step, load: graph.transitiveDependencies(path).length }))
    .sort((a, b) => a.step - b.step || a.load - b.load || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_FILES)
    .map(({ path }) => path);
}

/** Tests by their imports to the source, until there are enough of them. */
/** Stems of all files, by the list of them, which an index gives out anew when something has changed. */
const knownStems = new WeakMap<readonly RepositoryFile[], ReadonlyMap<string, readonly string[]>>();

function namesakes(index: RepositoryIndex, stem: string): readonly string[] {
  const files = index.files();
  let stems = knownStems.get(files);
  if (stems === undefined) {
    stems = byStem(files);
    knownStems.set(files, stems);
  }
  return stems.get(stem) ?? [];
}

function byStem(files: readonly RepositoryFile[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { path } of files) {
    const stem = stemOf(path);
    const paths = found.get(stem);
    if (paths === undefined) found.set(stem, [path]);
    else paths.push(path);
  }
  return found;
}

function nearTests(index: RepositoryIndex, source: string): Map<string, number> {
  const found = new Map<string, number>();
  const seen = new Set([source]);
  let level = [source];
  for (let step = 1; step <= MOST_STEPS && level.length > 0 && found.size < MOST_FILES; step++) {
    level = level.flatMap((path) => index.importersOf(path)).filter((path) => !seen.has(path) && seen.add(path));
    for (const path of level) if (isTest(index, path)) found.set(path, step);
    level = level.filter((path) => !found.has(path));
  }
  return found;
}

function isTest(index: RepositoryIndex, path: string): boolean {
  return index.file(path)?.kind === 'test' && index.testCases(path).length > 0;
}

function stemOf(path: string): string {
  const name = path.split('/').at(-1) ?? '';
  return name
    .replace(/\.[^.]+$/, '')
    .replace(/(?:[._-](?:test|spec)|_test)$|^test_/, '')
    .toLowerCase();
}
