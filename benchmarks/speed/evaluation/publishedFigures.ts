/**
 * What others have published of their own runners: their machines, their words, read on the date that is given and not measured here. They
 * say of what order a figure is; which program is faster on one machine only a run of both on it could tell.
 */
export interface PublishedFigure {
  readonly program: string;
  readonly what: string;
  /** Milliseconds of a sample. */
  readonly ms: number;
  readonly n: number;
  readonly machine: string;
  readonly published: string;
  readonly source: string;
}

export const publishedFigures: readonly PublishedFigure[] = [
  {
    program: 'inspect_ai',
    what: 'a sample whose answer comes from the cache, 100 at a time, realtime log written (50 s for 2,000, before the change that the source proposes)',
    ms: 25,
    n: 2000,
    machine: 'MacBook Pro M3',
    published: '2025-04-28',
    source: 'https://github.com/UKGovernmentBEIS/inspect_ai/pull/1775',
  },
  {
    program: 'inspect_ai 0.3.263',
    what: 'a sample of a finished log of 2,776, all read by `read_eval_log` (3.634 s, median of 5)',
    ms: 3634 / 2776,
    n: 2776,
    machine: 'Linux x86_64, 2 cores',
    published: '2026-09-13',
    source: 'https://github.com/UKGovernmentBEIS/inspect_ai/issues/5074',
  },
];
