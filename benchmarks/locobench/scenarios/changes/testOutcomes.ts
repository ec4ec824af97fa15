/** Which tests a change breaks: found by running them where that is allowed, by names in the tests otherwise. */
import type { CodeSymbol, RepositoryIndex, TestCase } from '../../../../runtime/repository';
import type { MakerInput } from '../maker';
import type { FileChange, RejectReason, TestSelection } from '../types';
import { keyOf, passing, selections, TestsAsTheyAre } from './namedTests';

/** More files of tests are not run for one draft. */
const MOST_FILES = 6;

export interface Refusal {
  readonly reason: RejectReason;
  readonly detail: string;
}

export interface BrokenTests {
  readonly failToPass: readonly TestSelection[];
  readonly passToPass: readonly TestSelection[];
}

/** Files of tests that reach a file over imports or by its name, nearest first. */
export function testFilesOf(index: RepositoryIndex, source: string): readonly string[] {
  const links = index.testLinks().filter((each) => each.source === source);
  const found = new Set(links.map(({ test }) => test));
  let level = [source];
  for (let step = 0; step < 3; step++) {
    level = [...new Set(level.flatMap((path) => index.importersOf(path)))].sort();
    for (const path of level) if (isTest(index, path)) found.add(path);
    level = level.filter((path) => !isTest(index, path));
  }
  const stem = stemOf(source);
  for (const { path } of index.files())
    // Names first: they cost nothing.
    if (stem !== 'index' && stemOf(path) === stem && isTest(index, path)) found.add(path);
  const own = (path: string) => (stemOf(path) === stem ? 0 : 1);
  return [...found].sort((a, b) => own(a) - own(b) || (a < b ? -1 : 1)).slice(0, MOST_FILES);
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

/** Test cases with a reference to a definition inside them, by file. */
export function testsNaming(index: RepositoryIndex, symbol: CodeSymbol): readonly TestSelection[] {
  const references = index.referencesTo(symbol.id).filter(({ path }) => index.file(path)?.kind === 'test');
  return [...new Set(references.map(({ path }) => path))].sort().flatMap((file) => {
    const lines = references.filter(({ path }) => path === file).map(({ range }) => range.start.line);
    const cases = index
      .testCases(file)
      .filter(({ range }) => lines.some((line) => line >= range.start.line && line <= range.end.line));
    const names = cases.filter(hasPlainTitle).map(({ title }) => title.join(' '));
    return names.length === 0 ? [] : [{ file, names: [...new Set(names)] }];
  });
}

/** Whether a runner names a test as its text does: titles with values in them are known only when it runs. */
export function hasPlainTitle({ title }: TestCase): boolean {
  return title.every((each) => !/\$\{|%[sdifjoOpc#$]|(?:^|\s)\$[\w.]+/.test(each));
}

/** Outcomes of tests with changes; those of the repository as it is are kept. */
export class TestOutcomes {
  private readonly pristine: TestsAsTheyAre;

  constructor(private readonly input: MakerInput) {
    this.pristine = new TestsAsTheyAre(input);
  }

  get measured(): boolean {
    return this.input.observe !== undefined;
  }

  /**
   * @param broken the state in which tests fail
   * @param whole changes with which they pass; empty: the repository as it is
   */
  async broken(
    files: readonly string[],
    broken: readonly FileChange[],
    whole: readonly FileChange[] = [],
  ): Promise<BrokenTests | Refusal> {
    const { observe, signal } = this.input;
    if (observe === undefined) return { reason: 'tool-missing', detail: 'nothing may be run' };
    const before = whole.length === 0 ? await this.pristine.of(files) : await this.run(files, whole);
    if (before === undefined) return { reason: 'tool-missing', detail: 'its tests do not run here' };
    const good = passing(before);
    if (good.size === 0) return { reason: 'no-tests', detail: 'no test passes as it is' };
    const outcome = await observe(broken, files, signal);
    if (outcome.kind === 'limit') return { reason: 'timed-out', detail: 'tests do not end with the fault' };
    if (outcome.kind === 'not-measured') return { reason: 'tool-missing', detail: 'its tests do not run here' };
    const still = passing(outcome.results);
    const failed = [...good.values()].filter((each) => !still.has(keyOf(each)));
    if (failed.length === 0) return { reason: 'does-not-discriminate', detail: 'no test notices it' };
    return {
      failToPass: selections(failed),
      passToPass: selections([...good.values()].filter((each) => still.has(keyOf(each)))),
    };
  }

  private async run(files: readonly string[], changes: readonly FileChange[]) {
    const outcome = await this.input.observe!(changes, files, this.input.signal);
    return outcome.kind === 'ran' ? outcome.results : undefined;
  }
}
