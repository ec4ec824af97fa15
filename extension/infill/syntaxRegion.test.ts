import assert from 'node:assert/strict';
import { regionAtEnd } from './syntaxRegion';

describe('regionAtEnd', () => {
  const cases: readonly [language: string, text: string, region: 'code' | 'comment' | 'string'][] = [
    ['python', 'x = 1', 'code'],
    ['python', 'x = 1  # the ', 'comment'],
    ['python', '# done\nx = ', 'code'],
    ['python', 'x = "a # b', 'string'],
    ['python', 'x = "a # b"', 'code'],
    ['python', "x = 'it\\'s", 'string'],
    ['python', 'def f():\n    """Adds ', 'string'],
    ['python', 'def f():\n    """Adds "x"."""\n    ', 'code'],
    ['python', "x = 'not closed\ny = ", 'code'],
    ['typescript', 'const url = "http://', 'string'],
    ['typescript', '// http: "', 'comment'],
    ['typescript', '/* a\n * b', 'comment'],
    ['typescript', '/* a */ const b = ', 'code'],
    ['typescript', 'const s = `a ${b', 'code'],
    ['typescript', 'const s = `a ${b} c', 'string'],
    ['typescript', 'const s = `a ${ {x: `n`} } c`; d', 'code'],
    ['typescript', 'const s = `line\nnext', 'string'],
    ['rust', "fn f<'a>(x: &'a str) ", 'code'],
    ['rust', 'let s = "a\nb', 'string'],
    ['go', 'var s = `a\\`; x', 'code'],
    ['java', 'String s = """\n a "b', 'string'],
    ['php', '# note', 'comment'],
    ['shellscript', 'echo ${#list} ', 'code'],
    ['shellscript', 'echo hi # note', 'comment'],
    ['shellscript', '#!/bin/sh', 'comment'],
    ['shellscript', "echo 'a\\' b", 'code'],
    ['ruby', '"a #{b', 'code'],
    ['ruby', '=begin\nnote', 'comment'],
    ['ruby', '=begin\nnote\n=end\nx', 'code'],
    ['sql', "select 'it''s", 'string'],
    ['sql', 'select 1 -- one', 'comment'],
    ['lua', '--[[ a\nb', 'comment'],
    ['haskell', '{- a', 'comment'],
    ['html', '<p><!-- a', 'comment'],
    ['css', 'a { /* b', 'comment'],
    ['latex', 'a % b', 'comment'],
    ['plaintext', '# "', 'code'],
    ['erlang', '% a', 'comment'],
  ];
  for (const [language, text, region] of cases) {
    it(`${language}: ${JSON.stringify(text)} ends in ${region}`, () =>
      assert.equal(regionAtEnd(text, language), region));
  }

  it('reads 20,000 characters in a few milliseconds', () => {
    const text = 'const a = f("b", 1); // c\n'.repeat(770);
    // The quickest of many: others may be busy.
    const times = Array.from({ length: 20 }, () => {
      const start = performance.now();
      regionAtEnd(text, 'typescript');
      return performance.now() - start;
    });
    assert.ok(Math.min(...times) < 16, times.join());
  });
});
