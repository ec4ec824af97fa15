import assert from 'node:assert/strict';
import { readLiteral } from './literals';

describe('Literals of Python and JSON', () => {
  for (const [text, value] of [
    ['{\'a\': 1, "b": [True, None]}', { a: 1, b: [true, null] }],
    ['(1, 2,)', [1, 2]],
    ['(1)', 1],
    ['(1,)', [1]],
    ['()', []],
    ['\'one\' "two"', 'onetwo'],
    ["'''two\nlines'''", 'two\nlines'],
    ["'\\u00e9 \\x41 \\U0001F600 \\n \\q'", 'é A 😀 \n \\q'],
    ['-1_000.5e2', -100_050],
    ['{1: 2, }', { 1: 2 }],
    ['  [ ]  ', []],
  ] as const) {
    it(`reads ${JSON.stringify(text)} by Python's rules`, () => {
      assert.deepEqual(readLiteral(text, 'python'), value);
    });
  }

  it('reads words of JSON only where both are allowed', () => {
    assert.equal(readLiteral('{"a": true}', 'python'), undefined);
    assert.deepEqual(readLiteral('{"a": true, "b": null, "c": False}', 'both'), { a: true, b: null, c: false });
  });

  it('takes raw line ends in strings of JSON that models write, and Python does not', () => {
    assert.equal(readLiteral('"a\nb"', 'both'), 'a\nb');
    assert.equal(readLiteral('"a\nb"', 'python'), undefined);
  });

  for (const text of [
    '',
    '{',
    '{"a"}',
    '[1 2]',
    '1 2',
    "'open",
    'f(1)',
    '__import__("os")',
    '{[1]: 2}',
    '1 + 1',
    '"\\u12"',
    '"\\U00110000"',
    '1e',
    '0x10',
    '--1',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(readLiteral(text, 'both'), undefined));
  }

  it('refuses what is nested too deep instead of using up the stack', () => {
    assert.equal(readLiteral('['.repeat(100_000), 'both'), undefined);
    assert.equal(readLiteral(`${'['.repeat(66)}${']'.repeat(66)}`, 'both'), undefined);
    assert.notEqual(readLiteral(`${'['.repeat(60)}${']'.repeat(60)}`, 'both'), undefined);
  });

  it('keeps a key that every object has as data', () => {
    const read = readLiteral('{"__proto__": {"a": 1}, "b": 2}', 'both');
    assert.deepEqual(Object.keys(read as object), ['__proto__', 'b']);
    assert.equal(({} as { a?: number }).a, undefined);
  });
});
