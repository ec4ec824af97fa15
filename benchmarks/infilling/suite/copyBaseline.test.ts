import assert from 'node:assert/strict';
import { copiedMiddle } from './copyBaseline';

describe('copy baseline', () => {
  it('copies what followed the longest agreement', () => {
    const prefix = 'if x == 1:\n    call(x, one)\nif y == 2:\n    call(y, two)\nif x == 1:\n    call(';
    assert.equal(copiedMiddle(prefix, '\n', 'line'), 'x, one)');
  });

  it('takes the nearest of equal agreements, also behind the cursor', () => {
    assert.equal(copiedMiddle('a.size = 1\na.size = 2\nb.size = ', '\n', 'line'), '2');
    assert.equal(copiedMiddle('const first = ', '\n\nlet another; const first = 5;\n', 'line'), '5;');
  });

  it('ends where the line goes on behind the cursor', () => {
    assert.equal(copiedMiddle('f(alpha, beta) + 1\nf(alp', ') + 2\n', 'line'), 'ha, beta) + 1');
    assert.equal(copiedMiddle('f(alpha, beta) + 1\nf(alp', ') + 1\n', 'line'), 'ha, beta');
  });

  it('copies a block by its indentation', () => {
    const prefix = 'for x in y:\n    a(x)\n    b(x)\nc()\n\nfor x in y:';
    assert.equal(copiedMiddle(prefix, '\n', 'block'), '\n    a(x)\n    b(x)');
  });

  it('has nothing to say without an agreement', () => {
    assert.equal(copiedMiddle('abc\nxyz', '\n', 'line'), '');
    assert.equal(copiedMiddle('', '', 'line'), '');
  });
});
