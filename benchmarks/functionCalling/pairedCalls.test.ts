import assert from 'node:assert/strict';
import { pairedCalls, type JudgedCategories } from './pairedCalls';
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
    const report = (wrong: readonly string[]): JudgedCategories => ({
      byCategory: { simple: {} },
      failures: wrong.map((id) => ({ id, category: 'simple', reason: '', message: '' })),
    });
    assert.deepEqual(pairedCalls(questions, report(['a']), report(['a', 'b', 'c'])), {
      simple: { n: 4, wins: 2, losses: 0, p: 0.5 },
    });
  });
});
