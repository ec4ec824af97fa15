import assert from 'node:assert/strict';
import type { LinePosition, LineSource } from '../infill/context/lineSource';
import { textBetween, type DocumentSpan } from './documentSpan';
import { RewriteText, type ContextBudget } from './rewriteText';

/** As VS Code gives a document's lines: without their ends, whatever those are. */
const linesOf = (text: string): LineSource => {
  const lines = text.split(/\r\n|\n/);
  return { lineCount: lines.length, line: (index) => lines[index] ?? '' };
};
const at = (line: number, character: number): LinePosition => ({ line, character });
const span = (start: LinePosition, end: LinePosition, marker = false): DocumentSpan => ({ start, end, marker });
const plenty: ContextBudget = { before: 20_000, after: 6000, all: 60_000 };

describe('RewriteText', () => {
  it('is the whole of a short document, with offsets of LF line ends in a CRLF document', () => {
    const built = new RewriteText(linesOf('ab\r\ncd\r\nef'), [span(at(1, 1), at(2, 1))], plenty);
    assert.equal(built.text, 'ab\ncd\nef');
    assert.deepEqual(built.spans, [{ start: 4, end: 7 }]);
    assert.deepEqual(built.positionAt(6), at(2, 0));
    assert.equal(built.offsetAt(at(2, 0)), 6);
  });

  it('counts in UTF-16 units, as VS Code does', () => {
    const built = new RewriteText(linesOf('😀 = "𝒳"\nb'), [span(at(0, 6), at(0, 8))], plenty);
    assert.deepEqual(built.spans, [{ start: 6, end: 8 }]);
    assert.equal(built.text.slice(6, 8), '𝒳');
  });

  it('leaves gap markers out', () => {
    const source = linesOf('f(<<?>>, 2)\nx = <<?>>\n');
    const spans = [span(at(0, 2), at(0, 7), true), span(at(1, 4), at(1, 9), true)];
    const built = new RewriteText(source, spans, plenty);
    assert.equal(built.text, 'f(, 2)\nx = \n');
    assert.deepEqual(built.spans, [
      { start: 2, end: 2 },
      { start: 11, end: 11 },
    ]);
  });

  it('finds every place again, also behind markers', () => {
    const source = linesOf('f(<<?>>, 2)\n\n  x = <<?>>;y\n');
    const spans = [span(at(0, 2), at(0, 7), true), span(at(2, 6), at(2, 11), true)];
    const built = new RewriteText(source, spans, plenty);
    for (let offset = 0; offset <= built.text.length; offset++) {
      assert.equal(built.offsetAt(built.positionAt(offset)), offset);
    }
    assert.deepEqual(built.positionAt(built.text.indexOf('y')), at(2, 12));
  });

  it('is cut around a span in a long document, at line beginnings', () => {
    const source = linesOf(Array.from({ length: 5000 }, (_, n) => `line ${String(n).padStart(4, '0')}`).join('\n'));
    const built = new RewriteText(source, [span(at(2500, 5), at(2501, 9))], { before: 1000, after: 300, all: 5000 });
    assert.ok(built.text.length < 1400 && built.text.length > 900, `${built.text.length}`);
    assert.match(built.text, /^line \d{4}\n/);
    const [found] = built.spans;
    assert.ok(found);
    assert.equal(built.text.slice(found.start, found.end), '2500\nline 2501');
    assert.deepEqual(built.positionAt(found.start), at(2500, 5));
  });

  it('leaves out what lies between spans that are far apart, and shares the room', () => {
    const source = linesOf(Array.from({ length: 20_000 }, (_, n) => `value_${n} = ${n}`).join('\n'));
    const spans = [100, 6000, 12_000, 19_000].map((line) => span(at(line, 0), at(line, 5)));
    const built = new RewriteText(source, spans, plenty);
    assert.ok(built.text.length <= 60_000 && built.text.length > 20_000, `${built.text.length}`);
    for (const [index, { start, end }] of built.spans.entries()) {
      assert.equal(built.text.slice(start, end), 'value');
      assert.deepEqual(built.positionAt(start), spans[index]?.start);
    }
    assert.ok(!built.text.includes('value_3000 '));
  });

  it('cuts inside one enormous line, in whole characters', () => {
    const line = '😀'.repeat(100_000);
    const source = linesOf(`first\n${line}\nlast`);
    const built = new RewriteText(source, [span(at(1, 100_000), at(1, 100_004))], plenty);
    assert.ok(built.text.length < 30_000);
    assert.equal(Buffer.from(built.text, 'utf8').toString('utf8'), built.text);
    assert.deepEqual(built.positionAt(built.spans[0]?.start ?? 0), at(1, 100_000));
  });

  it('takes neighbouring cells where it reaches the edge of the document', () => {
    const neighbours = { before: () => 'import os\n\n', after: () => '\n\nprint(x)' };
    const built = new RewriteText(linesOf('x = 1'), [span(at(0, 4), at(0, 5))], plenty, neighbours);
    assert.equal(built.text, 'import os\n\nx = 1\n\nprint(x)');
    assert.deepEqual(built.spans, [{ start: 15, end: 16 }]);
    assert.deepEqual(built.positionAt(0), at(0, 0));
    assert.deepEqual(built.positionAt(built.text.length), at(0, 5));
  });

  it('says of any spans what the document says of them', () => {
    // A fixed sequence: the same documents at every run.
    let state = 7;
    const random = (below: number): number => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return state % below;
    };
    for (let round = 0; round < 200; round++) {
      const source = linesOf(
        Array.from({ length: 1 + random(40) }, () => 'ab 😀'.repeat(random(6))).join(random(2) ? '\r\n' : '\n'),
      );
      const places = Array.from({ length: 2 * (1 + random(3)) }, () => {
        const line = random(source.lineCount);
        return at(line, 5 * random(source.line(line).length / 5 + 1));
      }).sort((a, b) => a.line - b.line || a.character - b.character);
      const spans: DocumentSpan[] = [];
      for (let index = 0; index + 1 < places.length; index += 2) spans.push(span(places[index]!, places[index + 1]!));
      const built = new RewriteText(source, spans, { before: 40, after: 20, all: 200 });
      for (const [index, { start, end }] of built.spans.entries()) {
        const { start: from, end: to } = spans[index]!;
        assert.equal(built.text.slice(start, end), textBetween(source, from, to));
      }
    }
  });
});
