import type { PartResult } from '../parts/part';

/** What `npm test` gives to one of its lanes: a file of tests, or a step of a part. */
export interface Job {
  /** Name of the part that it counts for. */
  readonly part: string;
  /** Stands over what it prints. */
  readonly title: string;
  /** Parts all of whose jobs have to have ended before. */
  readonly after: readonly string[];
  /** Has a lane of its own, as all of these, and precedence. */
  readonly precedence: boolean;
  /** On a machine of two processors it may have one beside it. */
  readonly beside: boolean;
  /** Where it failed beside others it is run again by itself: it may be timed, or kill processes. `run` is called a second time then. */
  readonly again: boolean;
  /** Does not reject: what goes wrong is a failure of its result. */
  run(print: (text: string) => void): Promise<PartResult>;
}

export interface EndedJob {
  readonly job: Job;
  readonly result: PartResult;
  readonly seconds: number;
}
