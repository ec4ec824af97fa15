import type { RepositoryIndex } from '../../../../runtime/repository';
import { keyOf, passing, selections, TestsAsTheyAre } from '../changes/namedTests';
import { testFilesOf } from '../changes/testFilesOf';
import type { Refusal } from '../changes/testOutcomes';
import type { MakerInput } from '../maker';
import type { FileChange, TestSelection } from '../types';

/** More files of tests are not run for one draft. */
const MOST_FILES = 6;

/** Tests that pass as the repository is and with a change: who does the change well keeps them. */
export class KeptTests {
  private readonly pristine: TestsAsTheyAre;

  constructor(private readonly input: MakerInput) {
    this.pristine = new TestsAsTheyAre(input);
  }

  /** @returns none where nothing may be run or the tests do not run here */
  async with(changes: readonly FileChange[]): Promise<readonly TestSelection[] | Refusal> {
    const { observe, index, signal } = this.input;
    if (observe === undefined) return [];
    const files = testsOf(
      index,
      changes.map(({ path }) => path),
    );
    if (files.length === 0) return [];
    const before = await this.pristine.of(files);
    if (before.kind !== 'ran') return [];
    const good = passing(before.results);
    if (good.size === 0) return [];
    const outcome = await observe(changes, before.files, signal);
    if (outcome.kind === 'not-measured') return [];
    if (outcome.kind === 'limit') return { reason: 'timed-out', detail: 'its tests do not end with the reference' };
    const after = passing(outcome.results);
    const lost = [...good.values()].filter((each) => !after.has(keyOf(each)));
    if (lost.length > 0) {
      return {
        reason: 'reference-fails',
        detail: `${lost.length} tests fail with the reference, e.g. ${lost[0]!.name}`,
      };
    }
    return selections([...good.values()]);
  }
}

/** Of all changed files together, those of the first ones first. */
function testsOf(index: RepositoryIndex, paths: readonly string[]): readonly string[] {
  const known = paths.filter((path) => index.file(path) !== undefined);
  return [...new Set(known.flatMap((path) => testFilesOf(index, path)))].slice(0, MOST_FILES);
}
