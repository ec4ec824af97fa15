import type { RepositoryIndex } from '../../../../runtime/repository';
import { testFilesOf, type Refusal } from '../changes/testOutcomes';
import type { MakerInput, ObservedTest } from '../maker';
import type { FileChange, TestSelection } from '../types';

/** More files of tests are not run for one draft. */
const MOST_FILES = 6;

/** Tests that pass as the repository is and with a change: who does the change well keeps them. */
export class KeptTests {
  private readonly pristine = new Map<string, readonly ObservedTest[] | undefined>();

  constructor(private readonly input: MakerInput) {}

  /** @returns none where nothing may be run or the tests do not run here */
  async with(changes: readonly FileChange[]): Promise<readonly TestSelection[] | Refusal> {
    const { observe, index, signal } = this.input;
    if (observe === undefined) return [];
    const files = testsOf(
      index,
      changes.map(({ path }) => path),
    );
    const before = files.length === 0 ? undefined : await this.asItIs(files);
    if (before === undefined) return [];
    const good = passing(before);
    if (good.size === 0) return [];
    const outcome = await observe(changes, files, signal);
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

  private async asItIs(files: readonly string[]): Promise<readonly ObservedTest[] | undefined> {
    const missing = files.filter((file) => !this.pristine.has(file));
    if (missing.length > 0) {
      const outcome = await this.input.observe!([], missing, this.input.signal);
      const results = outcome.kind === 'ran' ? outcome.results : undefined;
      for (const file of missing)
        this.pristine.set(
          file,
          results?.filter((each) => each.file === file),
        );
    }
    const known = files.map((file) => this.pristine.get(file));
    return known.some((each) => each === undefined) ? undefined : known.flatMap((each) => each ?? []);
  }
}

/** Of all changed files together, those of the first ones first. */
function testsOf(index: RepositoryIndex, paths: readonly string[]): readonly string[] {
  const known = paths.filter((path) => index.file(path) !== undefined);
  return [...new Set(known.flatMap((path) => testFilesOf(index, path)))].slice(0, MOST_FILES);
}

/** Tests of one name are one: it passes when all of them do. */
function passing(results: readonly ObservedTest[]): ReadonlyMap<string, ObservedTest> {
  const bad = new Set(results.filter(({ passed }) => !passed).map(keyOf));
  return new Map(results.filter((each) => !bad.has(keyOf(each))).map((each) => [keyOf(each), each]));
}

function keyOf({ file, name }: ObservedTest): string {
  return `${file}\n${name}`;
}

function selections(tests: readonly ObservedTest[]): readonly TestSelection[] {
  const files = new Map<string, Set<string>>();
  for (const { file, name } of tests) files.set(file, (files.get(file) ?? new Set()).add(name));
  return [...files].map(([file, names]) => ({ file, names: [...names].sort() }));
}
