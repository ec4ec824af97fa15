import assert from 'node:assert/strict';
import { cellsAfter, cellsBefore } from './notebookCells';

describe('notebook cells as context', () => {
  it('come in order, with LF line ends and without empty cells', () => {
    assert.equal(cellsBefore(['import os', '  ', 'x = 1\r\ny = 2'], 100), 'import os\n\nx = 1\ny = 2\n\n');
    assert.equal(cellsAfter(['a', '', 'b'], 100), '\n\na\n\nb');
  });
  it('the nearest ones count when the budget is short', () => {
    assert.equal(cellsBefore(['first', 'second'], 9), 'second\n\n');
    assert.equal(cellsAfter(['first', 'second'], 8), '\n\nfirst');
  });
  it('are nothing without neighbours', () => {
    assert.equal(cellsBefore([], 10) + cellsAfter([], 10), '');
  });
});
