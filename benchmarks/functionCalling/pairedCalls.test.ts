import assert from 'node:assert/strict';
import type { CallReport } from './evaluateCalls';
import { pairedCalls } from './pairedCalls';
import type { Question } from './questions';

describe('pairedCalls', () => {
  it('counts only the questions on which the two differ', () => {
    const category = { name: 'simple', kind: 'simple', language: 'python' } as const;
    const questions = ['a', 'b', 'c', 'd'].map((id): Question => ({
      id,
      category,
      messages: [],
      functions: [],
      accepted: [],
    }));
    const figures = { n: 4, accuracy: 0, interval: { low: 0, high: 1 }, malformed: 0, unknownFunction: 0 };
    const report = (wrong: readonly string[]): CallReport => ({
      ...figures,
      byCategory: { simple: figures },
      reasons: {},
      failures: wrong.map((id) => ({ id, category: 'simple', reason: '', message: '' })),
    });
    assert.deepEqual(pairedCalls(questions, report(['a']), report(['a', 'b', 'c'])), {
      simple: { n: 4, wins: 2, losses: 0, p: 0.5 },
    });
  });
});
