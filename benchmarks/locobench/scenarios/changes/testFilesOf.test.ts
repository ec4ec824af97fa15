import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { memoryIndex } from '../testing/memoryIndex';
import { testFilesOf } from './testFilesOf';

describe('Files of tests of a source', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'near-tests-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const of = (imports: Readonly<Record<string, readonly string[]>>) => {
    const files = Object.entries(imports).map(([name, imported]) => [name, { text: '', imports: imported }] as const);
    return testFilesOf(memoryIndex(folder, Object.fromEntries(files)), 'core/sum.ts');
  };

  it('are those named after it, then those with fewer imports between, then those that load less', () => {
    const found = of({
      'core/sum.ts': [],
      'core/heavy.ts': ['core/sum.ts', 'core/other.ts'],
      'core/light.ts': ['core/sum.ts'],
      'core/other.ts': [],
      'a/command.test.ts': ['core/heavy.ts'],
      'b/light.test.ts': ['core/light.ts'],
      'c/direct.test.ts': ['core/sum.ts'],
      'core/sum.test.ts': ['core/sum.ts', 'core/other.ts'],
    });
    assert.deepEqual(found, ['core/sum.test.ts', 'c/direct.test.ts', 'b/light.test.ts', 'a/command.test.ts']);
  });

  it('are no more than can be run for each draft', () => {
    const tests = Array.from({ length: 9 }, (_, at) => [`t${at}.test.ts`, ['core/sum.ts']] as const);
    assert.equal(of({ 'core/sum.ts': [], ...Object.fromEntries(tests) }).length, 4);
  });

  it('are found by their name where no import is known', () => {
    assert.deepEqual(of({ 'core/sum.ts': [], 'tests/sum.test.ts': [], 'tests/other.test.ts': [] }), [
      'tests/sum.test.ts',
    ]);
  });
});
