/** Which faults the tests that are there notice: only those can be asked of tests that somebody writes. */
import type { Refusal } from '../changes/testOutcomes';
import type { MakerInput, ObservedTest, TestObservation } from '../maker';
import type { FileChange } from '../types';
import type { Fault } from './faultOrder';

/** Each fault is a run of the tests, for the maker and for every answer. */
const MOST_TRIED = 12;
export const MOST_KEPT = 6;
export const LEAST_KEPT = 3;
/** Faults that never end cost the limit of a run. */
const MOST_HANGING = 2;
/** Tests that take longer cost minutes an answer. Start and end of the sandbox count. */
const MOST_MS = 15_000;

const slow: Refusal = { reason: 'timed-out', detail: 'its tests take too long, and grading runs them for every fault' };

export interface FaultTrial {
  readonly test: string;
  /** A test file that only loads the code: what it notices too is no question. */
  readonly loading: FileChange;
  readonly faults: AsyncIterable<Fault>;
}

export async function noticedFaults(
  { observe, signal }: Pick<MakerInput, 'observe' | 'signal'>,
  { test, loading, faults }: FaultTrial,
): Promise<readonly Fault[] | Refusal> {
  if (observe === undefined) return { reason: 'tool-missing', detail: 'nothing may be run' };
  // Known already where another maker asked for it.
  const alone = await observe([], [test], signal);
  if (alone.kind === 'limit' || (alone.kind === 'ran' && alone.slow?.includes(test) === true)) return slow;
  const run = (changes: readonly FileChange[]) => observe([...changes, loading], [test, loading.path], signal);
  const begun = performance.now();
  const before = await run([]);
  const fault = faultBefore(before, test, loading.path, performance.now() - begun);
  if (fault !== undefined) return fault;
  const names = new Set(resultsOf(before, test).map(({ name }) => name));
  const kept: Fault[] = [];
  const hanging: Fault[] = [];
  let tried = 0;
  for await (const each of faults) {
    signal.throwIfAborted();
    const after = await run([each.mutant.change]);
    if (after.kind === 'not-measured') return { reason: 'tool-missing', detail: 'its tests do not run here' };
    if (after.kind === 'limit') hanging.push(each);
    else if (notices(after, test, loading.path, names)) kept.push(each);
    tried += 1;
    if (kept.length >= MOST_KEPT || tried >= MOST_TRIED || hanging.length >= MOST_HANGING) break;
  }
  // The grader takes a test that does not end for one that notices. It waits long for it, so others come first.
  const enough = [...kept, ...hanging.slice(0, Math.max(0, LEAST_KEPT - kept.length))];
  if (enough.length < LEAST_KEPT) {
    return { reason: 'does-not-discriminate', detail: `the tests notice ${enough.length} of ${tried} faults` };
  }
  return enough;
}

function faultBefore(
  before: TestObservation,
  test: string,
  loading: string,
  milliseconds: number,
): Refusal | undefined {
  if (before.kind === 'not-measured') return { reason: 'tool-missing', detail: 'its tests do not run here' };
  if (before.kind === 'limit' || milliseconds > MOST_MS) return slow;
  const own = resultsOf(before, test);
  if (own.length === 0) return { reason: 'no-tests', detail: 'its tests do not load here, or all of them are skipped' };
  if (own.some(({ passed }) => !passed)) return { reason: 'no-tests', detail: 'not all of its tests pass here' };
  const loads = resultsOf(before, loading);
  return loads.length > 0 && loads.every(({ passed }) => passed)
    ? undefined
    : { reason: 'ambiguous', detail: 'a test that only imports what the tests import does not pass' };
}

/** Tests that did not load tell nothing: a file that only imports the code would tell it too. */
function notices(after: TestObservation, test: string, loading: string, passed: ReadonlySet<string>): boolean {
  const loads = resultsOf(after, loading);
  if (loads.length === 0 || loads.some((each) => !each.passed)) return false;
  return resultsOf(after, test).some((each) => !each.passed && passed.has(each.name));
}

function resultsOf(run: TestObservation, file: string): readonly ObservedTest[] {
  return run.kind === 'ran' ? run.results.filter((each) => each.file === file) : [];
}
