import path from 'node:path';
import type { RepositoryFile, TestLink } from '../types';

/** Words that name a file as a test's, at its ends: `a.test`, `test_a`, `ATests`. */
const testWords =
  /^(test[_-])|([._-](test|tests|spec|e2e|suite|unit|integration))+$|(_test)$|(Tests?|TestCase|Spec|IT)$/g;

/** What a source has in common with its test, or undefined where nothing but the words of a test is left. */
function subject(file: string): string | undefined {
  const name = path.posix.basename(file).replace(/\.[^.]+$/, '');
  const bare = name.replace(testWords, '').replace(testWords, '');
  return bare === '' ? undefined : bare.toLowerCase();
}

/**
 * Links tests with the sources that they import, and with those that they are named after: the nearest one of that name, in the same
 * language family; none where two are as near.
 *
 * @param importsOf files that a file imports, types included
 */
export function testLinks(
  files: readonly RepositoryFile[],
  importsOf: (path: string) => readonly string[],
): readonly TestLink[] {
  const sources = files.filter(({ kind, language }) => kind === 'source' && language !== undefined);
  const isSource = new Set(sources.map((file) => file.path));
  const byName = new Map<string, RepositoryFile[]>();
  for (const file of sources) {
    const name = path.posix
      .basename(file.path)
      .replace(/\.[^.]+$/, '')
      .toLowerCase();
    const known = byName.get(name);
    if (known) known.push(file);
    else byName.set(name, [file]);
  }
  return files
    .filter(({ kind, language }) => kind === 'test' && language !== undefined)
    .flatMap((test) => {
      const imported = new Set(importsOf(test.path).filter((each) => isSource.has(each)));
      const name = subject(test.path);
      const named = nearest(test, name === undefined ? [] : (byName.get(name) ?? []));
      const linked = new Set([...imported, ...(named === undefined ? [] : [named])]);
      return [...linked].sort().map((source): TestLink => {
        const both = imported.has(source) && named === source;
        return { test: test.path, source, by: both ? 'both' : named === source ? 'name' : 'import' };
      });
    });
}

function nearest(test: RepositoryFile, candidates: readonly RepositoryFile[]): string | undefined {
  const ranked = candidates
    .filter(({ language }) => family(language) === family(test.language))
    .map((file) => ({ path: file.path, steps: steps(test.path, file.path) }))
    .sort((a, b) => a.steps - b.steps);
  const [first, second] = ranked;
  return first === undefined || first.steps === second?.steps ? undefined : first.path;
}

function family(language: RepositoryFile['language']): string | undefined {
  return language?.replace(/^(javascript|typescript)(react)?$/, 'script').replace(/^cpp$/, 'c');
}

/** Folders that differ on the way from one to the other; those that only hold tests or sources do not count. */
function steps(a: string, b: string): number {
  const folders = (file: string): string[] =>
    path.posix
      .dirname(file)
      .split('/')
      .filter((name) => !['.', 'test', 'tests', '__tests__', 'spec', 'src', 'lib', 'main', 'source'].includes(name));
  const [left, right] = [folders(a), folders(b)];
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared++;
  return left.length + right.length - 2 * shared;
}
