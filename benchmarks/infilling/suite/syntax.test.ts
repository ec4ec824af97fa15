import assert from 'node:assert/strict';
import { hasGrammar } from '../../../runtime/syntax';
import { syntaxErrors, syntaxValid } from './syntax';

describe('syntax of a file with a suggestion', function () {
  this.timeout(20_000);

  const programs: readonly (readonly [
    language: string,
    prefix: string,
    middle: string,
    wrong: string,
    suffix: string,
  ])[] = [
    ['python', 'def f(x):\n    return ', 'x + 1', 'x +', '\n'],
    ['typescript', 'const a: Map<string, ', 'number>', 'number', ' = new Map();\n'],
    ['typescriptreact', 'const a = <b>{', 'x', 'x +', '}</b>;\n'],
    ['javascript', 'export const f = (', 'x) => x', 'x) =>', ';\n'],
    ['go', 'package a\n\nfunc f() int {\n\treturn ', '1', '1 +', '\n}\n'],
    ['rust', 'fn f() -> u8 { ', '1', 'let', ' }\n'],
    ['java', 'class A { int f() { ', 'return 1;', 'return 1', ' } }\n'],
    ['c', 'int f(int class) { return ', 'class;', '(class;', ' }\n'],
    ['cpp', 'template <typename T> T f(T x) { ', 'return x;', 'return x', ' }\n'],
  ];
  for (const [language, prefix, middle, wrong, suffix] of programs) {
    it(`tells right from wrong in ${language}`, async () => {
      assert.equal(await syntaxErrors(language, prefix + middle + suffix), 0);
      assert.equal(await syntaxValid(language, prefix, wrong, suffix, middle), false);
    });
  }

  it('allows the errors that the true file has as well', async () => {
    const [prefix, suffix] = ['    x = (1\n\ndef g():\n    return ', '\n'];
    assert.ok((await syntaxErrors('python', `${prefix}1${suffix}`)) > 0);
    assert.equal(await syntaxValid('python', prefix, '2', suffix, '1'), true);
    assert.equal(await syntaxValid('python', prefix, '(2', suffix, '1'), false);
  });

  it('compares with the file as it stands where the truth is not known', async () => {
    assert.equal(await syntaxValid('java', 'class A { int f() { return g(', '1', '); } }\n'), true);
    assert.equal(await syntaxValid('java', 'class A { int f() { return g(', '1))', '); } }\n'), false);
  });

  it('counts a missing node', async () => {
    assert.equal(await syntaxErrors('c', 'int f(void) { return 0 }\n'), 1);
  });

  it('refuses a language without grammar', async () => {
    assert.equal(hasGrammar('cobol'), false);
    assert.equal(hasGrammar('constructor'), false);
    await assert.rejects(syntaxErrors('cobol', ''), RangeError);
  });
});
