import assert from 'node:assert/strict';
import { cutPrefix, cutSuffix } from './contextCut';
import type { LineSource } from './lineSource';

class Lines implements LineSource {
  read = 0;
  constructor(private readonly lines: readonly string[]) {}
  get lineCount(): number {
    return this.lines.length;
  }
  line(index: number): string {
    this.read += 1;
    return this.lines[index] ?? '';
  }
}
const many = (count: number): Lines =>
  new Lines(Array.from({ length: count }, (_, n) => `line ${String(n).padStart(6, '0')}`));

describe('cutPrefix', () => {
  it('takes a short document whole', () => {
    const cut = cutPrefix(new Lines(['a', 'b', 'cd']), { line: 2, character: 1 }, 100);
    assert.deepEqual(cut, { text: 'a\nb\nc', fromStart: true });
  });

  it('keeps within the budget and begins at a line', () => {
    const cut = cutPrefix(many(1000), { line: 777, character: 4 }, 1000);
    assert.ok(cut.text.length <= 1000 && cut.text.length > 700);
    assert.match(cut.text, /^line 000\d+\n/);
    assert.equal(cut.fromStart, false);
  });

  it('moves its beginning rarely', () => {
    const lines = many(1000);
    const starts = Array.from({ length: 160 }, (_, n) =>
      cutPrefix(lines, { line: 500 + n, character: 0 }, 2000).text.slice(0, 11),
    );
    assert.ok(new Set(starts).size <= 11);
  });

  it('keeps most of the lines that fit, also of a few long ones', () => {
    const paragraphs = new Lines(Array.from({ length: 50 }, () => 'word '.repeat(200)));
    for (let line = 30; line < 46; line++) {
      const cut = cutPrefix(paragraphs, { line, character: 0 }, 4096);
      assert.ok(cut.text.length > 2000 && cut.text.length <= 4096, `${line}: ${cut.text.length}`);
    }
  });

  it('looks only at near lines of a huge document', () => {
    const lines = many(50_000);
    cutPrefix(lines, { line: 40_000, character: 3 }, 4000);
    assert.ok(lines.read < 1000);
  });

  it('cuts a huge line, not through a surrogate pair, with a steady beginning', () => {
    const line = '😀'.repeat(100_000);
    const cut = cutPrefix(new Lines([line]), { line: 0, character: 150_001 }, 4001);
    assert.ok(cut.text.length <= 4001 && cut.text.length > 2900);
    assert.equal(cut.text.codePointAt(0), 0x1f600);
    const next = cutPrefix(new Lines([line]), { line: 0, character: 150_002 }, 4001);
    assert.ok(next.text.startsWith(cut.text));
  });
});

describe('cutSuffix', () => {
  it('takes a short rest whole, and says that the document ends', () => {
    assert.deepEqual(cutSuffix(new Lines(['ab', 'c', '']), { line: 0, character: 1 }, 10), {
      text: 'b\nc\n',
      toEnd: true,
    });
  });

  it('ends at a line end within the budget', () => {
    const cut = cutSuffix(many(100), { line: 10, character: 5 }, 50);
    assert.equal(cut.text, '000010\nline 000011\nline 000012\nline 000013');
    assert.equal(cut.toEnd, false);
  });

  it('is the same text while the user types before it', () => {
    const before = cutSuffix(new Lines(['f()', 'next']), { line: 0, character: 2 }, 100);
    const after = cutSuffix(new Lines(['f(x)', 'next']), { line: 0, character: 3 }, 100);
    assert.deepEqual(before, after);
  });

  it('cuts a huge line whole characters wide', () => {
    const cut = cutSuffix(new Lines(['😀'.repeat(5000)]), { line: 0, character: 0 }, 101);
    assert.equal(cut.text.length, 102);
  });
});
