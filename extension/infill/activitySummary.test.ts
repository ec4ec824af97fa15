import assert from 'node:assert/strict';
import type { ActivityEntry, ActivityOutcome } from '../../webviews/activity/protocol';
import { percentile, summarise, wilsonInterval } from './activitySummary';

const near = (actual: number | undefined, expected: number): void => {
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 5e-4, `${actual} is not ${expected}`);
};

const entry = (outcome: ActivityOutcome, total: number): ActivityEntry => ({
  id: `${outcome}${total}`,
  time: 0,
  file: 'a.ts',
  languageId: 'typescript',
  extent: 'line',
  model: 'm',
  ms: { context: 0, denoise: total, total },
  forwardPasses: 1,
  tokens: 1,
  contextTokens: 1,
  contextReused: 0,
  outcome,
});

describe('activity summary', () => {
  // Values of R's prop.test(correct = FALSE), which is the Wilson interval.
  for (const [successes, trials, low, high] of [
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [8, 10, 0.4902, 0.9433],
    [50, 100, 0.4038, 0.5962],
    [1, 1, 0.2065, 1],
  ] as const) {
    it(`gives ${successes} of ${trials} its interval`, () => {
      const interval = wilsonInterval(successes, trials);
      near(interval?.low, low);
      near(interval?.high, high);
    });
  }

  it('gives nothing of nothing', () => {
    assert.equal(wilsonInterval(0, 0), undefined);
    assert.equal(percentile([], 0.5), undefined);
    assert.deepEqual(summarise([]), { shown: 0, decided: 0, accepted: undefined, latency: undefined });
  });

  it('interpolates percentiles of unsorted values', () => {
    assert.equal(percentile([30, 10, 20, 40], 0.5), 25);
    near(percentile([30, 10, 20, 40], 0.95), 38.5);
    assert.equal(percentile([7], 0.95), 7);
  });

  it('counts a part as accepted, and leaves out what is not decided', () => {
    const summary = summarise([
      entry('accepted', 100),
      entry('partlyAccepted', 200),
      entry('dismissed', 300),
      entry('superseded', 400),
      entry('shown', 500),
    ]);
    assert.equal(summary.shown, 5);
    assert.equal(summary.decided, 4);
    assert.equal(summary.accepted?.value, 0.5);
    assert.deepEqual(summary.latency, { p50: 300, p95: 480 });
  });
});
