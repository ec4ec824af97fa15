/** Results of tests, told apart by file and name. */
import type { MakerInput, ObservedTest } from '../maker';
import type { TestSelection } from '../types';

/** Tests of one name are one: it passes when all of them do. */
export function passing(results: readonly ObservedTest[]): ReadonlyMap<string, ObservedTest> {
  const bad = new Set(results.filter(({ passed }) => !passed).map(keyOf));
  return new Map(results.filter((each) => !bad.has(keyOf(each))).map((each) => [keyOf(each), each]));
}

export function keyOf({ file, name }: ObservedTest): string {
  return `${file}\n${name}`;
}

export function selections(tests: readonly ObservedTest[]): readonly TestSelection[] {
  const files = new Map<string, Set<string>>();
  for (const { file, name } of tests) files.set(file, (files.get(file) ?? new Set()).add(name));
  // Runners that work in parallel tell in the order in which they end.
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, named]) => ({ file, names: [...named].sort() }));
}

/** Results of the repository as it is; each file of tests is run once. */
export class TestsAsTheyAre {
  private readonly known = new Map<string, readonly ObservedTest[] | undefined>();

  constructor(private readonly input: MakerInput) {}

  /** @returns undefined: some of them do not run here, or nothing may be run */
  async of(files: readonly string[]): Promise<readonly ObservedTest[] | undefined> {
    const missing = files.filter((file) => !this.known.has(file));
    if (missing.length > 0) {
      const outcome = await this.input.observe?.([], missing, this.input.signal);
      const results = outcome?.kind === 'ran' ? outcome.results : undefined;
      for (const file of missing) {
        const own = results?.filter((each) => each.file === file);
        this.known.set(file, own);
      }
    }
    const known = files.map((file) => this.known.get(file));
    return known.some((each) => each === undefined) ? undefined : known.flatMap((each) => each ?? []);
  }
}
