/** Results of tests, told apart by file and name. */
import type { MakerInput, ObservedTest, TestObservation } from '../maker';
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

export type AsTheyAre =
  /** `files`: those that can be run for every answer. */
  | { readonly kind: 'ran'; readonly files: readonly string[]; readonly results: readonly ObservedTest[] }
  /** All of them take too long. */
  | { readonly kind: 'slow' }
  | { readonly kind: 'not-measured' };

/** Results of the repository as it is; each file of tests is run once. */
export class TestsAsTheyAre {
  private readonly known = new Map<string, readonly ObservedTest[] | 'slow' | 'not-measured'>();

  constructor(private readonly input: MakerInput) {}

  async of(files: readonly string[]): Promise<AsTheyAre> {
    const missing = files.filter((file) => !this.known.has(file));
    if (missing.length > 0) {
      const outcome = (await this.input.observe?.([], missing, this.input.signal)) ?? { kind: 'not-measured' };
      for (const file of missing) this.known.set(file, ownResults(outcome, file));
    }
    const known = files.map((file) => ({ file, results: this.known.get(file) ?? 'not-measured' }));
    if (known.some(({ results }) => results === 'not-measured')) return { kind: 'not-measured' };
    const ran = known.flatMap(({ file, results }) => (typeof results === 'string' ? [] : [{ file, results }]));
    if (ran.length === 0 && files.length > 0) return { kind: 'slow' };
    return { kind: 'ran', files: ran.map(({ file }) => file), results: ran.flatMap(({ results }) => results) };
  }
}

function ownResults(outcome: TestObservation, file: string): readonly ObservedTest[] | 'slow' | 'not-measured' {
  if (outcome.kind !== 'ran') return outcome.kind === 'limit' ? 'slow' : outcome.kind;
  return outcome.slow?.includes(file) === true ? 'slow' : outcome.results.filter((each) => each.file === file);
}
