import assert from 'node:assert/strict';
import type { Json } from '../protocol';
import { readEvidence } from './evidence';

const read = (evidence: Json, content: Json): ReturnType<typeof readEvidence> =>
  readEvidence({
    log: '',
    solution: { text: '', content, truncated: false },
    score: { value: 0, complete: false, milestones: [], metrics: {}, evidence },
  });

describe('evidence of a sample', () => {
  it('is what a grade and an answer keep', () => {
    const logs = [{ step: 'tests', text: 'ok' }];
    const found = read(
      { diff: '+x', logs, notMeasured: ['lint'] },
      { files: [{ path: 'a.ts', content: null }], answers: { q: 3 }, problems: [{ message: 'Cut off.' }] },
    );
    assert.deepEqual(found, {
      ...{ diff: '+x', logs, notMeasured: ['lint'], files: [{ path: 'a.ts', content: null }], answers: [['q', '3']] },
      problems: [{ path: undefined, message: 'Cut off.' }],
    });
  });

  it('may be an object of files by path', () => {
    assert.deepEqual(read(null, { files: { 'a.ts': 'x' } }).files, [{ path: 'a.ts', content: 'x' }]);
  });

  it('of another form is empty rather than wrong', () => {
    assert.deepEqual(read([1, 'x'], { files: 7, answers: [], problems: 'none' }), {
      ...{ diff: '', logs: [], notMeasured: [], files: [], answers: [], problems: [] },
    });
  });
});
