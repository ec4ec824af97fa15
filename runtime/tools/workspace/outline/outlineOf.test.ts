import assert from 'node:assert/strict';
import { outlineOf } from './outlineOf';

const names = (path: string, text: string) =>
  outlineOf(path, text)?.map(({ kind, path: name, start, end }) => `${start}-${end} ${kind} ${name}`);

describe('outlineOf', () => {
  const examples: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'a.ts',
      '/** Doc. */\nexport class A<T> {\n  private x = 1;\n  constructor() {}\n  async run(a: {\n    b: string;\n  }): Promise<void> {\n    if (a) { }\n  }\n}\nexport const f = (x: number) => {\n  return x;\n};\nconst s = `class B {\nfunction no() {}\n`;\n// function never() {}\nexport type T = { a: 1 };\n',
      [
        '1-10 class A',
        '4-4 method A.constructor',
        '5-9 method A.run',
        '11-13 function f',
        '14-16 constant s',
        '17-18 type T',
      ],
    ],
    [
      'a.py',
      'LIMIT = 3\n\n@decorated\nclass A:\n    """class B: def no(): pass\n    def no(self):\n    """\n    def run(self,\n            x):\n        return 1\n\nasync def go():\n    pass\n',
      ['1-1 constant LIMIT', '3-10 class A', '8-10 method A.run', '12-13 function go'],
    ],
    [
      'a.go',
      'package a\n\ntype T struct {\n\tx int\n}\n\nfunc (t *T) Run() {\n}\n\nfunc Go() {\n}\n',
      ['3-5 type T', '7-8 method Run', '10-11 function Go'],
    ],
    [
      'a.rs',
      "impl<'a> Foo for Bar<'a> {\n    fn x(&self) -> char {\n        '{'\n    }\n}\npub fn y() {}\n",
      ["1-5 impl Foo for Bar<'a>", "2-4 method Foo for Bar<'a>.x", '6-6 function y'],
    ],
    [
      'A.java',
      'public class A {\n  @Override\n  public int run(int a) {\n    return call(a);\n  }\n  interface B {\n  }\n}\n',
      ['1-8 class A', '2-5 method A.run', '6-7 class A.B'],
    ],
    [
      'a.c',
      '#include <x.h>\nstatic int add(int a,\n               int b)\n{\n  return a + b;\n}\nint declared(void);\nstruct S {\n  int x;\n};\n',
      ['2-6 function add', '8-10 type S'],
    ],
    [
      'a.rb',
      'module M\n  class A\n    def run\n      1\n    end\n  end\nend\n',
      ['1-7 module M', '2-6 class M.A', '3-5 method M.A.run'],
    ],
    ['a.kt', 'class A {\n    fun run(): Int {\n        return 1\n    }\n}\n', ['1-5 class A', '2-4 method A.run']],
    ['a.sh', 'go() {\n  echo }\n}\n', ['1-2 function go']],
    ['a.md', '# A\n```\n# no\n```\n## B\ntext\n# C\n', ['1-6 h1 A', '5-6 h2 A > B', '7-8 h1 C']],
    ['a.toml', '[one]\nx = 1\n[[two]]\n', ['1-2 section one', '3-4 section two']],
  ];
  for (const [path, text, expected] of examples) {
    it(`finds what ${path} has, with its lines`, () => assert.deepEqual(names(path, text), expected));
  }

  it('knows no other languages', () => assert.equal(outlineOf('a.xyz', 'class A {}'), undefined));

  it('gets along with line ends of Windows and half files', () => {
    assert.deepEqual(names('a.ts', 'class A {\r\n  run() {\r\n'), ['1-3 class A', '2-3 method A.run']);
  });

  it('ends on files that were written by programs', function () {
    this.timeout(20_000);
    assert.deepEqual(names('a.ts', `function a(${'x, '.repeat(300_000)}`), []);
    assert.deepEqual(names('a.c', `${'int '.repeat(90)}\n`.repeat(200)), []);
  });
});
