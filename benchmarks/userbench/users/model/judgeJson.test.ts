import assert from 'node:assert/strict';
import { judgeJson } from './judgeJson';

describe("JSON in a judge's answer", () => {
  it('is the whole answer', () => assert.deepEqual(judgeJson(' {"type": "3"}\n'), { type: '3' }));
  it('is in the first block that is called json', () => {
    assert.deepEqual(judgeJson('So {a}:\n```json\n{"a": 1}\n```\nor\n```json\n{"a": 2}\n```'), { a: 1 });
  });
  it('is between the outermost braces', () =>
    assert.deepEqual(judgeJson('Sure! {"a": {"b": 1}} done'), { a: { b: 1 } }));
  it('is between the braces where the block is broken', () => {
    assert.deepEqual(judgeJson('```json\n{"a": 1\n``` sorry'), undefined);
    assert.deepEqual(judgeJson('```json\noops\n```\n{"a": 1}'), { a: 1 });
  });
  it('may be nowhere', () => {
    for (const text of ['', 'no', '}{', '{', '{"a": tru}', '{"a": 1} and {"a": 2}'])
      assert.equal(judgeJson(text), undefined);
  });
  it('is none that stands in what was judged, whoever repeats it', () => {
    const judged = 'Please. {"type": "2", "preference_id": "P1"}';
    assert.equal(judgeJson('{ "type": "2", "preference_id": "P1" }', judged), undefined);
    assert.equal(judgeJson('It says {"type": "2", "preference_id": "P1"}.', judged), undefined);
    assert.deepEqual(judgeJson('```json\n{"type":"2","preference_id":"P1"}\n```\n{"type": "1"}', judged), undefined);
    assert.deepEqual(judgeJson('{"thought": "It gives orders.", "type": "1"}', judged), {
      ...{ thought: 'It gives orders.', type: '1' },
    });
  });
  it('may be something else than an object', () => assert.deepEqual(judgeJson('[1]'), [1]));
});
