import assert from 'node:assert/strict';
import { diffLine, diffSize } from './diffMarks';
import { TextLines } from './textLines';

describe('lines of a text', () => {
  it('are those between line breaks of any system', () => {
    const lines = new TextLines('one\r\ntwo\n\nfour');
    assert.deepEqual(
      Array.from({ length: lines.count }, (_, index) => lines.line(index)),
      ['one', 'two', '', 'four'],
    );
  });

  it('part a line of megabytes, and lose nothing of it', () => {
    const text = 'abc'.repeat(100_000);
    const lines = new TextLines(text);
    assert.ok(lines.count > 100);
    assert.equal(Array.from({ length: lines.count }, (_, index) => lines.line(index)).join(''), text);
  });

  it('are found by what stands in them, as text and whatever the case', () => {
    const lines = new TextLines('a(b)\nnothing\nA(B) a(b)\n');
    assert.deepEqual(lines.find('a(b)', 100), [0, 2]);
  });

  it('are found up to a number', () => {
    assert.equal(new TextLines('x\n'.repeat(50)).find('x', 10).length, 10);
  });
});

describe('lines of a diff', () => {
  it('tell heads of files from lines that are added and removed', () => {
    const diff = 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n same';
    assert.deepEqual(diff.split('\n').map(diffLine), ['file', 'file', 'file', 'hunk', 'removed', 'added', 'same']);
    assert.deepEqual(diffSize(diff), { files: 1, added: 1, removed: 1 });
  });
});
