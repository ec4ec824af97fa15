/** Tests of the repository as it is: each file is run once, and those are told that are too slow to be run for every answer. */
import type { ObservedTest, TestObservation } from '../maker';

/** One run of some files. */
export interface TimedRun {
  readonly outcome: TestObservation;
  readonly milliseconds: number;
  /** Of all its processes together. */
  readonly processorSeconds: number;
}

type Run = (files: readonly string[], wallMs: number, signal: AbortSignal) => Promise<TimedRun>;
type Known = readonly ObservedTest[] | 'slow' | 'not-measured';

/** A scenario takes ten to thirty runs. The wall time is for tests that wait; on a busy machine every test takes longer. */
const SLOW = { processorSeconds: 8, milliseconds: 30_000 } as const;

export class TestsWithoutChanges {
  private readonly known = new Map<string, Promise<Known>>();

  constructor(private readonly run: Run) {}

  async of(files: readonly string[], signal: AbortSignal): Promise<TestObservation> {
    const unknown = files.filter((file) => !this.known.has(file));
    if (unknown.length > 0) {
      const running = this.found(unknown, signal);
      for (const file of unknown) {
        this.known.set(
          file,
          running.then((found) => found.get(file) ?? 'not-measured'),
        );
      }
      running.catch(() => {
        for (const file of unknown) this.known.delete(file);
      });
    }
    const known = await Promise.all(files.map(async (file) => ({ file, found: await this.known.get(file)! })));
    if (known.some(({ found }) => found === 'not-measured')) return { kind: 'not-measured' };
    const slow = known.flatMap(({ file, found }) => (found === 'slow' ? [file] : []));
    if (slow.length === files.length && files.length > 0) return { kind: 'limit' };
    return { kind: 'ran', results: known.flatMap(({ found }) => (typeof found === 'string' ? [] : found)), slow };
  }

  /** All in one process; file by file only where that took long, to learn which one it was. */
  private async found(files: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Known>> {
    const together = await this.run(files, SLOW.milliseconds, signal);
    if (files.length === 1 || !isSlow(together)) {
      return new Map(files.map((file) => [file, knownOf(together, file)]));
    }
    const found = new Map<string, Known>();
    for (const file of files) found.set(file, knownOf(await this.run([file], SLOW.milliseconds, signal), file));
    return found;
  }
}

function isSlow({ outcome, milliseconds, processorSeconds }: TimedRun): boolean {
  return outcome.kind === 'limit' || milliseconds > SLOW.milliseconds || processorSeconds > SLOW.processorSeconds;
}

function knownOf(run: TimedRun, file: string): Known {
  if (run.outcome.kind === 'not-measured') return 'not-measured';
  if (isSlow(run) || run.outcome.kind === 'limit') return 'slow';
  return run.outcome.results.filter((each) => each.file === file);
}
