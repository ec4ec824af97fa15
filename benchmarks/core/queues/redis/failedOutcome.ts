import type { SampleJob, SampleOutcome } from '../../runs/types';

/** A sample that no worker could bring to an end: an error of ours, which says nothing of the model. */
export function failedOutcome(job: SampleJob, reason: string, attempts: number): SampleOutcome {
  return {
    record: {
      ...job,
      ...{ state: 'error', attempts, value: undefined, complete: undefined, cost: 0, usage: undefined },
      ...{ totalMs: undefined, firstTokenMs: undefined, cached: false, truncated: false, reasonKind: 'worker' },
      reason: reason.includes('stalled') ? 'Every worker that had it died. Look into the logs of the workers.' : reason,
      ...{ started: undefined, ended: Date.now(), worker: undefined },
    },
    detail: { solution: undefined, score: undefined, calls: [], log: '' },
  };
}
