import assert from 'node:assert/strict';
import { parseExactJson } from '../../../runtime/functionCalling';
import { answerTexts } from './answer';

describe('texts of an answer', () => {
  it('keep their order, also of names that look like numbers, and are written as Python writes them', () => {
    const answer = parseExactJson(
      '{"b": "ü", "1": {"a": "ü", "n": [1.0, null]}, "t": true, "f": 1.0, "i": 1, "n": null}',
    );
    assert.deepEqual(
      [...answerTexts(answer)],
      [
        ['b', 'ü'],
        ['1', '{\n  "a": "\\u00fc",\n  "n": [\n    1.0,\n    null\n  ]\n}'],
        ['t', 'True'],
        ['f', '1.0'],
        ['i', '1'],
        ['n', 'None'],
      ],
    );
  });

  it('are none for what is no object', () => {
    assert.equal(answerTexts(parseExactJson('["a.py"]')).size, 0);
  });
});
