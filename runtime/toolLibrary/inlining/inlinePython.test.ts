import assert from 'node:assert/strict';
import { inlined } from './testing/inlined';

const library = 'def area(width, height=1.0, *, unit="m"):\n    return width * height\n';
const adapters = `from lib import area


def surface(h, w):
    """Surface.

    .. deprecated:: Use area of lib.py.
    """
    return area(w, h)


def strip(length, thick=1.0):
    """.. deprecated:: Use area of lib.py."""
    return area(length, thick, unit="cm")
`;
const files = { 'lib.py': library, 'old.py': adapters };

describe('inlining adapters in Python', () => {
  for (const [name, before, after] of [
    [
      'arguments in the order of the function',
      'from old import surface\n\nx = surface(2, 3)\n',
      'from lib import area\n\nx = area(3, 2)\n',
    ],
    [
      'names of keywords',
      'from old import surface\n\nx = surface(w=1, h=2)\n',
      'from lib import area\n\nx = area(1, 2)\n',
    ],
    [
      'defaults that both have, and fixed values',
      'from old import strip\n\nx = strip(2)\n',
      'from lib import area\n\nx = area(2, unit="cm")\n',
    ],
    ['an alias', 'from old import surface as s\n\nx = s(a, b)\n', 'from lib import area\n\nx = area(b, a)\n'],
    ['a module', 'import old\n\nx = old.surface(1, 2)\n', 'from lib import area\n\nx = area(2, 1)\n'],
    [
      'a module under another name, and its function',
      'import old as o\nimport lib as l\n\nx = o.surface(1, l.area(2))\n',
      'import lib as l\n\nx = l.area(l.area(2), 1)\n',
    ],
    [
      'an import that is there already',
      'from lib import area as a\nfrom old import surface, other\n\nx = surface(1, 2) + other()\n',
      'from lib import area as a\nfrom old import other\n\nx = a(2, 1) + other()\n',
    ],
    [
      'an import that others share',
      'from lib import (\n    zero,\n    one,\n)\nfrom old import surface\n\nx = surface(zero, one)\n',
      'from lib import (\n    zero,\n    one,\n    area,\n)\n\nx = area(one, zero)\n',
    ],
    [
      'calls inside calls',
      'from old import surface, strip\n\nx = surface(strip(1), surface(2, y))\n',
      'from lib import area\n\nx = area(height=area(1, unit="cm"), width=area(y, 2))\n',
    ],
    [
      'the order of what may have effects, by names',
      'from old import surface\n\nx = surface(f(), g())\n',
      'from lib import area\n\nx = area(height=f(), width=g())\n',
    ],
    [
      'an import inside a function',
      'def g():\n    from old import surface\n    return surface(1, 2)\n',
      'from lib import area\n\ndef g():\n    from old import surface\n    return area(2, 1)\n',
    ],
    [
      'a re-export of a package',
      'from pack import surface\n\nx = surface(1, 2)\n',
      'from lib import area\n\nx = area(2, 1)\n',
    ],
    [
      'all names of a module',
      'from old import *\n\nx = surface(1, 2)\n',
      'from old import *\nfrom lib import area\n\nx = area(2, 1)\n',
    ],
    [
      'formatted strings',
      'from old import surface\n\nx = f"{surface(1, 2)} surface 1"  # surface(1, 2)\n',
      'from lib import area\n\nx = f"{area(2, 1)} surface 1"  # surface(1, 2)\n',
    ],
    [
      'several lines',
      'from old import surface\n\nx = surface(\n    1,\n    2,\n)\n',
      'from lib import area\n\nx = area(\n    2,\n    1,\n)\n',
    ],
    [
      'lines of Windows, and a mark at the beginning',
      '\uFEFFfrom old import surface\r\n\r\nx = surface(1, 2)\r\n',
      '\uFEFFfrom lib import area\r\n\r\nx = area(2, 1)\r\n',
    ],
  ] as const) {
    it(`keeps ${name}`, async () => {
      const done = await inlined({ ...files, 'pack/__init__.py': 'from old import surface\n', 'use.py': before });
      assert.equal(done.texts.get('use.py'), after);
      assert.deepEqual(done.left, []);
    });
  }

  for (const [name, before, reason] of [
    ['stars', 'from old import surface\n\nx = surface(*xs)\n', /spreads/],
    ['comments among arguments', 'from old import surface\n\nx = surface(\n    1,  # one\n    2,\n)\n', /comments/],
    ['a call that does not fit', 'from old import surface\n\nx = surface(1)\n', /do not fit/],
    ['functions as values', 'from old import surface\n\nx = map(surface, xs)\n', /as a value/],
    [
      'a name that is bound twice',
      'try:\n    from old import surface\nexcept ImportError:\n    surface = None\n\nx = surface(1, 2)\n',
      /more than once/,
    ],
    [
      'a function that means something else there',
      'from lib import area\nfrom old import surface\n\ndef g(area):\n    return surface(1, area)\n',
      /means something else/,
    ],
    ['quotes in formatted strings', 'from old import strip\n\nx = f"{strip(y)}"\n', /formatted string/],
    [
      'what a test replaces',
      'import old\nfrom unittest import mock\n\nwith mock.patch("old.surface"):\n    old.surface(1, 2)\n',
      /in its place/,
    ],
    ['what a module is given', 'import old\n\nold.surface = None\nold.surface(1, 2)\n', /in its place|replaced/],
  ] as const) {
    it(`leaves ${name}`, async () => {
      const done = await inlined({ ...files, 'use.py': before });
      assert.equal(done.texts.get('use.py'), undefined);
      assert.match(done.left[0]?.reason ?? '', reason);
    });
  }

  it('touches no name that is shadowed', async () => {
    const text =
      'from old import surface\n\ndef g(surface):\n    return surface(1, 2)\n\nclass A:\n    def surface(self, a, b):\n        return self.surface(a, b)\n';
    const done = await inlined({ ...files, 'use.py': text });
    assert.equal(done.texts.get('use.py'), undefined);
    assert.deepEqual(done.left, []);
  });

  it('a default that is computed is not repeated', async () => {
    const old =
      'from lib import area\n\nLIMIT = 3\n\ndef side(w, h=LIMIT):\n    """.. deprecated:: Use area."""\n    return area(w, h)\n';
    const use = 'from old import side\n\nx = side(1)\ny = side(1, 2)\n';
    const done = await inlined({ 'lib.py': library, 'old.py': old, 'use.py': use });
    assert.match(done.left[0]?.reason ?? '', /LIMIT/);
    assert.match(done.texts.get('use.py') ?? '', /x = side\(1\)\ny = area\(1, 2\)/);
  });

  it('what is dropped must do nothing', async () => {
    const old =
      'from lib import area\n\ndef side(w, colour):\n    """.. deprecated:: Use area."""\n    return area(w)\n';
    const use = 'from old import side\n\nx = side(1, "red")\ny = side(1, ask())\n';
    const done = await inlined({ 'lib.py': library, 'old.py': old, 'use.py': use });
    assert.match(done.left[0]?.reason ?? '', /no longer be evaluated/);
    assert.match(done.texts.get('use.py') ?? '', /x = area\(1\)\ny = side\(1, ask\(\)\)/);
  });

  it('what is awaited', async () => {
    const lib = 'async def fetch(x):\n    return x\n\ndef double(x):\n    return x * 2\n';
    const old =
      'from lib import double, fetch\n\nasync def get(x):\n    """.. deprecated:: Use fetch."""\n    return await fetch(x)\n\nasync def twice(x):\n    """.. deprecated:: Use double."""\n    return double(x)\n';
    const use =
      'from old import get, twice\n\nasync def main():\n    a = await get(1)\n    b = await twice(2)\n    return twice(3)\n';
    const done = await inlined({ 'lib.py': lib, 'old.py': old, 'use.py': use });
    assert.match(done.texts.get('use.py') ?? '', /a = await fetch\(1\)\n {4}b = double\(2\)\n {4}return twice\(3\)/);
    assert.match(done.left[0]?.reason ?? '', /without being awaited/);
  });

  it('adapters of adapters lead to the end; a circle is left', async () => {
    const old =
      'from lib import area\n\ndef a(x):\n    """.. deprecated:: Use b."""\n    return b(x)\n\ndef b(x):\n    """.. deprecated:: Use area."""\n    return area(x)\n\ndef c(x):\n    """.. deprecated:: Use d."""\n    return d(x)\n\ndef d(x):\n    """.. deprecated:: Use c."""\n    return c(x)\n';
    const done = await inlined({
      'lib.py': library,
      'old.py': old,
      'use.py': 'from old import a, c\n\nx = a(1) + c(2)\n',
    });
    assert.equal(done.texts.get('use.py'), 'from old import c\nfrom lib import area\n\nx = area(1) + c(2)\n');
    assert.match(done.texts.get('old.py') ?? '', /return d\(x\)/);
  });

  it('removes an adapter that nobody uses only where that is asked for, and what only it used', async () => {
    const texts = { ...files, 'use.py': 'from old import strip, surface\n\nx = surface(1, 2) + strip(4)\n' };
    const asked = await inlined(texts, { removeUnused: true });
    assert.deepEqual(asked.removed.map(({ name }) => name).sort(), ['strip', 'surface']);
    assert.equal(asked.texts.get('old.py')?.trim(), '');
    const kept = await inlined(texts);
    assert.deepEqual(kept.removed, []);
    assert.match(kept.kept[0]?.reason ?? '', /others may use it/);
  });

  it('tests and texts that name an adapter are its users', async () => {
    const texts = { ...files, 'tests/test_old.py': 'import old\n\nnames = ["surface"]\nassert map(old.strip, [1])\n' };
    const done = await inlined(texts, { removeUnused: true });
    assert.deepEqual(done.removed, []);
    assert.deepEqual(
      done.kept.map(({ reason }) => reason),
      ['a text in tests/test_old.py names it', 'tests/test_old.py uses it'],
    );
  });

  it('a settings file that names an adapter is its user', async () => {
    const others = new Map([['tools.json', '{"function": "surface"}']]);
    const done = await inlined(files, { removeUnused: true, others });
    assert.deepEqual(done.removed, [{ path: 'old.py', name: 'strip' }]);
  });
});
