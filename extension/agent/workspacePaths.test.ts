import assert from 'node:assert/strict';
import path from 'node:path';
import { asWritten, insideWorkspace } from './workspacePaths';

const roots = [path.resolve('/w/shop'), path.resolve('/w/other')];

describe('paths as tools write them', () => {
  it('are relative to the first folder', () => {
    assert.equal(insideWorkspace('src/a.ts', roots), path.resolve('/w/shop/src/a.ts'));
    assert.equal(asWritten(path.resolve('/w/shop/src/a.ts'), roots), 'src/a.ts');
  });
  it('may be absolute, in any folder of the workspace', () => {
    const file = path.resolve('/w/other/b.ts');
    assert.equal(insideWorkspace(file, roots), file);
    assert.equal(asWritten(file, roots), file.split(path.sep).join('/'));
  });
  for (const written of ['../elsewhere/c.ts', path.resolve('/etc/passwd'), '../shopping/a.ts', '.', '']) {
    it(`do not lead outside: ${JSON.stringify(written)}`, () => {
      assert.equal(insideWorkspace(written, roots), undefined);
    });
  }
  it('mean nothing without a folder', () => {
    assert.equal(insideWorkspace('a.ts', []), undefined);
  });
  it('may begin with dots that are no way up', () => {
    assert.equal(insideWorkspace('..notes/a.md', roots), path.resolve('/w/shop/..notes/a.md'));
  });
});
