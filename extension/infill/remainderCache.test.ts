import assert from 'node:assert/strict';
import { documentEdge } from './cursorText';
import { RemainderCache } from './remainderCache';

const at = (before: string, after = '\n'): { before: string; after: string } => ({
  before: documentEdge + before,
  after: after + documentEdge,
});

function cacheWith(before: string, texts: readonly string[], after = '\n'): RemainderCache<number, { text: string }> {
  const cache = new RemainderCache<number, { text: string }>();
  cache.put(
    1,
    at(before, after),
    texts.map((text) => ({ text })),
  );
  return cache;
}
const texts = (found: ReturnType<RemainderCache<number, { text: string }>['find']>): readonly string[] =>
  found?.remainders.map((remainder) => remainder.text) ?? [];

describe('RemainderCache', () => {
  it('offers the rest at every step of typing along, and nothing at the end', () => {
    const suggestion = 'sum(values)';
    const cache = cacheWith('total = ', [suggestion]);
    for (let typed = 0; typed < suggestion.length; typed++) {
      assert.deepEqual(texts(cache.find(at(`total = ${suggestion.slice(0, typed)}`))), [suggestion.slice(typed)]);
    }
    assert.equal(cache.find(at(`total = ${suggestion}`)), undefined);
  });

  it('offers nothing when another character is typed, and the old rest after it is deleted', () => {
    const cache = cacheWith('total = ', ['sum(values)']);
    assert.equal(cache.find(at('total = sux')), undefined);
    assert.deepEqual(texts(cache.find(at('total = su'))), ['m(values)']);
  });

  it('keeps only the alternatives that agree with what was typed', () => {
    const cache = cacheWith('x = ', ['foo()', 'far()', 'bar()']);
    assert.deepEqual(texts(cache.find(at('x = f'))), ['oo()', 'ar()']);
  });

  it('offers nothing when the text after the cursor has changed', () => {
    assert.equal(cacheWith('x = ', ['foo()'], '\n').find(at('x = f', ' + 1\n')), undefined);
  });

  it('takes over brackets and quotes that the editor closed by itself', () => {
    const cache = cacheWith('print', ['(items["a"])']);
    assert.deepEqual(cache.find(at('print(', ')\n'))?.remainders[0], {
      suggestion: { text: '(items["a"])' },
      text: 'items["a"])',
      overtype: ')',
    });
    assert.equal(cache.find(at('print(items["', '"])\n'))?.remainders[0]?.overtype, '"])');
  });

  it('does not offer a rest that lacks the closed character', () => {
    assert.equal(cacheWith('print', ['(items']).find(at('print(', ')\n')), undefined);
  });

  it('goes back to the earlier answer after deleting', () => {
    const cache = cacheWith('a', ['bc']);
    cache.put(2, at('ax'), [{ text: 'yz' }]);
    assert.equal(cache.find(at('ax'))?.offer, 2);
    assert.equal(cache.find(at('a'))?.offer, 1);
  });

  it('tells an empty document from the end of any text', () => {
    const cache = cacheWith('', ['import os']);
    assert.deepEqual(texts(cache.find(at('import'))), [' os']);
    assert.equal(cache.find(at('x\nimport')), undefined);
  });

  it('forgets the oldest beyond its capacity', () => {
    const cache = new RemainderCache<number, { text: string }>(2);
    for (const offer of [1, 2, 3]) cache.put(offer, at(`line${offer} `), [{ text: 'word' }]);
    assert.equal(cache.find(at('line1 ')), undefined);
    assert.equal(cache.find(at('line3 '))?.offer, 3);
  });

  it('is fast enough to be asked at every key press', () => {
    const cache = new RemainderCache<number, { text: string }>();
    for (let offer = 0; offer < 24; offer++) {
      cache.put(
        offer,
        at(`${'  '.repeat(500)}${offer}`),
        Array.from({ length: 8 }, (_, n) => ({ text: `${'  '.repeat(300)}${n}` })),
      );
    }
    // The quickest of many: others may be busy.
    const times = Array.from({ length: 50 }, () => {
      const start = performance.now();
      cache.find(at('  '.repeat(1000)));
      return performance.now() - start;
    });
    assert.ok(Math.min(...times) < 8, 'one look-up must stay far below a frame');
  });
});
