import assert from 'node:assert/strict';
import { BadInputError } from '../core/badInputError';
import { clipContext, MAX_PREFIX_CHARACTERS, MAX_SUFFIX_CHARACTERS, splitAtCursor } from './cursor';

describe('cursor', () => {
  it('counts lines and columns from 1', () => {
    assert.deepEqual(splitAtCursor('ab\ncd\n', 2, 2), { prefix: 'ab\nc', suffix: 'd\n' });
    assert.deepEqual(splitAtCursor('ab\ncd\n', 1, 1), { prefix: '', suffix: 'ab\ncd\n' });
    assert.deepEqual(splitAtCursor('', 1, 1), { prefix: '', suffix: '' });
  });

  it('allows the end of a line and the empty line after the last line end, and nothing past them', () => {
    assert.deepEqual(splitAtCursor('ab\n', 1, 3), { prefix: 'ab', suffix: '\n' });
    assert.deepEqual(splitAtCursor('ab\n', 2, 1), { prefix: 'ab\n', suffix: '' });
    assert.throws(() => splitAtCursor('ab\n', 1, 4), /last column is 3/);
    assert.throws(() => splitAtCursor('ab\n', 3, 1), /has 2 lines/);
    assert.throws(() => splitAtCursor('ab\n', 3, 1), BadInputError);
  });

  it('does not count the CR of CRLF as a column, and hands over LF', () => {
    assert.deepEqual(splitAtCursor('ab\r\ncd\r\n', 1, 3), { prefix: 'ab', suffix: '\ncd\n' });
    assert.deepEqual(splitAtCursor('ab\r\ncd\r\n', 2, 3), { prefix: 'ab\ncd', suffix: '\n' });
    assert.throws(() => splitAtCursor('ab\r\ncd\r\n', 1, 4), BadInputError);
  });

  it('counts a tab as one column', () => {
    assert.deepEqual(splitAtCursor('\t\tx', 1, 3), { prefix: '\t\t', suffix: 'x' });
  });

  it('counts UTF-16 code units and refuses the middle of a pair', () => {
    assert.deepEqual(splitAtCursor('🙂x', 1, 3), { prefix: '🙂', suffix: 'x' });
    assert.throws(() => splitAtCursor('🙂x', 1, 2), /Use 1 or 3/);
  });

  it('leaves out a byte-order mark', () => {
    assert.deepEqual(splitAtCursor('\uFEFFab', 1, 2), { prefix: 'a', suffix: 'b' });
  });

  it('clips at a line start', () => {
    const { prefix, suffix } = clipContext({ prefix: 'abcdefg\n'.repeat(4000) + 'x', suffix: 'y'.repeat(9000) });
    assert.ok(prefix.length <= MAX_PREFIX_CHARACTERS && prefix.length > MAX_PREFIX_CHARACTERS - 8);
    assert.ok(prefix.startsWith('abcdefg\n'));
    assert.equal(suffix.length, MAX_SUFFIX_CHARACTERS);
  });

  it('clips one huge line without splitting a character', () => {
    const { prefix, suffix } = clipContext({
      prefix: 'x' + '🙂'.repeat(20_000) + 'y',
      suffix: 'y' + '🙂'.repeat(9_000),
    });
    // A lone surrogate would not survive UTF-8.
    assert.equal(Buffer.from(prefix).toString(), prefix);
    assert.equal(Buffer.from(suffix).toString(), suffix);
    assert.ok(prefix.startsWith('🙂') && suffix.endsWith('🙂'));
  });
});
