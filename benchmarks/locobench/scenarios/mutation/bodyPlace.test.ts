import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex } from '../../../../runtime/repository';
import { writeFiles } from '../testing/writeFiles';
import { bodyPlace, withBodies } from './bodyPlace';

const files: Readonly<Record<string, string>> = {
  'a.py': 'def f(a):\n    """Adds."""\n    b = a\n    return b\n',
  'a.go': 'package a\n\nfunc F(a int) int {\n\tb := a\n\treturn b\n}\n',
  'a.ts': 'export const f = (a: number) => {\n  const b = a;\n  return b;\n};\nexport const g = (a: number) => a;\n',
};
const replaced: Readonly<Record<string, string>> = {
  'a.py': 'def f(a):\n    """Adds."""\n    NEW\n',
  'a.go': 'package a\n\nfunc F(a int) int {\n\tNEW\n}\n',
  'a.ts': 'export const f = (a: number) => {\n  NEW\n};\nexport const g = (a: number) => a;\n',
};

describe('The statements of a function', () => {
  let root: string;
  const found = new Map<string, string>();

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'whetstone-bodies-'));
    writeFiles(path.join(root, 'repository'), files);
    const index = await openRepositoryIndex({ root: path.join(root, 'repository'), folder: path.join(root, 'index') });
    try {
      await index.refresh();
      for (const file of Object.keys(files)) {
        const places = index.symbols(file).flatMap((symbol) => bodyPlace(files[file]!, symbol) ?? []);
        const bodies = places.map((place) => ({ place, statements: 'NEW' }));
        found.set(file, withBodies(files[file]!, bodies));
      }
    } finally {
      await index.close();
    }
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  for (const file of Object.keys(files)) {
    it(`are replaced in ${file}, and nothing around them`, () => assert.equal(found.get(file), replaced[file]));
  }
});
