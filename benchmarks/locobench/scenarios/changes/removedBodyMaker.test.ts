import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import type { Draft } from '../maker';
import { removedBodyMaker } from './removedBodyMaker';

describe('A removed body', () => {
  let root: string;
  let drafts: readonly Draft[];

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'whetstone-changes-'));
    mkdirSync(path.join(root, 'repository'));
    const write = (name: string, text: string) => writeFileSync(path.join(root, 'repository', name), text);
    write(
      'sum.ts',
      'export function sum(a: number[]): number {\n  let all = 0;\n  for (const x of a) all += x;\n  return all;\n}\n',
    );
    write(
      'sum.test.ts',
      "import { sum } from './sum';\ndescribe('sum', () => {\n  it('adds', () => {\n    sum([1]);\n  });\n  it('rests', () => {});\n});\n",
    );
    write('area.py', 'def area(w, h):\n    """Of a rectangle."""\n    if w < 0:\n        w = 0\n    return w * h\n');
    write('test_area.py', 'from area import area\n\n\ndef test_area():\n    assert area(2, 3) == 6\n');
    const index = await openRepositoryIndex({ root: path.join(root, 'repository'), folder: path.join(root, 'index') });
    try {
      await index.refresh();
      const tools = { typeCheck: undefined, test: undefined, lint: undefined };
      const signal = new AbortController().signal;
      const made: Draft[] = [];
      const input = { index, tools, random: seededRandom(1), reject: () => undefined, signal };
      for await (const draft of removedBodyMaker.drafts(input)) made.push(draft);
      drafts = made;
    } finally {
      await index.close();
    }
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const of = (language: string) => drafts.find((draft) => draft.language === language);

  it('asks for the tests that call the function, and no others', () => {
    const check = of('typescript')?.verification;
    assert.ok(check?.kind === 'change');
    assert.deepEqual(check.failToPass, [{ file: 'sum.test.ts', names: ['sum adds'] }]);
  });

  it('leaves the signature and nothing of the body', () => {
    const base = of('typescript')?.base[0]?.content ?? '';
    assert.match(
      base,
      /^export function sum\(a: number\[\]\): number \{\s+throw new Error\('not implemented'\);\s+\}\n$/,
    );
  });

  it('leaves the documentation of a function in Python', () => {
    assert.equal(
      of('python')?.base[0]?.content,
      'def area(w, h):\n    """Of a rectangle."""\n    raise NotImplementedError()\n',
    );
  });
});
