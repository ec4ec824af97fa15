import assert from 'node:assert/strict';
import type { Draft } from '../maker';
import { draftsOf, type MadeDrafts } from './testing/draftsOf';

const kind = 'move-symbol';

function changesOf({ verification }: Draft): Readonly<Record<string, string | null>> {
  assert.ok(verification.kind === 'change');
  return Object.fromEntries(verification.reference.map(({ path, content }) => [path, content]));
}

describe('A definition moved to another file', function () {
  this.timeout(20_000);
  let made: MadeDrafts;
  let changes: Readonly<Record<string, string | null>>;

  before(async () => {
    made = await draftsOf({
      'src/unit.ts': 'export const unit = 2;\nexport const other = 3;\n',
      'src/index.ts': "export { reckon, rest } from './math.js';\n",
      'src/math.ts':
        "import { unit, other } from './unit.js';\nimport type { Shape } from './shape.js';\n\nexport const rest = other;\n\n/** Reckons. */\n// Twice.\nexport function reckon(a: Shape): number {\n  return a.size * unit;\n}\n\nexport const twice = (a: Shape): number => reckon(a) * 2;\n",
      'src/shape.ts': 'export interface Shape {\n  readonly size: number;\n}\n',
      'src/deep/use.ts':
        "import { twice, reckon as r } from '../math.js';\nexport const a = r({ size: twice({ size: 1 }) });\n",
      'src/only.ts': "import { reckon } from './math.js';\nexport const b = reckon({ size: 1 });\n",
    });
    changes = changesOf(made.draft(kind, 'reckon'));
  });

  it('takes its comments and the imports that it needs along', () => {
    assert.equal(
      changes['src/reckon.ts'],
      "import { unit } from './unit.js';\nimport type { Shape } from './shape.js';\n\n/** Reckons. */\n// Twice.\nexport function reckon(a: Shape): number {\n  return a.size * unit;\n}\n",
    );
  });

  it('leaves the file without it, with an import where it is still used', () => {
    assert.equal(
      changes['src/math.ts'],
      "import { other } from './unit.js';\nimport type { Shape } from './shape.js';\nimport { reckon } from './reckon.js';\n\nexport const rest = other;\n\nexport const twice = (a: Shape): number => reckon(a) * 2;\n",
    );
  });

  it('is imported from its new place, also where it was one of several names', () => {
    assert.equal(
      changes['src/deep/use.ts'],
      "import { twice } from '../math.js';\nimport { reckon as r } from '../reckon.js';\nexport const a = r({ size: twice({ size: 1 }) });\n",
    );
    assert.equal(
      changes['src/only.ts'],
      "import { reckon } from './reckon.js';\nexport const b = reckon({ size: 1 });\n",
    );
  });

  it('is handed on from its new place', () => {
    assert.equal(changes['src/index.ts'], "export { rest } from './math.js';\nexport { reckon } from './reckon.js';\n");
  });

  it('is refused where it needs something of its file', () => {
    assert.match(made.reject(kind, 'twice')?.detail ?? '', /needs reckon of the same file/);
  });
});

describe('A definition of Python', function () {
  this.timeout(20_000);
  it('moves with what it needs', async () => {
    const made = await draftsOf({
      'pkg/__init__.py': 'from .math import reckon\n',
      'pkg/math.py':
        '"""Numbers."""\nfrom __future__ import annotations\n\nimport os\nfrom .unit import UNIT as unit, OTHER\n\nREST = OTHER\n\n\n@staticmethod\ndef reckon(a):\n    """Reckons."""\n    return os.path.join(a, unit)\n',
      'pkg/unit.py': "UNIT = 'a'\nOTHER = 'b'\n",
      'use.py': 'from pkg.math import REST, reckon\n\nprint(REST, reckon(1))\n',
    });
    const changes = changesOf(made.draft(kind, 'reckon'));
    assert.equal(
      changes['pkg/reckon.py'],
      'from __future__ import annotations\nimport os\nfrom .unit import UNIT as unit\n\n\n@staticmethod\ndef reckon(a):\n    """Reckons."""\n    return os.path.join(a, unit)\n',
    );
    assert.equal(
      changes['pkg/math.py'],
      '"""Numbers."""\nfrom __future__ import annotations\n\nfrom .unit import OTHER\n\nREST = OTHER\n',
    );
    assert.equal(changes['pkg/__init__.py'], 'from .reckon import reckon\n');
    assert.equal(
      changes['use.py'],
      'from pkg.math import REST\nfrom pkg.reckon import reckon\n\nprint(REST, reckon(1))\n',
    );
  });
});

describe('A definition is not moved where', function () {
  this.timeout(20_000);
  const refused = async (files: Readonly<Record<string, string>>) =>
    (
      await draftsOf({
        'a.ts': 'export const measured = 1;\n',
        'b.ts': "import { measured } from './a';\nconsole.log(measured);\n",
        ...files,
      })
    ).reject(kind, 'measured')?.detail ?? '';

  it('a file hands on all of its file', async () => {
    assert.match(await refused({ 'c.ts': "export * from './a';\n" }), /hands on all/);
  });

  it('it is a member of an imported whole', async () => {
    assert.match(await refused({ 'c.ts': "import * as a from './a';\nconsole.log(a.measured);\n" }), /as a member/);
  });

  it('it depends on where it stands', async () => {
    assert.match(await refused({ 'a.ts': 'export const measured = import.meta.url;\n' }), /place of its file/);
  });

  it('what it needs would lead back to it', async () => {
    assert.match(
      await refused({
        'a.ts': "import { base } from './b';\nexport const measured = (): number => base;\n",
        'b.ts': "import { measured } from './a';\nexport const base = 1;\nconsole.log(measured());\n",
      }),
      /cycle/,
    );
  });
});
