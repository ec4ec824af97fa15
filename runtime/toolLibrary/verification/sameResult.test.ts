import assert from 'node:assert/strict';
import { sameResult } from './sameResult';

describe('sameResult', () => {
  it('takes floats that differ behind the eighth digit for one', () => {
    assert.ok(sameResult('[1.23456789,"0.1"]', '[1.23456788,"0.1"]'));
    assert.ok(!sameResult('1.2345678', '1.2345688'));
    assert.ok(!sameResult('["1.23456789"]', '["1.23456788"]'));
  });

  it('tells whole numbers, floats and classes of exceptions apart', () => {
    assert.ok(!sameResult('2', '2.0'));
    assert.ok(!sameResult('123456789', '123456788'));
    assert.ok(!sameResult('!ValueError', '!KeyError'));
    assert.ok(!sameResult('date:2024-01-02', 'date:2024-01-03'));
  });

  it('makes nothing of calls that were ended before, and all of those that are ended only afterwards', () => {
    assert.ok(sameResult('!timeout', '3'));
    assert.ok(!sameResult('3', '!timeout'));
    assert.ok(sameResult('3', '!notRun'));
  });
});
