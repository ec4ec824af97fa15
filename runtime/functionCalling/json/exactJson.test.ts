import assert from 'node:assert/strict';
import { exactJson, parseExactJson, plainJson } from './exactJson';
import { pythonJson } from './pythonJson';

describe('exact JSON', () => {
  /** What Python 3.11 prints for json.dumps(json.loads(text), ensure_ascii=False). */
  const cases: readonly [text: string, python: string][] = [
    ['{"b":1,"2":0,"1":[]}', '{"b": 1, "2": 0, "1": []}'],
    [
      '[1.0,-2.50,1e5,1E-7,0.0001,123456789012345680000,12345678901234567890.0]',
      '[1.0, -2.5, 100000.0, 1e-07, 0.0001, 123456789012345680000, 1.2345678901234567e+19]',
    ],
    ['[0.1,1e16,1e15,-0.0,-0,5e-324,1.5e300]', '[0.1, 1e+16, 1000000000000000.0, -0.0, 0, 5e-324, 1.5e+300]'],
    ['"\\u00e9\\u007f\\u0001\\n\\"/\\\\"', '"é\u007f\\u0001\\n\\"/\\\\"'],
    [' { "a" : [ true , null , { } ] } ', '{"a": [true, null, {}]}'],
    ['{"a":1,"b":2,"a":3}', '{"a": 3, "b": 2}'],
  ];
  for (const [text, python] of cases) {
    it(`is written as Python does: ${text}`, () => assert.equal(pythonJson(parseExactJson(text)), python));
  }

  it('is indented as Python does', () => {
    const value = parseExactJson('{"a":[1,{"b":[]}],"c":{}}');
    const expected = '{\n    "a": [\n        1,\n        {\n            "b": []\n        }\n    ],\n    "c": {}\n}';
    assert.equal(pythonJson(value, 4), expected);
  });

  it('refuses what is not JSON, and what is nested too deeply', () => {
    for (const text of ['', '{', '[1,]', "{'a':1}", 'NaN']) assert.throws(() => parseExactJson(text), SyntaxError);
    assert.throws(() => parseExactJson('['.repeat(600) + ']'.repeat(600)), /nested deeper/);
  });

  it('comes from plain values and goes back to them', () => {
    const value = { a: [1, 2.5, 'x', null, true], b: { c: {} } };
    assert.deepEqual(plainJson(exactJson(value)), value);
  });
});
