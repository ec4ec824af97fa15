import assert from 'node:assert/strict';
import { calledNames, namesOf } from './identifiers';
import { isLower, lengthOf, linesWithSequence, strip } from './pythonText';

describe('text as Python sees it', () => {
  it('strips other white space than JavaScript', () => {
    assert.equal(strip('\x1c\x85 a\u3000\x1f'), 'a');
    assert.equal(strip('\ufeffa'), '\ufeffa');
  });

  it('counts code points, and takes letters without case for neither', () => {
    assert.equal(lengthOf('a😀b'), 3);
    assert.deepEqual(['a1_x', '_', 'aB', 'ß', '1'].map(isLower), [true, false, false, true, false]);
  });

  it('finds parts that follow each other as the greedy expression does', () => {
    const samples = [
      'class A(B): class C():',
      'class A:',
      '(class): x',
      'class (\n):',
      'CLASS a(b): (c):\nclass():',
      '',
    ];
    for (const text of samples) {
      const expected = text.match(/class[^\n]*\([^\n]*\):/giu)?.length ?? 0;
      assert.equal(linesWithSequence(text, ['class', '(', '):']), expected, text);
    }
  });

  it('finds identifiers as the published expressions do', () => {
    const samples = ['9abc = 1', 'a == b', 'f (x) = g(1)', 'é_a=1', 'x\n =\n y', 'a.b = c[d] ='];
    for (const text of samples) {
      const assigned = [...text.matchAll(/([a-zA-Z_][a-zA-Z0-9_]*)\s*=/g)].map(([, name]) => name);
      const called = [...text.matchAll(/([a-zA-Z_][a-zA-Z0-9_]*)\s*\(/g)].map(([, name]) => name);
      assert.deepEqual([namesOf(text, [], '='), calledNames(text)], [assigned, called], text);
    }
  });

  it('takes no quadratic time on long words and lines', function () {
    this.timeout(5_000);
    assert.deepEqual(calledNames('a'.repeat(1_000_000)), []);
    assert.equal(linesWithSequence('class ('.repeat(200_000), ['class', '(', '):']), 0);
  });
});
