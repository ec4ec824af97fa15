import assert from 'node:assert/strict';
import { changedPart } from './changedPart';

const apply = (before: string, after: string): string => {
  const { start, end, text } = changedPart(before, after);
  return before.slice(0, start) + text + before.slice(end);
};

describe('changedPart', () => {
  it('is the smallest part in the middle', () => {
    assert.deepEqual(changedPart('one two three', 'one 2 three'), { start: 4, end: 7, text: '2' });
  });
  it('is empty between equal texts', () => {
    assert.deepEqual(changedPart('same', 'same'), { start: 4, end: 4, text: '' });
  });
  it('counts a repeated letter once', () => {
    assert.deepEqual(changedPart('aa', 'aaa'), { start: 2, end: 2, text: 'a' });
  });
  for (const [before, after] of [
    ['a\r\nb', 'a\nb'],
    ['a\nb', 'a\r\nb'],
    ['x😀y', 'x😁y'],
    ['x😀', 'x🨀'],
    ['', 'new'],
    ['old', ''],
    ['a\r\n', 'a\r\n\r\n'],
  ] as const) {
    it(`turns ${JSON.stringify(before)} into ${JSON.stringify(after)} without cutting a character or a line end`, () => {
      assert.equal(apply(before, after), after);
      const { start, end, text } = changedPart(before, after);
      for (const cut of [before.slice(0, start), before.slice(end), text]) {
        assert.doesNotMatch(cut, /^[\udc00-\udfff]|[\ud800-\udbff]$/);
        assert.ok(!before.slice(0, start).endsWith('\r') || before[start] !== '\n');
      }
    });
  }
});
