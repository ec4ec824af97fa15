import assert from 'node:assert/strict';
import { anchoredLines } from './anchoredLines';

const lines = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i} of the file\n`).join('');

describe('start of a prompt', () => {
  it('is that of the text while it fits', () => {
    assert.equal(anchoredLines('a\nb', 100, undefined).text, 'a\nb');
  });

  it('is a line, with room for more typing', () => {
    const { text } = anchoredLines(lines(500), 2000, undefined);
    assert.ok(text.length <= 2000 * 0.7 && text.length > 1000, String(text.length));
    assert.match(text, /^line \d+ of the file\n/);
  });

  it('stays where it was while one types, and moves when there is no room left', () => {
    let text = lines(500);
    let { anchor, text: shown } = anchoredLines(text, 2000, undefined);
    const [first] = shown.split('\n', 1);
    let moves = 0;
    for (let typed = 0; typed < 2000; typed += 10) {
      text += '0123456789';
      const next = anchoredLines(text, 2000, anchor);
      assert.ok(text.endsWith(next.text) && next.text.length <= 2000);
      if (!next.text.startsWith(String(shown.split('\n', 1)[0]))) moves += 1;
      ({ anchor, text: shown } = next);
    }
    assert.ok(first !== undefined && moves >= 1 && moves <= 4, String(moves));
  });

  it('is in the middle of a line only where the line alone would not fit', () => {
    const { text } = anchoredLines(`${lines(100)}${'x'.repeat(5000)}`, 2000, undefined);
    assert.equal(text, 'x'.repeat(1400));
  });
});
