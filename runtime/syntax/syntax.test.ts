import assert from 'node:assert/strict';
import { codeLanguages, countErrors, firstError, hasGrammar, languageOfFile, parse, type GrammarLanguage } from '.';

describe('syntax trees', function () {
  this.timeout(30_000);

  const texts: Readonly<Record<string, readonly [right: string, wrong: string]>> = {
    typescript: ['const a: Map<string, number> = new Map();\n', 'const a: = 1;\n'],
    typescriptreact: ['const a = <b>{x}</b>;\n', 'const a = <b>{x;\n'],
    javascript: ['export const f = (x) => x;\n', 'export const f = (x) =>;\n'],
    javascriptreact: ['const a = <b>{x}</b>;\n', 'const a = <b>{x;\n'],
    python: ['def f(x):\n    return x\n', 'def f(x:\n    return\n'],
    java: ['class A { int f() { return 1; } }\n', 'class A { int f( { return 1; } }\n'],
    go: ['package a\n\nfunc f() int { return 1 }\n', 'package a\n\nfunc f( int { return 1 }\n'],
    rust: ['fn f() -> u8 { 1 }\n', 'fn f( -> u8 { 1 }\n'],
    c: ['int f(int class) { return class; }\n', 'int f(int class) { return (class; }\n'],
    cpp: ['template <typename T> T f(T x) { return x; }\n', 'template <typename T> T f(T x { return x; }\n'],
    csharp: ['namespace A { class B { int C => 1; } }\n', 'namespace A { class B { int C => ; } }\n'],
    php: ['<?php function f(int $a): int { return $a; }\n', '<?php function f(int $a: int { return $a; }\n'],
  };

  for (const language of codeLanguages) {
    it(`tell right from wrong in ${language}`, async () => {
      const [right, wrong] = texts[language] ?? assert.fail(`no text in ${language}`);
      assert.deepEqual([await errors(language, right), (await errors(language, wrong)) > 0], [0, true]);
    });
  }

  it('take `export type *` for what it is, with every place where it was', async () => {
    const text = "export type * from './a';\nexport type * as b from './b';\nexport const c = 1;\n";
    for (const language of ['typescript', 'typescriptreact'] as const) {
      const tree = await parse(language, text);
      assert.equal(countErrors(tree.rootNode), 0);
      assert.equal(tree.rootNode.endIndex, text.length);
      assert.deepEqual(
        tree.rootNode.namedChildren.map((node) => node?.startPosition.row),
        [0, 1, 2],
      );
      tree.delete();
    }
  });

  it('name the first place that does not parse', async () => {
    const tree = await parse('python', 'x = 1\ny = (\n');
    assert.equal(firstError(tree.rootNode)?.startPosition.row, 1);
    tree.delete();
  });

  it('are refused for a language without grammar', async () => {
    assert.deepEqual([hasGrammar('cobol'), hasGrammar('constructor')], [false, false]);
    await assert.rejects(parse('cobol', ''), RangeError);
  });

  it('know languages by the names of files', () => {
    const names = ['a/b.tsx', 'A.PY', 'x.d.ts', 'Makefile', '.py', 'a.b/c', 'inc/a.h'];
    assert.deepEqual(names.map(languageOfFile), [
      'typescriptreact',
      'python',
      'typescript',
      undefined,
      undefined,
      undefined,
      'cpp',
    ]);
  });

  async function errors(language: GrammarLanguage, text: string): Promise<number> {
    const tree = await parse(language, text);
    const count = countErrors(tree.rootNode);
    tree.delete();
    return count;
  }
});
