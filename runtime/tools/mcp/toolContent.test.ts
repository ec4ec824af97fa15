import assert from 'node:assert/strict';
import { contentOf } from './toolContent';

const text = (value: string) => ({ type: 'text', text: value });

describe('content of MCP tools', () => {
  for (const [what, content, structuredContent, expected] of [
    [
      'a structure repeated as text',
      [text('{"b": 1, "a": 2}')],
      { a: 2, b: 1 },
      [{ type: 'json', value: { a: 2, b: 1 } }],
    ],
    ['a text put into an object', [text('inside')], { content: 'inside' }, [text('inside')]],
    ['a value put into an object', [text('[1, 2]')], { result: [1, 2] }, [text('[1, 2]')]],
  ] as const) {
    it(`is said once where it is ${what}`, () => assert.deepEqual(contentOf({ content, structuredContent }), expected));
  }

  it('is kept whole where text and structure differ', () => {
    const parts = contentOf({ content: [text('two files')], structuredContent: { files: ['a', 'b'] } });
    assert.deepEqual(parts, [text('two files'), { type: 'json', value: { files: ['a', 'b'] } }]);
  });
});
