import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import picomatch from 'picomatch';
import type { FileKind } from '../../../../runtime/repository';
import { memoryIndex } from '../testing/memoryIndex';
import { sourceGlobs } from './sourceGlobs';

describe('Globs of sources', () => {
  let root: string;
  before(() => (root = mkdtempSync(path.join(tmpdir(), 'whetstone-globs-'))));
  after(() => rmSync(root, { recursive: true, force: true }));

  const globsOf = (files: Readonly<Record<string, FileKind>>) =>
    sourceGlobs(
      memoryIndex(root, Object.fromEntries(Object.entries(files).map(([p, kind]) => [p, { text: '', kind }]))),
    );

  const layouts: Readonly<Record<string, Readonly<Record<string, FileKind>>>> = {
    'tests in a folder of their own': { 'lib/a.js': 'source', 'lib/b/c.js': 'source', 'test/a.js': 'test' },
    'tests beside sources': {
      'src/a.ts': 'source',
      'src/a.test.ts': 'test',
      'src/b/c.spec.ts': 'test',
      'b.ts': 'source',
    },
    'tests of Python': { 'p/a.py': 'source', 'p/test_a.py': 'test', 'setup.py': 'config' },
    'generated files': {
      'src/a.go': 'source',
      'src/x.pb.go': 'generated',
      'src/a_test.go': 'test',
      'vendor/b.go': 'vendored',
    },
    'names with signs of globs': {
      'app/[id]/(x)/page.ts': 'source',
      'app/[id]/(x)/other.ts': 'config',
      'a/i.ts': 'test',
    },
  };
  for (const [name, files] of Object.entries(layouts)) {
    it(`match all sources and nothing else: ${name}`, () => {
      const matches = picomatch([...globsOf(files)], { dot: true });
      const matched = Object.keys(files).filter((each) => matches(each));
      assert.deepEqual(
        matched,
        Object.keys(files).filter((each) => files[each] === 'source'),
      );
    });
  }

  it('are few where names tell tests apart', () => {
    assert.deepEqual(globsOf({ 'src/a.ts': 'source', 'src/b/c.ts': 'source', 'test/a.ts': 'test' }), ['src/**/*.ts']);
  });
});
