import assert from 'node:assert/strict';
import type { CodeLanguage } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import { mutantsOf } from './mutantsOf';

const samples: readonly (readonly [CodeLanguage, string])[] = [
  ['typescript', 'function f(a: number) {\n  if (a < 3) return a - 1;\n  return 0;\n}\n'],
  ['javascript', 'function f(a) {\n  if (a < 3) return a - 1;\n  return 0;\n}\n'],
  ['python', 'def f(a):\n    if a < 3:\n        return a - 1\n    return 0\n'],
  ['java', 'class A { int f(int a) {\n  if (a < 3) return a - 1;\n  return 0;\n} }\n'],
  ['go', 'package p\nfunc f(a int) int {\n  if a < 3 {\n return a - 1 }\n  return 0\n}\n'],
  ['rust', 'fn f(a: i32) -> i32 {\n  if a < 3 { return a - 1; }\n  0\n}\n'],
  ['c', 'int f(int a) {\n  if (a < 3) return a - 1;\n  return 0;\n}\n'],
  ['cpp', 'int f(int a) {\n  if (a < 3) return a - 1;\n  return 0;\n}\n'],
  ['csharp', 'class A { int F(int a) {\n  if (a < 3) return a - 1;\n  return 0;\n} }\n'],
  ['php', '<?php\nfunction f($a) {\n  if ($a < 3) return $a - 1;\n  return 0;\n}\n'],
];

describe('mutantsOf', () => {
  for (const [language, text] of samples) {
    it(`moves the boundary of a comparison in ${language}`, async () => {
      const mutants = await all(language, text);
      assert.ok(mutants.some(({ operator, change }) => operator === 'boundary' && change.after === '<='));
    });
  }

  it('changes nothing outside the body', async () => {
    const text = 'function f(a = 1 - 2) {\n  return a - 1;\n}\n';
    const body = { start: { line: 1, column: 0 }, end: { line: 2, column: 0 } };
    const mutants = await mutantsOf('javascript', text, body, seededRandom(1));
    assert.deepEqual([...new Set(mutants.map(({ line }) => line))], [1]);
  });

  it('leaves logs and messages of errors alone', async () => {
    const text = 'function f(a) {\n  console.log(a < 3);\n  throw new Error(a - 1);\n}\n';
    assert.deepEqual(await all('javascript', text), []);
  });

  it('gives the same order for the same seed', async () => {
    const text = 'function f(a) {\n  return a < 3 && a > 1 || a === 7;\n}\n';
    assert.deepEqual(await all('javascript', text), await all('javascript', text));
  });
});

function all(language: CodeLanguage, text: string) {
  const end = { line: text.split('\n').length, column: 0 };
  return mutantsOf(language, text, { start: { line: 0, column: 0 }, end }, seededRandom(1));
}
