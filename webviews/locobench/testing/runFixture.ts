import type { RunView } from '../protocol';
import { noSamples, runRecord } from './locoFixture';
import { sampleRow } from './sampleFixture';

/** Half of a run of 320 samples is through. */
export const runningRun = runRecord('run-live', 320, {
  state: 'running',
  name: 'shop, today',
  created: Date.UTC(2026, 10, 30, 9, 0),
  ended: undefined,
  counts: { ...noSamples, scored: 148, error: 6, refused: 2, 'not-measured': 4, running: 8, waiting: 152 },
  spent: 912_400,
});

export const runView: RunView = {
  run: runningRun,
  rate: 11.4,
  remainingMs: 842_000,
  recent: Array.from({ length: 8 }, (_, index) => sampleRow('run-live', 8 + index, 320)),
  passed: 91,
  problems: [
    { state: 'error', kind: 'rate-limited', reason: 'omega: 429 Too Many Requests, after 4 attempts', count: 5 },
    { state: 'not-measured', kind: 'tool-missing', reason: 'The type checker is not installed: npx tsc', count: 4 },
    {
      state: 'refused',
      kind: 'over-budget',
      reason: 'The budget of the run does not cover the worst case of this call',
      count: 2,
    },
    { state: 'error', kind: 'network', reason: 'omega: the connection was closed', count: 1 },
  ],
};
