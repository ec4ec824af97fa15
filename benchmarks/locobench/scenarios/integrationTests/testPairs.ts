/** Which source file a test file is about, and what the two of them need. */
import type {
  CodeLanguage,
  CodeSymbol,
  ImportGraph,
  RepositoryFile,
  RepositoryIndex,
  TestLink,
} from '../../../../runtime/repository';

export interface TestPair {
  /** The source that is to be tested. */
  readonly target: string;
  /** Its tests as they are. */
  readonly test: string;
  readonly language: CodeLanguage;
  /** Sources that the target imports, without those that hold only types; files behind one that only passes things on count. */
  readonly collaborators: readonly string[];
  /** Whether the test is named after the target. */
  readonly named: boolean;
}

/** Fewer tests say little about what a file does. */
const LEAST_CASES = 2;
/** Files of the repository that a test may load without being put behind others. */
const LIGHT = 64;
/** Files on the way from a test to the source of its name, both included. */
const MOST_STEPS = 3;

const languages: ReadonlySet<string> = new Set([
  ...['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python'],
]);

/**
 * One for each test file that is about a source: first those named after it, and those whose source works together with others; of
 * these, first those that load little.
 */
export function testPairs(index: RepositoryIndex, shuffle: <T>(list: readonly T[]) => T[]): readonly TestPair[] {
  const links = new Map<string, Map<string, TestLink['by']>>();
  for (const { test, source, by } of index.testLinks()) {
    links.set(test, (links.get(test) ?? new Map<string, TestLink['by']>()).set(source, by));
  }
  const graph = index.graph();
  const tests = index.files().filter((file) => isTest(index, file));
  const pairs = shuffle(tests).flatMap(({ path }): readonly TestPair[] => {
    const found = targetOf(index, graph, path, links.get(path) ?? new Map());
    const language = found === undefined ? undefined : index.file(found.target)?.language;
    if (found === undefined || language === undefined) return [];
    return [{ ...found, test: path, language, collaborators: collaboratorsOf(index, found.target) }];
  });
  // Grading runs a test thirty times. Of tests that load about as much, chance says which comes first.
  const loads = new Map(
    pairs.map(({ test }) => [test, Math.floor(Math.log2(1 + graph.transitiveDependencies(test).length / LIGHT))]),
  );
  const load = ({ test }: TestPair) => loads.get(test) ?? 0;
  const rank = ({ collaborators, named }: TestPair) => Number(collaborators.length === 0) * 2 + Number(!named);
  return pairs.sort((a, b) => rank(a) - rank(b) || load(a) - load(b));
}

export function isTest(index: RepositoryIndex, { path, kind, language, broken, skipped }: RepositoryFile): boolean {
  const read = kind === 'test' && !broken && skipped === undefined && languages.has(language ?? '');
  return read && index.testCases(path).length >= LEAST_CASES;
}

function isSource(index: RepositoryIndex, path: string): boolean {
  const file = index.file(path);
  return file?.kind === 'source' && !file.broken && file.skipped === undefined && languages.has(file.language ?? '');
}

/** The source of its name, if the test comes to it over imports; otherwise the one whose functions it calls most. */
function targetOf(
  index: RepositoryIndex,
  graph: ImportGraph,
  test: string,
  links: ReadonlyMap<string, TestLink['by']>,
): Pick<TestPair, 'target' | 'named'> | undefined {
  const usable = [...links.keys()].filter((path) => isSource(index, path) && functionsOf(index, path).length > 0);
  const namesake = usable.find((path) => links.get(path) !== 'import');
  // A name alone is often that of another thing.
  if (namesake !== undefined && (links.get(namesake) === 'both' || reaches(graph, test, namesake))) {
    return { target: namesake, named: true };
  }
  const calls = new Map<string, number>();
  for (const { role, target } of index.referencesIn(test)) {
    const symbol = target === undefined || (role !== 'call' && role !== 'new') ? undefined : index.symbol(target);
    if (symbol?.body === undefined || !isSource(index, symbol.path)) continue;
    if (['function', 'class'].includes(symbol.kind)) calls.set(symbol.path, (calls.get(symbol.path) ?? 0) + 1);
  }
  const [most] = [...calls].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return most === undefined ? undefined : { target: most[0], named: false };
}

function reaches(graph: ImportGraph, test: string, source: string): boolean {
  const way = graph.path(test, source);
  return way !== undefined && way.length <= MOST_STEPS;
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
