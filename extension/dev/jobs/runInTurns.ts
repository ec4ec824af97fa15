import type { EndedJob, Job } from './job';
import { runJobs } from './runJobs';

export interface TurnsOptions {
  /** How many jobs run at the same time, beside those with precedence; 1: one after another. */
  readonly lanes: number;
  /** In one lane: how many of those that may stand beside each other run at the same time, before all others. */
  readonly besideEachOther: number;
}

export interface EndedTurns {
  /** One for each job: of those that were run again the last. */
  readonly ended: readonly EndedJob[];
  /** What failed beside others and was run again by itself, as it was beside them. */
  readonly again: readonly EndedJob[];
}

/**
 * Runs jobs side by side as far as the machine has processors for it. What is timed, or kills processes, may fail only because
 * others were busy: such a job is run again when everything else is over, and that decides.
 * @param print as `runJobs`
 */
export async function runInTurns(
  jobs: readonly Job[],
  { lanes, besideEachOther }: TurnsOptions,
  print: (text: string) => void,
): Promise<EndedTurns> {
  const inTurn = (some: readonly Job[]): readonly Job[] => some.map((job) => ({ ...job, precedence: false }));
  const first = lanes > 1 ? [] : jobs.filter(({ beside }) => beside);
  const ended = [
    ...(await runJobs(inTurn(first), besideEachOther, print)),
    ...(lanes > 1
      ? await runJobs(jobs, lanes, print)
      : await runJobs(inTurn(jobs.filter(({ beside }) => !beside)), 1, print)),
  ];
  const crowded = new Set(lanes > 1 ? jobs : besideEachOther > 1 ? first : []);
  const titles = new Set([...crowded].filter(({ again }) => again).map(({ title }) => title));
  const again = ended.filter(({ job, result }) => result.failed.length > 0 && titles.has(job.title));
  if (again.length > 0) print('\n=== What failed beside others, by itself ===\n');
  const decided = await runJobs(inTurn(again.map(({ job }) => job)), 1, print);
  return { ended: [...ended.filter((each) => !again.includes(each)), ...decided], again };
}
