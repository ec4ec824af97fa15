/** Which tests a change breaks: found by running them where that is allowed, by names in the tests otherwise. */
import type { CodeSymbol, RepositoryIndex, TestCase } from '../../../../runtime/repository';
import type { MakerInput } from '../maker';
import type { FileChange, RejectReason, TestSelection } from '../types';
import { keyOf, passing, selections, TestsAsTheyAre, type AsTheyAre } from './namedTests';

export interface Refusal {
  readonly reason: RejectReason;
  readonly detail: string;
}

export interface BrokenTests {
  readonly failToPass: readonly TestSelection[];
  readonly passToPass: readonly TestSelection[];
}

/** Test cases with a reference to a definition inside them, by file. */
export function testsNaming(index: RepositoryIndex, symbol: CodeSymbol): readonly TestSelection[] {
  const references = index.referencesTo(symbol.id, 'test');
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
    const pristine = await this.pristine.of(files);
    if (pristine.kind === 'slow') return { reason: 'timed-out', detail: 'its tests take too long to be run often' };
    const before = pristine.kind === 'ran' && whole.length > 0 ? await this.run(pristine.files, whole) : pristine;
    if (before.kind !== 'ran') return { reason: 'tool-missing', detail: 'its tests do not run here' };
    const good = passing(before.results);
    if (good.size === 0) return { reason: 'no-tests', detail: 'no test passes as it is' };
    const outcome = await observe(broken, before.files, signal);
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

  private async run(files: readonly string[], changes: readonly FileChange[]): Promise<AsTheyAre> {
    const outcome = await this.input.observe!(changes, files, this.input.signal);
    return outcome.kind === 'ran' ? { kind: 'ran', files, results: outcome.results } : { kind: 'not-measured' };
  }
}
