import assert from 'node:assert/strict';
import { escaped, fenced, inlineCode } from './fenced';

describe('text of others in Markdown', () => {
  it('cannot end its block', () => {
    assert.equal(fenced('a\n````\n[x](command:y)', 'text'), '`````text\na\n````\n[x](command:y)\n`````\n');
  });
  it('stays on one line, cut, between ticks that it does not hold', () => {
    assert.equal(inlineCode('a\n b'), '`a b`');
    assert.equal(inlineCode('a ``b`` c'), '``` a ``b`` c ```');
    assert.equal(inlineCode('x'.repeat(200), 10), `\`${'x'.repeat(9)}…\``);
  });
  it('is no link and no emphasis', () => {
    assert.equal(escaped('[a](command:b) *c*'), '\\[a\\]\\(command\\:b\\) \\*c\\*');
  });
});
