import assert from 'node:assert/strict';
import type { InfillingTask } from './dataset';
import { editSimilarity } from './editSimilarity';
import {
  contextOf,
  formOfSet,
  middleOf,
  normalised,
  PASS_STATUS,
  passRate,
  programOf,
  wantedText,
} from './infillingTask';

const task: InfillingTask = {
  task_id: 'a/1',
  prompt: 'def f():\r\n',
  suffix: '    return x\n',
  canonical_solution: '    x = 1\n',
  test: 'def check(f):\n    assert f() == 1\n',
  entry_point: 'f',
};

describe('infilling task', () => {
  const line = { extent: 'line', wholeLines: true } as const;
  const lines = { extent: 'block', wholeLines: true } as const;
  const span = { extent: 'block', wholeLines: false } as const;

  it('tells sets of lines, of whole lines and of spans apart', () => {
    const set = (...middles: string[]) => formOfSet(middles.map((middle) => ({ ...task, canonical_solution: middle })));
    assert.deepEqual(set('    x = 1\n', 'y\r\n', '\n'), line);
    assert.deepEqual(set('    x = 1\n', 'y\nz\n'), lines);
    assert.deepEqual(set('    x = 1\n', 'y'), span);
    assert.deepEqual(formOfSet([task, { ...task, prompt: 'def f():\n  ' }]), span);
    assert.deepEqual(formOfSet([{ ...task, prompt: '' }]), line);
  });

  it('gives whole lines a line of their own and joins them to the program again', () => {
    for (const form of [line, lines]) {
      assert.deepEqual(contextOf(task, form), { prefix: 'def f():\n', suffix: '\n    return x\n' });
      assert.equal(wantedText(task, form), '    x = 1');
      assert.equal(middleOf(wantedText(task, form), form), task.canonical_solution);
    }
  });

  it('gives spans the texts as they are', () => {
    assert.deepEqual(contextOf(task, span), { prefix: 'def f():\n', suffix: '    return x\n' });
    assert.equal(wantedText(task, span), task.canonical_solution);
    assert.equal(middleOf('x', span), 'x');
  });

  it('compares indentation and content, not line ends and trailing blanks', () => {
    assert.equal(normalised('    x = 1\n'), normalised('    x = 1  '));
    assert.equal(normalised('a \t\r\nb\r\n\r\n'), 'a\nb');
    assert.notEqual(normalised('  x'), normalised('    x'));
    assert.notEqual(normalised('\nx'), normalised('x'));
  });

  it('writes a program that ends with its own status', () => {
    assert.equal(
      programOf(task, '    x = 1\n'),
      'def f():\r\n    x = 1\n    return x\n\ndef check(f):\n    assert f() == 1\n\ncheck(f)\n' +
        `__import__('sys').exit(${PASS_STATUS})\n`,
    );
  });

  it('counts passes only among what was run', () => {
    const result = { task_id: 'a', middle: '', exact: false, editSimilarity: 0, forwardPasses: 1, ms: 1 };
    assert.equal(passRate([result]), undefined);
    assert.equal(passRate([result, { ...result, passed: true }, { ...result, passed: false }])?.mean, 0.5);
  });

  it('measures edit similarity', () => {
    assert.equal(editSimilarity('', ''), 1);
    assert.equal(editSimilarity('abcd', 'abcd'), 1);
    assert.equal(editSimilarity('abcd', 'abxd'), 0.75);
    assert.equal(editSimilarity('', 'ab'), 0);
  });
});
