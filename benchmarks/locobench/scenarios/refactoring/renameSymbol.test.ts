import assert from 'node:assert/strict';
import type { Draft } from '../maker';
import { draftsOf, type MadeDrafts } from './testing/draftsOf';

const kind = 'rename-symbol';

/** The new name is the maker's choice. */
function nameOf(draft: Draft): string {
  return /^Rename \S+ to (\S+)$/.exec(draft.title)?.[1] ?? '';
}

describe('A symbol renamed over files', function () {
  this.timeout(20_000);
  let made: MadeDrafts;
  let name: string;
  const texts = (path: string) => made.text(kind, 'reckon', path).replaceAll(name, 'NEW');

  before(async () => {
    made = await draftsOf({
      'reckon.ts': 'export function reckon(a: number): number {\n  return a <= 0 ? 0 : reckon(a - 1);\n}\n',
      'index.ts': "export { reckon } from './reckon';\n",
      'all.ts': "export * from './reckon';\n",
      'alias.ts': "import { reckon as count } from './reckon';\nexport const four = count(4);\n",
      'handed.ts': "export { reckon as reckoned } from './index';\n",
      'shorthand.ts': "import { reckon } from './index';\nexport const tools = { reckon };\ntools.reckon(1);\n",
      'shadow.ts':
        "import { reckon } from './all';\nexport function f(): number {\n  if (reckon(1) > 0) {\n    const reckon = 2;\n    return reckon;\n  }\n  return reckon(3);\n}\n",
      'space.ts':
        "import * as all from './all';\nconst other = { reckon: 1 };\n// reckon and 'reckon'\nexport const sum = all.reckon(other.reckon);\n",
    });
    name = nameOf(made.draft(kind, 'reckon'));
  });

  it('changes the definition and its own calls', () => {
    assert.equal(
      texts('reckon.ts'),
      'export function NEW(a: number): number {\n  return a <= 0 ? 0 : NEW(a - 1);\n}\n',
    );
  });

  it('keeps the key of a shorthand property', () => {
    assert.equal(
      texts('shorthand.ts'),
      "import { NEW } from './index';\nexport const tools = { reckon: NEW };\ntools.reckon(1);\n",
    );
  });

  it('keeps an alias', () => {
    assert.equal(texts('alias.ts'), "import { NEW as count } from './reckon';\nexport const four = count(4);\n");
  });

  it('changes a re-export, and keeps the other name that one gives', () => {
    assert.equal(
      texts('index.ts') + texts('handed.ts'),
      "export { NEW } from './reckon';\nexport { NEW as reckoned } from './index';\n",
    );
  });

  it('leaves a local variable of that name', () => {
    assert.equal(
      texts('shadow.ts'),
      "import { NEW } from './all';\nexport function f(): number {\n  if (NEW(1) > 0) {\n    const reckon = 2;\n    return reckon;\n  }\n  return NEW(3);\n}\n",
    );
  });

  it('changes members of a namespace, and no property of another object', () => {
    assert.match(texts('space.ts'), /\{ reckon: 1 \};\n\/\/ reckon and 'reckon'\n.*all\.NEW\(other\.reckon\)/);
  });

  it('does not change what only hands everything on', () => {
    assert.equal(texts('all.ts'), 'all.ts does not change');
  });

  it('asks for facts that hold in no answer that leaves a file out', () => {
    const { stubs, verification } = made.draft(kind, 'reckon');
    assert.ok(verification.kind === 'change');
    assert.deepEqual(
      stubs.map((stub) => stub.kind),
      ['definition-only', 'users-only', 'one-file-left-out'],
    );
    assert.ok(
      verification.expectations.some(
        (each) => each.kind === 'references' && each.path === 'shadow.ts' && each.atLeast === 3,
      ),
    );
  });
});

describe('A symbol is not renamed where', function () {
  this.timeout(20_000);
  const base = {
    'a.ts': 'export const measured = 1;\n',
    'b.ts': "import { measured } from './a';\nconsole.log(measured);\n",
  };
  const refused = async (files: Readonly<Record<string, string>>) =>
    (await draftsOf({ ...base, ...files })).reject(kind, 'measured')?.detail ?? '';

  it('a namespace is passed on', async () => {
    assert.match(
      await refused({ 'c.ts': "import * as a from './a';\nconsole.log(Object.keys(a));\n" }),
      /as one value \(a\)/,
    );
  });

  it('a text is used as its name', async () => {
    assert.match(
      await refused({ 'b.ts': "import * as a from './a';\nconsole.log(a.measured, a['measured']);\n" }),
      /one value|as a text/,
    );
  });

  it('a file uses it without saying where it is from', async () => {
    assert.match(await refused({ 'c.ts': 'console.log(measured);\n' }), /does not say where it is from/);
  });

  it('an import with that name leads nowhere', async () => {
    assert.match(
      await refused({ 'c.ts': "import { measured } from './gone';\nconsole.log(measured);\n" }),
      /leads nowhere/,
    );
  });

  it('it is the default too', async () => {
    assert.match(await refused({ 'a.ts': 'export const measured = 1;\nexport default measured;\n' }), /default/);
  });

  it('a test replaces the module', async () => {
    assert.match(
      await refused({ 'b.test.ts': "import { vi } from 'vitest';\nvi.mock('./a', () => ({ measured: 2 }));\n" }),
      /replaces modules/,
    );
  });
});

describe('A symbol of CommonJS', function () {
  this.timeout(20_000);
  it('is renamed with the key that exports it', async () => {
    const made = await draftsOf({
      'utils.js': 'var reckon = function reckon(a) { return a; };\nmodule.exports = { reckon: reckon, other: 1 };\n',
      'main.js':
        "var utils = require('./utils');\nvar own = { reckon: 1 };\nmodule.exports = function () { return utils.reckon(own.reckon); };\n",
      'taken.js': "const { reckon } = require('./utils');\nexports.used = reckon(1);\n",
    });
    const name = nameOf(made.draft(kind, 'reckon'));
    const text = (path: string) => made.text(kind, 'reckon', path).replaceAll(name, 'NEW');
    assert.match(text('utils.js'), /^var NEW = function NEW\(a\).*\nmodule\.exports = \{ NEW: NEW, other: 1 \};\n$/);
    assert.match(text('main.js'), /\{ reckon: 1 \};\n.*utils\.NEW\(own\.reckon\)/);
    assert.equal(text('taken.js'), "const { NEW } = require('./utils');\nexports.used = NEW(1);\n");
  });
});

describe('A symbol of Python', function () {
  this.timeout(20_000);
  let made: MadeDrafts;
  const text = (path: string) => made.text(kind, 'reckon', path).replaceAll(nameOf(made.draft(kind, 'reckon')), 'NEW');

  before(async () => {
    made = await draftsOf({
      'pkg/__init__.py': "from .core import reckon\n\n__all__ = ['reckon']\n",
      'pkg/core.py': 'def reckon(a):\n    return a\n',
      'pkg/use.py':
        'from . import core\nimport pkg.core\n\n\ndef both(reckon=1):\n    return core.reckon(reckon) + pkg.core.reckon(2)\n\n\nclass Box:\n    reckon = 1\n',
      'main.py': 'from pkg import reckon as count\n\nprint(count(1, reckon=2))\n',
    });
  });

  it('is renamed in __all__ too', () => {
    assert.equal(text('pkg/__init__.py'), "from .core import NEW\n\n__all__ = ['NEW']\n");
  });

  it('is renamed behind modules, and not where a parameter or a field has its name', () => {
    assert.match(
      text('pkg/use.py'),
      /def both\(reckon=1\):\n {4}return core\.NEW\(reckon\) \+ pkg\.core\.NEW\(2\)\n[^]*reckon = 1\n$/,
    );
  });

  it('keeps aliases and keyword arguments', () => {
    assert.equal(text('main.py'), 'from pkg import NEW as count\n\nprint(count(1, reckon=2))\n');
  });

  it('is refused where a text names it', async () => {
    const { reject } = await draftsOf({
      'core.py': 'def reckon(a):\n    return a\n',
      'use.py': 'from core import reckon\nprint(reckon(1))\n',
      'test_core.py': "from unittest import mock\n\n\ndef test_it():\n    mock.patch('core.reckon')\n",
    });
    assert.match(reject(kind, 'reckon')?.detail ?? '', /dotted path/);
  });
});
