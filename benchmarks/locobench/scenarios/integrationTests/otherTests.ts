/** Tests beside the one that is taken away: those that say too much, and one that shows how tests are written. */
import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import type { TestPair } from './testPairs';

/** An example of more lines crowds the code out. */
const MOST_EXAMPLE_LINES = 400;
/** Cases of fewer characters are alike by chance. */
const LEAST_CASE = 400;

/** Test files that are about the target too, or that call what the faults are in. */
export function tellingTests(
  index: RepositoryIndex,
  { target, test }: TestPair,
  symbols: readonly CodeSymbol[],
): readonly string[] {
  const linked = index.testLinks().flatMap((each) => (each.source === target ? [each.test] : []));
  const calling = symbols.flatMap(({ id }) =>
    index.referencesTo(id).flatMap(({ path }) => (index.file(path)?.kind === 'test' ? [path] : [])),
  );
  return [...new Set([...linked, ...calling])].filter((path) => path !== test).sort();
}

/** Long tests of the file that is taken away: others that are nearly the same give them away. */
export function longCases(index: RepositoryIndex, test: string): readonly string[] {
  const lines = index.text(test).split('\n');
  const texts = index.testCases(test).map(({ range }) => lines.slice(range.start.line, range.end.line + 1).join('\n'));
  return texts.filter((text) => text.length >= LEAST_CASE);
}

/** The nearest of the same language that says nothing about the target; of two as near the shorter one. */
export function exampleTest(
  index: RepositoryIndex,
  { test, language }: TestPair,
  telling: ReadonlySet<string>,
): string | undefined {
  const usable = index
    .files()
    .filter(({ path, kind, language: own, lines }) => {
      const other = kind === 'test' && own === language && path !== test && !telling.has(path);
      return other && lines <= MOST_EXAMPLE_LINES && index.testCases(path).length > 0;
    })
    .map(({ path, lines }) => ({ path, lines, shared: sharedFolders(path, test) }));
  return usable.sort((a, b) => b.shared - a.shared || a.lines - b.lines)[0]?.path;
}

function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split('/').slice(0, -1), b.split('/').slice(0, -1)];
  const differ = left.findIndex((name, at) => name !== right[at]);
  return differ < 0 ? left.length : differ;
}
