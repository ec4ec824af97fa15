import assert from 'node:assert/strict';
import { parse } from '../../../syntax';
import { namesOf } from './namesOf';
import { usesOf } from './scope';

describe('names of a file', () => {
  for (const [name, text, lines] of [
    ['calls, also inside functions', 'f(1)\ndef g():\n    return f(2)\n', [1, 3]],
    ['parameters', 'def g(f, h=f(0)):\n    return f(1)\n', [1]],
    ['variables that are bound later', 'def g():\n    f(1)\n    f = 2\nf(2)\n', [4]],
    ['global', 'def g():\n    global f\n    return f(1)\n', [3]],
    ['nonlocal', 'def g(f):\n    def h():\n        nonlocal f\n        return f(1)\n', []],
    ['comprehensions', 'x = [f(1) for f in f(2)]\ny = [f(3) for z in w]\n', [1, 2]],
    ['lambdas', 'x = lambda f: f(1)\ny = lambda z=f(0): f(2)\nw = lambda: f\n', [2, 2, 3]],
    ['classes', 'class A:\n    f = 1\n    x = f\n    def g(self):\n        return f(1) + self.f(2)\n', [5]],
    [
      'with, except, for, walrus',
      'def a():\n    with x as f: f(1)\ndef b():\n    try: pass\n    except E as f: f(2)\ndef c():\n    for f in y: f(3)\ndef d():\n    if (f := 1): f(4)\n    [g for g in y if (h := f)]\n',
      [],
    ],
    [
      'match',
      'def a(x):\n    match x:\n        case [f, *_]: f(1)\ndef b(x):\n    match x:\n        case {"a": P(z=f)}: f(1)\ndef c(x):\n    match x:\n        case f(z=1): pass\n',
      [9],
    ],
    [
      'decorators, defaults, annotations, keywords',
      '@f\ndef g(x: f = f, *, y=1) -> f:\n    return h(f=1, *f)\n',
      [1, 2, 2, 2, 3],
    ],
    ['an import inside a function', 'def g():\n    from m import f\n    return f(1)\n', []],
    ['f-strings, not strings and comments', 'x = f"{f(1)} f"\ny = "f"  # f\n', [1]],
    ['a name that it deletes', 'def g():\n    f(1)\n    del f\n', []],
  ] as const) {
    it(`Python: ${name}`, async () => {
      assert.deepEqual(
        await linesOf('a.py', `from m import f\n${text}`),
        lines.map((line) => line + 1),
      );
    });
  }

  for (const [name, text, lines] of [
    ['calls', 'f(1);\nfunction g() { return f(2); }\nconst h = () => f;\n', [1, 2, 3]],
    [
      'parameters',
      'function g(f: (x: number) => void, h = f(1)) { f(2); }\nconst k = (f) => f(3);\nconst l = f => f(4);\n',
      [],
    ],
    ['blocks', '{ const f = 1; f(1); }\nf(2);\nif (x) { function f() {} f(3); }\n', [2]],
    ['var is of the function', 'function g() { f(1); { var f = 2; } }\n', []],
    [
      'patterns',
      'function g({ f, a: b = f(0) }) { f(1); }\nfunction h([x, ...f]) { f(2); }\nconst { a = f(3) } = x;\n',
      [3],
    ],
    ['catch and loops', 'try {} catch (f) { f(1); }\nfor (const f of x) f(2);\nfor (let f = 0; f < 1; f++) {}\n', []],
    [
      'members and keys',
      'x.f(1); ({ f: 1, g: f }); ({ f });\nclass A { f() { return f(2); } static f = f; }\n',
      [1, 1, 2, 2],
    ],
    ['function expressions', 'const g = function f() { return f(1); };\nf(2);\n', [2]],
    [
      'types',
      'type T = typeof f;\ntype U = (f: string) => f is string;\nfunction g(x: (f: number) => void): asserts x {}\n',
      [1],
    ],
    ['templates, not strings and comments', '`${f(1)} f`; "f"; // f\n', [1]],
    ['exports', 'export { f };\nexport { f as g } from "n";\n', [1]],
    ['enumerations', 'enum E { f = 1, g = f }\n', []],
  ] as const) {
    it(`TypeScript: ${name}`, async () => {
      assert.deepEqual(
        await linesOf('a.ts', `import { f } from 'm';\n${text}`),
        lines.map((line) => line + 1),
      );
    });
  }

  it('a name that gets another value is bound twice', async () => {
    const tree = await parse('typescript', 'let f = 1; function g() { f = 2; [f] = x; }');
    const { module } = namesOf({ path: 'a.ts', tree });
    assert.equal(module.bindings.get('f')?.length, 3);
    tree.delete();
  });
});

async function linesOf(path: string, text: string): Promise<readonly number[]> {
  const tree = await parse(path.endsWith('.py') ? 'python' : 'typescript', text);
  try {
    return usesOf(namesOf({ path, tree }), 'f').map(({ node }) => node.startPosition.row + 1);
  } finally {
    tree.delete();
  }
}
