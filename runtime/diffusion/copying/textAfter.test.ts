import assert from 'node:assert/strict';
import { goesOn } from './copyGroups';
import { TextAfter } from './textAfter';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const endOf = (suffix: string, copied: string) => new TextAfter(bytes(suffix)).endAt(bytes(copied), 0, copied.length);
const distance = (suffix: string, copied: string) =>
  new TextAfter(bytes(suffix)).distance(bytes(copied), 0, copied.length);

describe('text after the cursor', () => {
  for (const [what, suffix, copied, expected] of [
    ['another text', ')\n', 'x)\n', goesOn],
    ['no text', '', 'x', goesOn],
    ['the line end alone', '\n    return x\n', '\n    yield y\n', 0],
    ['the line end and one sign', '\n  }\n', '\n  }', 1],
    ['the line end and the next line', '\n    return x\n', '\n    return x', 2],
    ['a blank within the line', ' + 1\n', ' - 1\n', 3],
    ['a bracket within the line', ') {\n', ')', 4],
    ['a bracket that ends the line', ')\nx', ')\ny', 5],
    ['several signs within the line', ') => x\n', ') => y\n', 5],
  ] as const) {
    it(`tells apart how it agrees with copied text: ${what}`, () => assert.equal(endOf(suffix, copied), expected));
  }

  it('is found where copied text comes to it', () => {
    assert.equal(distance(', second)\n', 'first, second)\n'), 5);
    assert.equal(distance('\n\n    return total\n', 'x\n    return total\n'), 1);
    assert.equal(distance('\n    return total\n', 'x\n    return other\n'), undefined);
    assert.equal(distance('\n}\n', 'x\n}\n'), undefined);
    assert.equal(distance('', 'x'), undefined);
  });
});
