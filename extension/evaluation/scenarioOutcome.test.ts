import assert from 'node:assert/strict';
import type { SampleRow } from '../../benchmarks/host/protocol';
import { outcomeOf } from './scenarioOutcome';

const sample = (model: string, more: Partial<SampleRow>): SampleRow => ({
  ...{ run: 'r', scenario: 's', model, repeat: 0, index: 0, state: 'scored', attempts: 1, value: 1, complete: true },
  ...{ usage: undefined, totalMs: 10, firstTokenMs: undefined, cached: false, truncated: false, reason: undefined },
  ...{ reasonKind: undefined, started: 0, ended: 1, worker: undefined, title: 't', category: 'c', language: undefined },
  ...{ contextTokens: 1, cost: 0, ...more },
});

describe('What the Test Explorer says of a scenario', () => {
  it('passes when each model solved it', () => {
    assert.deepEqual(outcomeOf([sample('a', {}), sample('b', {})], 2), { kind: 'passed', milliseconds: 20 });
  });

  it('waits for every model', () => {
    assert.equal(outcomeOf([sample('a', {})], 2).kind, 'running');
    assert.equal(outcomeOf([sample('a', {}), sample('b', { state: 'running' })], 2).kind, 'running');
  });

  it('fails for the model that failed, by name', () => {
    const outcome = outcomeOf([sample('a', {}), sample('b', { value: 0.4, complete: false })], 2);
    assert.deepEqual(outcome, { kind: 'failed', messages: ['b: 40 of 100'], milliseconds: 20 });
  });

  it('tells an error of a provider from a failure', () => {
    const failed = sample('b', { state: 'error', reason: 'HTTP 503', totalMs: undefined });
    const outcome = outcomeOf([sample('a', {}), failed], 2);
    assert.deepEqual(outcome, { kind: 'errored', messages: ['b: HTTP 503'], milliseconds: 10 });
  });

  it('neither passes nor fails what was not measured', () => {
    assert.equal(outcomeOf([sample('a', { state: 'not-measured' })], 1).kind, 'skipped');
  });
});
