import assert from 'node:assert/strict';
import { merge, mergedTool, rendered } from '../testing/rendered';

describe('what a merge leaves over', () => {
  it('Python: private helpers and imports that only the old code used go, with their comments', async () => {
    const after = await rendered(
      {
        'a.py': 'def f(x):\n    return x\n',
        'b.py':
          'import math\nimport re\nfrom a import g, h\n\n_PATTERN = re.compile("x")\n_UNUSED = 1\n\n\n# Helps.\ndef _helper(x):\n    return _deep(_PATTERN, x)\n\n\ndef _deep(p, x):\n    return math.floor(x)\n\n\ndef old(x):\n    return _helper(x) + g(x)\n\n\ndef other(x):\n    return h(x)\n',
      },
      [merge(['a.py', 'f'], [[mergedTool('b.py', 'old'), { x: { from: 'x' } }]])],
    );
    assert.equal(
      after.get('b.py'),
      'from a import h, f\n\n_UNUSED = 1\n\n\ndef old(x):\n    """.. deprecated:: Use f of a.py."""\n    return f(x)\n\n\ndef other(x):\n    return h(x)\n',
    );
  });

  it('TypeScript: helpers, types and imports that only the old code used go', async () => {
    const after = await rendered(
      {
        'a.ts': 'export function f(x: number): number {\n  return x;\n}\n',
        'b.ts':
          "import fs, { type Stats } from 'node:fs';\nimport { join, sep } from 'node:path';\nimport { g } from './a';\n\ninterface Options {\n  readonly x: number;\n}\n\n/** Helps. */\nconst helper = (o: Options): number => o.x + sep.length;\n\nexport function old(x: number): number {\n  return helper({ x }) + g(fs.readFileSync(join('a')).length);\n}\n\nexport const other = (s: Stats) => join('a', s.toString());\n",
      },
      [merge(['a.ts', 'f'], [[mergedTool('b.ts', 'old'), { x: { from: 'x' } }]])],
    );
    assert.equal(
      after.get('b.ts'),
      "import { type Stats } from 'node:fs';\nimport { join } from 'node:path';\nimport { f } from './a';\n\n/** @deprecated Use f of a.ts. */\nexport function old(x: number): number {\n  return f(x);\n}\n\nexport const other = (s: Stats) => join('a', s.toString());\n",
    );
  });

  for (const [name, text, kept] of [
    [
      'what others import',
      'from a import f\n\ndef _helper(x):\n    return x\n\ndef old(x):\n    return _helper(x)\n',
      /def _helper/,
    ],
    ['public helpers', 'def helper(x):\n    return x\n\ndef old(x):\n    return helper(x)\n', /def helper/],
    [
      'what an example in a text uses',
      'def _aid(x):\n    return x\n\ndef old(x):\n    return _aid(x)\n\ndef other(x):\n    """>>> _aid(1)"""\n    return 1\n',
      /def _aid/,
    ],
    ['values that are made by code', '_aid = make()\n\ndef old(x):\n    return _aid(x)\n', /_aid = make/],
    [
      'functions with decorators',
      '@register\ndef _aid(x):\n    return x\n\ndef old(x):\n    return _aid(x)\n',
      /def _aid/,
    ],
    [
      'imports of packages, which may do something',
      'import package\n\ndef old(x):\n    return package.f(x)\n',
      /import package/,
    ],
    ['imports of files that do something', 'import loud\n\ndef old(x):\n    return loud.f(x)\n', /import loud/],
    [
      'names that are bound twice',
      'try:\n    import json as _j\nexcept ImportError:\n    _j = None\n\ndef old(x):\n    return _j\n',
      /import json as _j/,
    ],
  ] as const) {
    it(`keeps ${name}`, async () => {
      const after = await rendered(
        {
          'a.py': 'def f(x):\n    return x\n',
          'b.py': text,
          'c.py': 'from b import _helper\n',
          'loud.py': 'print(1)\n',
        },
        [merge(['a.py', 'f'], [[mergedTool('b.py', 'old'), { x: { from: 'x' } }]])],
      );
      assert.match(after.get('b.py') ?? '', kept);
    });
  }

  it('a script that does something is still loaded', async () => {
    const after = await rendered(
      {
        'a.ts': 'export const f = (x: number) => x;\n',
        'b.ts':
          "import { g } from './loud';\nimport { h } from 'package';\n\nexport const old = (x: number) => g(h(x));\n",
        'loud.ts': 'console.log(1);\nexport const g = (x: number) => x;\n',
      },
      [merge(['a.ts', 'f'], [[mergedTool('b.ts', 'old'), { x: { from: 'x' } }]])],
    );
    assert.match(after.get('b.ts') ?? '', /^import '\.\/loud';\nimport 'package';\nimport \{ f \} from '\.\/a';\n/);
  });

  it('several imports of one module are one, in the lines that the file has', async () => {
    const after = await rendered(
      {
        'a.py': 'def f(x):\n    return x\n\ndef g(x):\n    return -x\n',
        'b.py':
          '\uFEFFfrom c import z\r\n\r\ndef one(x):\r\n    return z(x)\r\n\r\ndef two(x):\r\n    return z(-x)\r\n\r\ndef three(x):\r\n    return z(x)\r\n',
      },
      [
        merge(['a.py', 'f'], [[mergedTool('b.py', 'one'), { x: { from: 'x' } }]]),
        merge(['a.py', 'g'], [[mergedTool('b.py', 'two'), { x: { from: 'x' } }]]),
      ],
    );
    assert.equal(
      after.get('b.py'),
      '\uFEFFfrom c import z\r\nfrom a import f, g\r\n\r\ndef one(x):\r\n    """.. deprecated:: Use f of a.py."""\r\n    return f(x)\r\n\r\ndef two(x):\r\n    """.. deprecated:: Use g of a.py."""\r\n    return g(x)\r\n\r\ndef three(x):\r\n    return z(x)\r\n',
    );
  });
});
