import assert from 'node:assert/strict';
import { extractTexts, toolNamed, toolOf } from '../testing/extractTexts';

const head = `
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import crypto from 'node:crypto';
import { far } from './far';
import { near } from './near';
const CACHE = new Map();
const LIMIT = 3;
let count = 0;
`;

describe('Effects of functions of TypeScript and JavaScript', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['return [...x].sort().map((y) => y * Math.max(y, LIMIT));', []],
    ['const y = x.slice(); y.push(1); return y;', []],
    ['return path.join("a", x) + JSON.stringify(new Date(0));', []],
    ['return near(x);', []],
    ['function inner(a) { return a; } return inner(x);', []],
    ['x.push(1);', ['state']],
    ['const y = x; y.a = 1;', ['state']],
    ['for (const row of x) row.a = 1;', ['state']],
    ['x = [...x]; x.sort(); return x;', []],
    ['delete x.a;', ['state']],
    ['Object.assign(x, {});', ['state']],
    ['return Object.assign({}, x);', []],
    ['count++;', ['state']],
    ['return count;', ['state']],
    ['return CACHE.get(x);', ['state']],
    ['return readFile(x);', ['files']],
    ['return fetch(x);', ['network']],
    ['return process.env.HOME;', ['state']],
    ['return process.exit(1);', ['process']],
    ['return Date.now();', ['clock']],
    ['return new Date();', ['clock']],
    ['return Math.random();', ['random']],
    ['return crypto.randomUUID();', ['random']],
    ['return crypto.createHash("md5").update(x).digest("hex");', []],
    ['return eval(x);', ['unknown']],
    ['return x(1);', ['unknown']],
    ['return x.frobnicate();', ['unknown']],
    ['return far(x);', ['unknown']],
    ['return x.map(fetch);', ['network']],
    ['return x.client.get(1);', ['unknown']],
    ['return x.get(1);', []],
    ['throw new RangeError(`no ${x}`);', []],
  ];
  for (const [body, effects] of cases) {
    it(body, async () => {
      const files = {
        'a.ts': `${head}\nexport function f(x: any) { ${body} }\nexport function fill(k) { CACHE.set(k, k); count += 1; }\n`,
        'near.ts': 'export const near = (x: number) => x + 1;\n',
      };
      assert.deepEqual(toolNamed(await extractTexts(files), 'f').effects, effects);
    });
  }

  it('are followed through helpers and classes, with what they need', async () => {
    const text = `
import { z } from 'zod';
interface Shape { a: number }
class Box { constructor(private v: number) {} late() { return Date.now() + this.v; } }
const helper = (x: Shape) => new Box(x.a).late();
export function f(x: Shape) { return helper(x); }
`;
    const tool = await toolOf('a.ts', text, 'f');
    assert.deepEqual(tool.effects, ['clock']);
    assert.deepEqual(tool.dependencies, { helpers: ['Box', 'Shape', 'helper'], imports: [] });
  });

  it('of modules that import each other end', async () => {
    const all = await extractTexts({
      'a.ts': "import { g } from './b';\nexport const f = (x: number): number => g(x);\n",
      'b.ts': "import { f } from './a';\nexport const g = (x: number): number => (x > 0 ? f(x - 1) : 0);\n",
    });
    assert.deepEqual(
      all.tools.map(({ effects }) => effects),
      [[], []],
    );
  });
});
