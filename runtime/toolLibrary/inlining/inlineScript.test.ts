import assert from 'node:assert/strict';
import { inlined } from './testing/inlined';

const files = {
  'lib.ts':
    'export function clamp(value: number, low: number, high = 100): number {\n  return value;\n}\nexport function scale({ value, by = 2 }: { value: number; by?: number }) {\n  return value * by;\n}\n',
  'old.ts': `import { clamp, scale } from './lib';

/** @deprecated Use clamp of lib.ts. */
export function limit(low: number, high: number, value: number): number {
  return clamp(value, low, high);
}

/** @deprecated Use clamp of lib.ts. */
export const atLeast = (value: number, low = 1) => clamp(value, low);

/** @deprecated Use scale of lib.ts. */
export function twice(n: number) {
  return scale({ value: n, by: 2 });
}

/** @deprecated Use scale of lib.ts. */
export function grown({ size, factor }: { size: number; factor?: number }) {
  return scale({ value: size, by: factor });
}
`,
};

describe('inlining adapters in TypeScript and JavaScript', () => {
  for (const [name, before, after] of [
    [
      'arguments in the order of the function',
      "import { limit } from './old';\nlimit(0, 9, x);\n",
      "import { clamp } from './lib';\nclamp(x, 0, 9);\n",
    ],
    [
      'an alias',
      "import { limit as l } from './old';\nl(0, y, 5);\n",
      "import { clamp } from './lib';\nclamp(5, 0, y);\n",
    ],
    [
      'a namespace',
      "import * as old from './old';\nold.limit(0, 9, 5);\n",
      "import { clamp } from './lib';\nclamp(5, 0, 9);\n",
    ],
    [
      'defaults of the adapter',
      "import { atLeast } from './old';\natLeast(f());\natLeast(1, 2);\natLeast(3, undefined);\n",
      "import { clamp } from './lib';\nclamp(f(), 1);\nclamp(1, 2);\nclamp(3, 1);\n",
    ],
    [
      'fixed values that are defaults',
      "import { twice } from './old';\ntwice(f());\n",
      "import { scale } from './lib';\nscale({ value: f() });\n",
    ],
    [
      'fields of one object',
      "import { grown } from './old';\ngrown({ factor: f(), size: g() });\ngrown({ size });\n",
      "import { scale } from './lib';\nscale({ by: f(), value: g() });\nscale({ value: size });\n",
    ],
    [
      'a re-export',
      "import { limit } from './door';\nlimit(0, 9, 5);\n",
      "import { clamp } from './lib';\nclamp(5, 0, 9);\n",
    ],
    [
      'a star re-export under another name',
      "import { limit } from './all';\nlimit(0, 9, 5);\n",
      "import { clamp } from './lib';\nclamp(5, 0, 9);\n",
    ],
    [
      'other names of an import',
      "import { limit, other } from './old';\nlimit(0, 9, other);\n",
      "import { other } from './old';\nimport { clamp } from './lib';\nclamp(other, 0, 9);\n",
    ],
    [
      'templates, strings and comments',
      "import { limit } from './old';\n`${limit(0, 9, 5)} limit(1)`; 'limit'; // limit(1)\n",
      "import { clamp } from './lib';\n`${clamp(5, 0, 9)} limit(1)`; 'limit'; // limit(1)\n",
    ],
    [
      'calls inside calls',
      "import { limit } from './old';\nlimit(limit(0, 1, 2), 9, 5);\n",
      "import { clamp } from './lib';\nclamp(5, clamp(2, 0, 1), 9);\n",
    ],
  ] as const) {
    it(`keeps ${name}`, async () => {
      const doors = { 'door.ts': "export { limit } from './old';\n", 'all.ts': "export * from './door';\n" };
      const done = await inlined({ ...files, ...doors, 'use.ts': before });
      assert.equal(done.texts.get('use.ts'), after);
      assert.deepEqual(done.left, []);
    });
  }

  for (const [name, before, reason] of [
    [
      'effects that would come in another order',
      "import { limit } from './old';\nlimit(1, f(), g());\n",
      /another order/,
    ],
    ['spreads', "import { limit } from './old';\nlimit(...xs);\n", /spreads/],
    [
      'what may be undefined where the defaults differ',
      "import { atLeast } from './old';\natLeast(1, x);\n",
      /undefined/,
    ],
    ['fields that are not written out', "import { grown } from './old';\ngrown(options);\n", /not written out/],
    ['optional calls', "import { limit } from './old';\nlimit?.(1, 2, 3);\n", /only where it is there/],
    ['what is handed on', "import { limit } from './old';\nxs.map(limit);\n", /as a value/],
    ['types', "import { limit } from './old';\ntype L = typeof limit;\n", /type is named/],
    ['exports', "import { limit } from './old';\nexport { limit };\n", /exported again/],
    [
      'what a test replaces',
      "import * as old from './old';\nvi.spyOn(old, 'limit');\nold.limit(1, 2, 3);\n",
      /in its place/,
    ],
  ] as const) {
    it(`leaves ${name}`, async () => {
      const done = await inlined({ ...files, 'use.ts': before });
      assert.match(done.left[0]?.reason ?? '', reason);
      assert.equal(done.texts.get('use.ts'), undefined);
    });
  }

  it('touches no name that is shadowed', async () => {
    const text =
      "import { limit } from './old';\nfunction f(limit) { return limit(1, 2, 3); }\nconst o = { limit() {} };\no.limit(1);\n";
    const done = await inlined({ ...files, 'use.js': text });
    assert.equal(done.texts.get('use.js'), undefined);
    assert.deepEqual(done.left, []);
  });

  it('functions that are exported without a name', async () => {
    const done = await inlined({
      'sum.ts': 'export default (x: number) => x;\n',
      'old.ts':
        "import { default as sum } from './sum';\n\n/** @deprecated Use sum. */\nfunction total(x: number) {\n  return sum(x);\n}\nexport default total;\n",
      'use.ts': "import old from './old';\n\nold(1);\n",
    });
    assert.equal(done.texts.get('use.ts'), "import { default as sum } from './sum';\n\nsum(1);\n");
  });

  it('CommonJS', async () => {
    const done = await inlined({
      'lib.js': 'function add(a, b) {\n  return a + b;\n}\nmodule.exports = { add };\n',
      'old.js':
        "const { add } = require('./lib.js');\n\n/** @deprecated Use add. */\nfunction plus(b, a) {\n  return add(a, b);\n}\nmodule.exports = { plus };\n",
      'use.js':
        "const { plus } = require('./old.js');\nconst old = require('./old.js');\n\nconsole.log(plus(1, 2), old.plus(3, 4));\n",
    });
    assert.equal(
      done.texts.get('use.js'),
      "const { add } = require('./lib.js');\n\nconsole.log(add(2, 1), add(4, 3));\n",
    );
  });

  it('a file with effects is still loaded', async () => {
    const old = `${files['old.ts']}\nconsole.log('loaded');\n`;
    const use = "import { limit } from './old';\nlimit(0, 9, 5);\n";
    const done = await inlined({ ...files, 'old.ts': old, 'use.ts': use });
    assert.equal(done.texts.get('use.ts'), "import './old';\nimport { clamp } from './lib';\nclamp(5, 0, 9);\n");
  });

  it('removes what nobody uses where that is asked for, and its imports', async () => {
    const done = await inlined(
      { ...files, 'use.ts': "import { limit, twice } from './old';\nlimit(0, 9, twice(2));\n" },
      { removeUnused: true },
    );
    assert.deepEqual(done.removed.map(({ name }) => name).sort(), ['atLeast', 'grown', 'limit', 'twice']);
    assert.equal(done.texts.get('old.ts')?.trim(), '');
  });

  it('lines are those of the calls', async () => {
    const done = await inlined({ ...files, 'use.ts': "import { limit } from './old';\n\nlimit(0, 9, 5);\n" });
    assert.deepEqual(done.inlined, [{ path: 'use.ts', line: 3, from: 'limit(0, 9, 5)', to: 'clamp(5, 0, 9)' }]);
  });
});
