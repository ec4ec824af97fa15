import { madeRecord } from '../../../reports/testing/madeRun';
import type { SampleJob, SampleOutcome } from '../../../runs/types';

export function madeOutcome(job: SampleJob, worker: string, text: string): SampleOutcome {
  return {
    record: madeRecord(job.scenario, job.model, { ...job, value: 0.5, complete: false, worker }),
    detail: { solution: { text, content: null, truncated: false }, score: undefined, calls: [], log: '' },
  };
}
