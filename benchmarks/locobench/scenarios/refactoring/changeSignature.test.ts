import assert from 'node:assert/strict';
import type { Draft } from '../maker';
import { draftsOf } from './testing/draftsOf';

const kind = 'change-signature';

function checkOf({ verification }: Draft) {
  assert.ok(verification.kind === 'change');
  return verification;
}

function taskOf({ prompt }: Draft): string {
  assert.ok(typeof prompt === 'string');
  return prompt;
}

describe('A parameter taken away', function () {
  this.timeout(20_000);
  it('goes from the definition and from every call that passes it', async () => {
    // All names that could be added are taken, and optional parameters do not change places.
    const taken = 'export const taken = { origin: 1, purpose: 1, audience: 1, caller: 1, channel: 1, stage: 1 };\n';
    const made = await draftsOf({
      'reckon.ts': `export function reckon(a?: number, unused?: string): number {\n  return a ?? 0;\n}\n${taken}`,
      'use.ts':
        "import { reckon } from './reckon';\nexport const a = reckon(f(), 'x');\nfunction f(): number {\n  return 1;\n}\n",
      'space.ts': "import * as all from './reckon';\nexport const b = () => all.reckon(2);\n",
    });
    assert.match(made.text(kind, 'reckon', 'reckon.ts'), /reckon\(a\?: number\): number/);
    assert.match(made.text(kind, 'reckon', 'use.ts'), /reckon\(f\(\)\);/);
    assert.equal(made.text(kind, 'reckon', 'space.ts'), 'space.ts does not change');
  });
});

describe('Parameters that change places', function () {
  this.timeout(20_000);
  it('take their types along, and arguments follow in every form of call', async () => {
    const made = await draftsOf({
      'reckon.js':
        'export function reckon(origin, purpose, audience, caller, channel, stage) {\n  return [origin, purpose, audience, caller, channel, stage];\n}\n',
      'use.js': "import { reckon } from './reckon';\nexport const a = reckon(1, 2, 3, 4, 5, 6);\n",
    });
    const draft = made.draft(kind, 'reckon');
    const { expectations } = checkOf(draft);
    const now = expectations.find((each) => each.kind === 'parameters');
    assert.ok(now?.kind === 'parameters');
    const numbers = { origin: 1, purpose: 2, audience: 3, caller: 4, channel: 5, stage: 6 } as Readonly<
      Record<string, number>
    >;
    const call = `reckon(${now.parameters.map((name) => numbers[name]).join(', ')})`;
    assert.ok(made.text(kind, 'reckon', 'use.js').includes(call));
    assert.ok(expectations.some((each) => each.kind === 'no-text' && each.contains === 'reckon(1, 2, 3, 4, 5, 6)'));
  });
});

describe('One more parameter', function () {
  this.timeout(20_000);
  it('gets its value at its place in every call', async () => {
    const made = await draftsOf({
      'reckon.ts': 'export function reckon(): number {\n  return 1;\n}\n',
      'use.ts': "import { reckon } from './reckon';\nexport const a = reckon();\n",
    });
    const [, name, value] =
      /parameter, `(\w+)`[^]*passes the string `([\w-]+)`/.exec(taskOf(made.draft(kind, 'reckon'))) ?? [];
    assert.match(made.text(kind, 'reckon', 'reckon.ts'), new RegExp(`reckon\\(${name}: string\\): number`));
    assert.match(made.text(kind, 'reckon', 'use.ts'), new RegExp(`reckon\\('${value}'\\)`));
  });

  it('goes before keywords in Python', async () => {
    const made = await draftsOf({
      'reckon.py': 'def reckon(b=1):\n    return b\n',
      'use.py': 'from reckon import reckon\n\nprint(reckon(b=2))\n',
    });
    assert.match(made.text(kind, 'reckon', 'use.py'), /reckon\("[\w-]+", b=2\)/);
  });
});

describe('A signature is not changed where', function () {
  this.timeout(20_000);
  const base = {
    'a.ts': 'export function reckon(a: number, b: string): string {\n  return b + a;\n}\n',
    'b.ts': "import { reckon } from './a';\nreckon(1, '');\n",
  };
  const refused = async (files: Readonly<Record<string, string>>) =>
    (await draftsOf({ ...base, ...files })).reject(kind, 'reckon')?.detail ?? '';

  it('the function is passed on', async () => {
    assert.match(
      await refused({ 'c.ts': "import { reckon } from './a';\nexport const list = [reckon];\n" }),
      /without calling it/,
    );
  });

  it('a call spreads its arguments', async () => {
    assert.match(
      await refused({
        'c.ts': "import { reckon } from './a';\nexport const f = (all: [number, string]) => reckon(...all);\n",
      }),
      /no change/,
    );
  });

  it('it has another name somewhere', async () => {
    assert.match(await refused({ 'c.ts': "import { reckon as r } from './a';\nr(2, '');\n" }), /another name/);
  });

  it('it is overloaded', async () => {
    assert.match(
      await refused({
        'a.ts':
          'export function reckon(a: number, b: string): string;\nexport function reckon(a: any, b: any): any {\n  return a + b;\n}\n',
      }),
      /more than once/,
    );
  });
});
