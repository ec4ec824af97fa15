import assert from 'node:assert/strict';
import type { LinePosition, LineSource } from '../infill/context/lineSource';
import { inOrder, spanOfSelection, textBetween, type DocumentSpan } from './documentSpan';

const source = (...lines: string[]): LineSource => ({ lineCount: lines.length, line: (index) => lines[index] ?? '' });
const at = (line: number, character: number): LinePosition => ({ line, character });
const span = (start: LinePosition, end: LinePosition): DocumentSpan => ({ start, end, marker: false });

describe('spanOfSelection', () => {
  const code = source('def f():', '    return 1  ', '', 'f()');

  it('leaves indentation, trailing blanks and the last line end where they are', () => {
    assert.deepEqual(spanOfSelection(code, at(1, 0), at(2, 0)), span(at(1, 4), at(1, 12)));
  });

  it('leaves blank lines at the edges out', () => {
    assert.deepEqual(spanOfSelection(source('', ' ', ' a', 'b ', ''), at(0, 0), at(4, 0)), span(at(2, 1), at(3, 1)));
  });

  it('takes what was selected inside a line', () => {
    assert.deepEqual(spanOfSelection(code, at(0, 4), at(0, 5)), span(at(0, 4), at(0, 5)));
  });

  it('takes white space alone as it is: a gap', () => {
    assert.deepEqual(spanOfSelection(code, at(1, 0), at(1, 4)), span(at(1, 0), at(1, 4)));
    assert.deepEqual(spanOfSelection(code, at(2, 0), at(2, 0)), span(at(2, 0), at(2, 0)));
  });

  it('never cuts a surrogate pair', () => {
    assert.deepEqual(spanOfSelection(source('a😀b😀c'), at(0, 2), at(0, 5)), span(at(0, 1), at(0, 6)));
  });
});

describe('spans', () => {
  it('come in the order of the document, and do not overlap', () => {
    const spans = [span(at(2, 0), at(2, 3)), span(at(0, 1), at(1, 0)), span(at(1, 0), at(1, 2))];
    assert.deepEqual(inOrder(spans), [spans[1], spans[0]]);
  });

  it('markers that touch are one gap', () => {
    const marker = (from: number): DocumentSpan => ({ start: at(0, from), end: at(0, from + 5), marker: true });
    assert.deepEqual(inOrder([marker(5), marker(0), marker(11)]), [
      { start: at(0, 0), end: at(0, 10), marker: true },
      marker(11),
    ]);
  });

  it('give their text with LF line ends', () => {
    assert.equal(textBetween(source('ab', '', 'cd'), at(0, 1), at(2, 1)), 'b\n\nc');
  });
});
