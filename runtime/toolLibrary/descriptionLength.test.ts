import assert from 'node:assert/strict';
import path from 'node:path';
import { descriptionLength, partsOfCollection } from './descriptionLength';
import { openTokenCounter } from './tokenCounter';

const words = (text: string) => text.split(/\s+/).filter(Boolean).length;
const tool = (file: string, text: string, part: string, deprecated = false) => ({
  deprecated,
  source: {
    ...{ path: file, start: text.indexOf(part), end: text.indexOf(part) + part.length, text: part },
    ...{ exported: true, asynchronous: false },
  },
});

describe('descriptionLength', () => {
  it('adds up all parts, schemas as often as lambda says', () => {
    const parts = { library: ['a b', 'c'], adapters: ['d'], callSites: ['e f'], schemas: ['g h i'] };
    const expected = { library: 3, adapters: 1, callSites: 2, schemas: 3, total: 9 };
    assert.deepEqual(descriptionLength(parts, words), expected);
    assert.equal(descriptionLength(parts, words, 0).total, 6);
    assert.equal(descriptionLength(parts, words, 2).total, 12);
  });
});

describe('partsOfCollection', () => {
  const text = 'imports one two old three new helper';
  const texts = new Map([
    ['tools.py', text],
    ['calls.py', 'calls'],
  ]);
  it('tells adapters, library and call sites apart, and counts each token once', () => {
    const tools = [tool('tools.py', text, 'old three', true), tool('tools.py', text, 'new')];
    const { library, adapters, callSites } = partsOfCollection({ tools, texts, schemas: [] });
    assert.deepEqual(adapters, ['old three']);
    assert.deepEqual(library, ['imports one two  new helper']);
    assert.deepEqual(callSites, ['calls']);
  });
  it('cuts several adapters of a file', () => {
    const tools = [tool('tools.py', text, 'one', true), tool('tools.py', text, 'three', true)];
    const { library, adapters } = partsOfCollection({ tools, texts, schemas: [] });
    assert.deepEqual([...adapters].sort(), ['one', 'three']);
    assert.equal(words(library.join(' ')), 5);
  });
});

describe('openTokenCounter', () => {
  it('counts the same tokens everywhere, of any text', async () => {
    const count = await openTokenCounter(path.join(__dirname, '../../media/models/embedded'));
    assert.equal(count(''), 0);
    const one = count('def mean(values):\n    return sum(values) / len(values)\n');
    assert.ok(one > 10 && one < 30, String(one));
    assert.ok(count('\ud800 é 漢') > 0);
  });
  it('says when the model is not there', async () => {
    await assert.rejects(openTokenCounter('/nowhere'), /tokenizer\.json cannot be read/);
  });
});
