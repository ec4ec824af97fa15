import assert from 'node:assert/strict';
import { layOut, type PreviewLayout } from './previewLayout';

const origin = { line: 10, character: 4 };

/** The layout as one reads it: `[-gone-]` and `{+come+}` in the old text. */
function picture(oldText: string, newText: string): string {
  const { removed, added } = layOut(oldText, newText, origin);
  const lines = oldText.split('\n');
  const marks = [
    ...removed.flatMap(({ start, end }) => [
      { ...start, order: 1, text: '[-' },
      { ...end, order: 0, text: '-]' },
    ]),
    ...added.map(({ at, text }) => ({ ...at, order: 0.5, text: `{+${text}+}` })),
  ].sort((a, b) => b.line - a.line || b.character - a.character || b.order - a.order);
  for (const { line, character, text } of marks) {
    const index = line - origin.line;
    const column = character - (index === 0 ? origin.character : 0);
    const old = lines[index] ?? '';
    lines[index] = old.slice(0, column) + text + old.slice(column);
  }
  return lines.join('\n');
}

describe('layOut', () => {
  it('shows single words in the line where they change', () => {
    assert.equal(
      picture('total = first + second', 'total = first * other'),
      'total = first [-+-]{+*+} [-second-]{+other+}',
    );
  });

  it('shows lines that have little in common one behind the other, without their indentation', () => {
    assert.equal(
      picture('x = 1\n    print(total)', 'x = 1\n    for item in items:'),
      'x = 1\n    [-print(total)-]{+for item in items:+}',
    );
  });

  it('shows nothing of lines that stay', () => {
    assert.deepEqual(layOut('a\nb', 'a\nb', origin), { removed: [], added: [], extraLines: 0 } satisfies PreviewLayout);
  });

  it('strikes out lines that go', () => {
    assert.equal(picture('keep()\ngone()\nstay()', 'keep()\nstay()'), 'keep()\n[-gone()-]\nstay()');
  });

  it('shows lines that come behind the one that they follow', () => {
    assert.equal(picture('first()\nlast()', 'first()\nmore()\n  yet()\nlast()'), 'first(){+⏎more()⏎  yet()+}\nlast()');
    assert.equal(layOut('first()\nlast()', 'first()\nmore()\n  yet()\nlast()', origin).extraLines, 2);
  });

  it('shows lines before the first one', () => {
    assert.equal(picture('last()', 'first()\nlast()'), '{+first()⏎+}last()');
  });

  it('fills a gap', () => {
    assert.equal(picture('', 'value + 1'), '{+value + 1+}');
    assert.equal(picture('', 'if x:\n    y()'), '{+if x:⏎    y()+}');
  });

  it('never puts a line break into what is shown', () => {
    const { added } = layOut('a\nb\n\nc', 'x\ny\n\n\nz\na\nb\nc\nd', origin);
    assert.ok(added.length > 0 && added.every(({ text }) => !text.includes('\n')));
  });

  it('does not cut surrogate pairs', () => {
    assert.equal(picture('name = "😀"', 'name = "😁"'), 'name = "[-😀-]{+😁+}"');
  });
});
