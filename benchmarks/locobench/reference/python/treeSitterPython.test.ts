import assert from 'node:assert/strict';
import { openPythonParser } from './treeSitterPython';
import type { PythonParser } from './pythonModule';

describe('Python for the published metrics', () => {
  let parser: PythonParser;
  before(async () => (parser = await openPythonParser()));

  const accepted = [
    '',
    'x = 1',
    '# only a comment',
    'import a.b;',
    'return 1\n',
    'if x:\r\n\ty = 1\r\n',
    'x = (1,\n  2)\n',
    'x = 1 + \\\n  2\n',
    'try:\n  a\nfinally:\n  b\n',
    'def f(a, /, b: int = 1, *, c): ...\n',
    'def f(a: int = 1, **b: int): ...\n',
    'match x:\n  case A.B(c): pass\n',
  ];
  for (const text of accepted) {
    it(`takes ${JSON.stringify(text)}`, () => assert.ok(parser.parse(text)));
  }

  const refused = [
    'print x\n',
    'exec "a"\n',
    'raise A, b\n',
    'a <> b\n',
    'x = 0777\n',
    'x = `a`\n',
    'f() = 1\n',
    'f(a=1, 2)\n',
    'def f(a=1, b): pass\n',
    'if x:\npass\n',
    'if x:\n    a\n  b\n',
    '  x = 1\ny = 2\n',
    'try:\n  a\n',
    'x = -\ny = 2\n',
    'importnumpy as np\n',
    '@a\n  def f(): pass\n',
    'type T = int\n',
    'const x = 1;\n',
    'import { a } from "b";\n',
    '# Title\n\nSome prose here.\n',
    'x = 1\0',
    '('.repeat(300) + ')'.repeat(300),
  ];
  for (const text of refused) {
    it(`refuses ${JSON.stringify(text.slice(0, 40))}`, () => assert.equal(parser.parse(text), undefined));
  }

  it('counts branches, methods, names and checks as the language itself does', () => {
    const module = parser.parse(
      [
        'import os',
        'class A(B):',
        '    def first(self, key: str):',
        '        """Doc."""',
        '        if len(key) == 0 or other: pass',
        '        elif (key) is  not  None: pass',
        '        # the end',
        '    async def second(self):',
        '        for x in y: pass',
        'def third(*, c: int):',
        '    return [n for n in c.items if n]',
      ].join('\n'),
    );
    assert.deepEqual(module?.classes, [{ methods: 1 }]);
    assert.equal(module.branches, 3);
    assert.deepEqual(module.functions, [
      { name: 'first', lineSpan: 3, branches: 2, handlesErrors: true, documented: true, annotated: true },
      { name: 'third', lineSpan: 1, branches: 0, handlesErrors: false, documented: false, annotated: false },
    ]);
    assert.deepEqual(
      [...module.names].sort(),
      ['B', 'str', 'len', 'key', 'other', 'key', 'x', 'y', 'int', 'n', 'n', 'c', 'n'].sort(),
    );
  });
});
