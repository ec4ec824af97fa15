import assert from 'node:assert/strict';
import type { Question } from '../../scenarios/types';
import { gradeAnswers } from './gradeAnswers';

function valueOf(answer: Question['answer'], given: unknown): number {
  const grade = gradeAnswers([{ id: 'q', text: 'What?', weight: 1, answer }], { q: given });
  return Math.round(grade.value * 1000) / 1000;
}

describe('gradeAnswers', () => {
  it('weighs questions, and gives nothing for those without an answer', () => {
    const number = (id: string, weight: number, expected: number): Question => ({
      ...{ id, weight, text: id },
      answer: { form: 'number', expected },
    });
    const grade = gradeAnswers([number('a', 3, 1), number('b', 1, 2)], { a: 1 });
    assert.deepEqual([grade.value, grade.complete], [0.75, false]);
    assert.deepEqual(
      grade.milestones.map(({ id, weight, achieved }) => [id, weight, achieved]),
      [
        ['question:a', 0.75, 1],
        ['question:b', 0.25, 0],
      ],
    );
    assert.equal(gradeAnswers([number('a', 1, 1)], { a: 1 }).complete, true);
  });

  it('takes no answer from what every object has', () => {
    const question: Question = { id: 'toString', text: '', weight: 1, answer: { form: 'text', expected: 'x' } };
    assert.equal(gradeAnswers([question], {}).milestones[0]?.detail, 'not answered');
  });

  it('compares choices and texts without their quotes, texts with their case', () => {
    const choice: Question['answer'] = { form: 'choice', options: ['upper', 'lower'], expected: 'lower' };
    assert.equal(valueOf(choice, ' Lower '), 1);
    assert.equal(valueOf(choice, '`lower`'), 1);
    assert.equal(valueOf(choice, 'upper lower'), 0);
    assert.equal(valueOf(choice, ['upper', 'lower']), 0);
    const text: Question['answer'] = { form: 'text', expected: 'TypeError', accepted: ['a TypeError'] };
    assert.deepEqual(
      ['"TypeError"', 'a  TypeError', 'typeerror', 'Error'].map((given) => valueOf(text, given)),
      [1, 1, 0, 0],
    );
  });

  it('reads numbers and truth values as they are written', () => {
    assert.equal(valueOf({ form: 'number', expected: 1200 }, '1,200'), 1);
    assert.equal(valueOf({ form: 'number', expected: 0.3, tolerance: 0.01 }, 0.305), 1);
    assert.equal(valueOf({ form: 'number', expected: 12 }, '12 files'), 0);
    assert.equal(valueOf({ form: 'number', expected: 0 }, ''), 0);
    assert.equal(valueOf({ form: 'boolean', expected: false }, 'No'), 1);
    assert.equal(valueOf({ form: 'boolean', expected: false }, 0), 0);
  });

  it('scores sets by F1: naming everything, or one thing often, does not pay', () => {
    const paths: Question['answer'] = { form: 'set', of: 'paths', expected: ['src/a.ts', 'src/b.ts'] };
    assert.equal(valueOf(paths, ['./src/a.ts', 'src\\b.ts']), 1);
    assert.equal(valueOf(paths, '- src/a.ts\n- src/b.ts'), 1);
    assert.equal(valueOf(paths, ['src/a.ts', 'src/a.ts']), 0.667);
    assert.equal(valueOf(paths, ['src/a.ts', 'src/b.ts', ...Array.from({ length: 18 }, (_, n) => `x${n}`)]), 0.182);
    assert.equal(valueOf(paths, [{ path: 'src/a.ts' }]), 0);
    assert.equal(valueOf({ form: 'set', of: 'names', expected: ['run'] }, ['`run()`']), 1);
    assert.equal(valueOf({ form: 'set', of: 'lines', expected: ['12', '14'] }, ['L12', 14]), 1);
  });

  it('tells an empty set from no answer', () => {
    const none: Question['answer'] = { form: 'set', of: 'paths', expected: [] };
    assert.deepEqual([valueOf(none, []), valueOf(none, ['a']), valueOf(none, undefined)], [1, 0, 0]);
  });

  it('scores a sequence by what is in it, and half of that by its order', () => {
    const abc: Question['answer'] = { form: 'sequence', expected: ['a', 'b', 'c'] };
    assert.equal(valueOf(abc, ['a', 'b', 'c']), 1);
    assert.equal(valueOf(abc, ['c', 'b', 'a']), 0.5);
    assert.equal(valueOf(abc, ['a', 'c', 'b']), 0.667);
    assert.equal(valueOf(abc, ['a', 'b']), 0.8);
    assert.equal(valueOf(abc, ['a']), 0.25);
    assert.equal(valueOf({ form: 'sequence', expected: ['a'] }, ['a']), 1);
  });

  it('finds a place by file and line; a whole file is no line', () => {
    const place: Question['answer'] = { form: 'place', path: 'src/a.ts', lines: [10, 12] };
    for (const given of [{ path: 'src/a.ts', line: 11 }, 'src/a.ts:12', { file: './src/a.ts', lines: [9, 13] }]) {
      assert.equal(valueOf(place, given), 1, JSON.stringify(given));
    }
    for (const given of [{ path: 'src/a.ts', line: 13 }, 'src/a.ts', { path: 'src/a.ts', lines: [1, 1000] }]) {
      assert.equal(valueOf(place, given), 0.5, JSON.stringify(given));
    }
    assert.equal(valueOf(place, 'src/b.ts:11'), 0);
    assert.equal(valueOf(place, ['src/a.ts:11', 'src/b.ts:11']), 0);
  });
});
