import assert from 'node:assert/strict';
import { tokenTarget } from './tokenTarget';

/** The target as text, from a line in which `|` stands at the token's edges. */
function target(line: string, tokens: readonly string[] = []): string {
  const from = line.indexOf('|');
  const text = line.replaceAll('|', '');
  const known: { from: number; to: number }[] = [];
  for (const token of tokens) {
    const start = text.indexOf(token, known.at(-1)?.to ?? 0);
    known.push({ from: start, to: start + token.length });
  }
  const found = tokenTarget(text, { from, to: line.lastIndexOf('|') - 1 }, known);
  return `${found.kind} ${text.slice(found.from, found.to)}`;
}

describe('tokenTarget', () => {
  it('is the sign itself', () => {
    assert.equal(target('a |+| b'), 'token +');
    assert.equal(target('a |**=| b'), 'token **=');
  });

  it('is the whole word where it is not known to be one token', () => {
    assert.equal(target('self.ze|br|a + 1'), 'word zebra');
    assert.equal(target('self.ze|br|a', ['self', '.', 'ze', 'br', 'a']), 'word zebra');
  });

  it('is the token where it is the whole word', () => {
    assert.equal(target('self.|height|', ['self', '.', 'height']), 'token height');
    assert.equal(target('f(|self|)', ['f', '(self', ')']), 'token (self');
  });

  it('goes by characters, not by halves of them', () => {
    assert.equal(target('x = 𝒳|y|𝒵 + 1'), 'word 𝒳y𝒵');
    assert.equal(target('"|😀|"'), 'token 😀');
  });
});
