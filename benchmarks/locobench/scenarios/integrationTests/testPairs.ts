/** Which source file a test file is about, and what the two of them need. */
import type { CodeLanguage, CodeSymbol, RepositoryFile, RepositoryIndex } from '../../../../runtime/repository';

export interface TestPair {
  /** The source that is to be tested. */
  readonly target: string;
  /** Its tests as they are. */
  readonly test: string;
  readonly language: CodeLanguage;
  /** Sources that the target imports, without those that hold only types; files behind one that only passes things on count. */
  readonly collaborators: readonly string[];
}

/** Fewer tests say little about what a file does. */
const LEAST_CASES = 2;

const languages: ReadonlySet<string> = new Set([
  ...['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python'],
]);

/** One for each test file that is about a source; those whose source works together with others stand first. */
export function testPairs(index: RepositoryIndex, shuffle: <T>(list: readonly T[]) => T[]): readonly TestPair[] {
  const links = new Map<string, Map<string, 'import' | 'name' | 'both'>>();
  for (const { test, source, by } of index.testLinks()) {
    links.set(test, (links.get(test) ?? new Map<string, 'import' | 'name' | 'both'>()).set(source, by));
  }
  const tests = index.files().filter((file) => isTest(index, file));
  const pairs = shuffle(tests).flatMap(({ path }): readonly TestPair[] => {
    const target = targetOf(index, path, links.get(path) ?? new Map());
    const language = target === undefined ? undefined : index.file(target)?.language;
    if (target === undefined || language === undefined) return [];
    return [{ target, test: path, language, collaborators: collaboratorsOf(index, target) }];
  });
  const alone = ({ collaborators }: TestPair) => Number(collaborators.length === 0);
  return pairs.sort((a, b) => alone(a) - alone(b));
}

export function isTest(index: RepositoryIndex, { path, kind, language, broken, skipped }: RepositoryFile): boolean {
  const read = kind === 'test' && !broken && skipped === undefined && languages.has(language ?? '');
  return read && index.testCases(path).length >= LEAST_CASES;
}

function isSource(index: RepositoryIndex, path: string): boolean {
  const file = index.file(path);
  return file?.kind === 'source' && !file.broken && file.skipped === undefined && languages.has(file.language ?? '');
}

/** The source of its name; otherwise the one that it calls most. */
function targetOf(
  index: RepositoryIndex,
  test: string,
  links: ReadonlyMap<string, 'import' | 'name' | 'both'>,
): string | undefined {
  const usable = [...links.keys()].filter((path) => isSource(index, path) && functionsOf(index, path).length > 0);
  const named = usable.find((path) => links.get(path) !== 'import');
  if (named !== undefined) return named;
  const calls = new Map<string, number>();
  for (const { role, target } of index.referencesIn(test)) {
    const path = target === undefined || (role !== 'call' && role !== 'new') ? undefined : index.symbol(target)?.path;
    if (path !== undefined && isSource(index, path)) calls.set(path, (calls.get(path) ?? 0) + 1);
  }
  return [...calls].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

function collaboratorsOf(index: RepositoryIndex, target: string): readonly string[] {
  const direct = importedBy(index, target);
  const behind = direct.flatMap((path) => (functionsOf(index, path).length > 0 ? [path] : importedBy(index, path)));
  return [...new Set(behind)].filter((path) => path !== target && functionsOf(index, path).length > 0).sort();
}

function importedBy(index: RepositoryIndex, path: string): readonly string[] {
  return index
    .importsOf(path)
    .flatMap(({ resolution, typeOnly }) => (resolution.kind === 'file' && !typeOnly ? [resolution.path] : []))
    .filter((each) => isSource(index, each));
}

/** What a fault can be put into. */
export function functionsOf(index: RepositoryIndex, path: string): readonly CodeSymbol[] {
  return index
    .symbols(path)
    .filter(({ kind, body }) => body !== undefined && ['function', 'method', 'constructor'].includes(kind));
}
