import assert from 'node:assert/strict';
import { cutSuffixOverlap } from './suffixOverlap';

describe('cutSuffixOverlap', () => {
  it('cuts the repeated rest of the line', () => {
    assert.equal(cutSuffixOverlap('a, b) + total', ' + total', undefined), 'a, b) ');
  });
  it('leaves a bracket that may be needed twice', () => {
    assert.equal(cutSuffixOverlap('f(x)', ')', undefined), 'f(x)');
  });
  it('leaves closers of what the suggestion opens itself', () => {
    assert.equal(cutSuffixOverlap("it('b', () => {});", '});', undefined), "it('b', () => {});");
  });
  it('leaves a line that stands below at another depth', () => {
    const inner = 'if not x:\n        return None';
    assert.equal(cutSuffixOverlap(inner, '', '    return None'), inner);
    assert.equal(cutSuffixOverlap('if x\n    y\n  end', '', 'end'), 'if x\n    y\n  end');
  });
  it('cuts the repeated next line', () => {
    assert.equal(cutSuffixOverlap('x = 1\n    return x', '', '    return x'), 'x = 1');
  });
  it('leaves a lone closer, and text that differs', () => {
    assert.equal(cutSuffixOverlap('if (a) {\n}', '', '}'), 'if (a) {\n}');
    assert.equal(cutSuffixOverlap('x = 1\nreturn y', '', 'return x'), 'x = 1\nreturn y');
  });
});
