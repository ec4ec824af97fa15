import assert from 'node:assert/strict';
import { merge, mergedTool, rendered, type Member } from '../testing/rendered';
import { renderMerges } from './renderMerges';

describe('adapters under the old names', () => {
  it('Python: an import, the old signature, one call; decorators that only register are gone', async () => {
    const after = await render(
      {
        'a.py': 'def area(width: float, height: float = 1.0) -> float:\n    """Area."""\n    return width * height\n',
        'b.py':
          '"""More."""\nimport math\n\n\n@tool\ndef surface(h: float, w: float):\n    """Surface of a rectangle.\n\n    Long.\n    """\n    # why\n    return w * h\n',
      },
      ['a.py', 'area'],
      [mergedTool('b.py', 'surface', 'Surface of a rectangle.'), { width: { from: 'w' }, height: { from: 'h' } }],
    );
    assert.equal(
      after.get('b.py'),
      '"""More."""\nimport math\nfrom a import area\n\n\ndef surface(h: float, w: float):\n    """Surface of a rectangle.\n\n    .. deprecated:: Use area of a.py.\n    """\n    return area(w, h)\n',
    );
  });

  it('Python: files that would load each other in a circle import inside the adapter, inside a package relatively', async () => {
    const after = await render(
      {
        'p/__init__.py': '',
        'p/a.py': 'from .sub.b import other\n\ndef f(x, *, y=1, **more): return other(x)\n',
        'p/sub/__init__.py': '',
        'p/sub/b.py': 'def other(x): return x\n\nasync def f(a, /, y=2, **rest): return a\n',
      },
      ['p/a.py', 'f'],
      [mergedTool('p/sub/b.py', 'f'), { x: { from: 'a' }, y: { from: 'y' }, more: { from: 'rest' } }],
    );
    assert.equal(
      after.get('p/sub/b.py'),
      'def other(x): return x\n\nasync def f(a, /, y=2, **rest):\n    """.. deprecated:: Use f of p/a.py."""\n    from ..a import f as _f\n    return _f(a, y=y, **rest)\n',
    );
  });

  it('Python: scripts of several folders name each other from the root, those of one folder by their file', async () => {
    const files = {
      'a/x.py': 'def f(v): return v\n\ndef g(v): return v + 1\n',
      'a/y.py': 'def g2(v): return 1 + v\n',
      'b/z.py': 'def f2(v): return v\n',
    };
    const own = merge(['a/x.py', 'g'], [[mergedTool('a/y.py', 'g2'), { v: { from: 'v' } }]]);
    const across = merge(['a/x.py', 'f'], [[mergedTool('b/z.py', 'f2'), { v: { from: 'v' } }]]);
    const importOf = (text = '') => text.split('\n')[0];
    assert.equal(importOf((await rendered(files, [own])).get('a/y.py')), 'from x import g');
    const both = await rendered(files, [own, across]);
    // Loaded from b/z.py, a/x.py and what it loads are not found by their files' names.
    assert.equal(importOf(both.get('a/y.py')), 'from a.x import g');
    assert.equal(importOf(both.get('b/z.py')), 'from a.x import f');
    const already = { ...files, 'c/w.py': 'from a.x import f\n' };
    assert.equal(importOf((await rendered(already, [own])).get('a/y.py')), 'from a.x import g');
  });

  it('TypeScript: arrows, fields of one object, imports that are there already', async () => {
    const after = await render(
      {
        'a.ts': 'export function scale({ value, by = 2 }: Options): number {\n  return value * by;\n}\n',
        'lib/b.ts':
          "import { scale as times } from '../a.js';\n\n/** Doubles. */\nexport const twice = (n: number): number => n * 2;\n\nexport async function third(n: number, m?: number) {\n  return n * (m ?? 2);\n}\n",
      },
      ['a.ts', 'scale'],
      [mergedTool('lib/b.ts', 'twice', 'Doubles.'), { value: { from: 'n' }, by: { value: 2 } }],
      [mergedTool('lib/b.ts', 'third'), { value: { from: 'n' }, by: { from: 'm' } }],
    );
    assert.equal(
      after.get('lib/b.ts'),
      "import { scale as times } from '../a.js';\n\n/**\n * Doubles.\n * @deprecated Use scale of a.ts.\n */\nexport const twice = (n: number): number => times({ value: n, by: 2 });\n\n/** @deprecated Use scale of a.ts. */\nexport async function third(n: number, m?: number) {\n  return times({ value: n, by: m });\n}\n",
    );
  });

  it('CommonJS: a require above the documentation of the first function', async () => {
    const after = await render(
      {
        'a.js': 'function add(a, b) { return a + b; }\nmodule.exports = { add };\n',
        'b.js':
          '/** Sums. */\nfunction sum(x, ...more) { return x; }\nfunction plus(x, y) { return x + y; }\nmodule.exports = { sum, plus };\n',
      },
      ['a.js', 'add'],
      [mergedTool('b.js', 'plus'), { a: { from: 'x' }, b: { from: 'y' } }],
    );
    assert.equal(
      after.get('b.js')?.split('\n').slice(0, 5).join('\n'),
      "const { add } = require('./a.js');\n\n/** Sums. */\nfunction sum(x, ...more) { return x; }\n/** @deprecated Use add of a.js. */",
    );
  });

  for (const [name, text, access, reason] of [
    ['a generator', 'def f(x):\n    yield x\n', 'f', /generator/],
    ['a name that is defined twice', 'def f(x): return x\ndef f(x): return 1\n', 'f', /more than once/],
    ['a method', 'class A:\n    def f(self, x): return x\n', 'A.f', /method/],
    ['a decorator with an effect of its own', '@cache\ndef f(x): return x\n', 'f', /cache/],
    ['a parameter that the other has not', 'def f(y): return y\n', 'f', /passed on/],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const merges = [merge(['a.py', 'g'], [[mergedTool('b.py', access), { x: { from: 'x' } }]])];
      const texts = new Map([
        ['a.py', 'def g(x): return x\n'],
        ['b.py', text],
      ]);
      const { refused, texts: after } = await renderMerges('/r', texts, merges);
      assert.match(refused.get(`b.py#${access}`) ?? '', reason);
      assert.equal(after.get('b.py'), undefined);
    });
  }
});

function render(
  texts: Readonly<Record<string, string>>,
  target: readonly [string, string],
  ...members: readonly Member[]
): Promise<ReadonlyMap<string, string>> {
  return rendered(texts, [merge(target, members)]);
}
