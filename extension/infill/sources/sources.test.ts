import assert from 'node:assert/strict';
import { filesOfFamily, leftOut, withoutBraces } from './sourceGlobs';
import { nearestFirst, withinBudget } from './sourceOrder';

const languages = [
  { id: 'typescript', extensions: ['.ts', '.mts'] },
  { id: 'javascript', extensions: ['.js'], filenames: ['jakefile'] },
  { id: 'python', extensions: ['.py'] },
  { id: 'odd', extensions: ['.{a,b}'] },
  { id: 'nameless' },
];

describe('sources of the workspace', () => {
  it('are the files of languages that help one another', () => {
    assert.equal(filesOfFamily('typescript', languages), '{**/*.js,**/*.mts,**/*.ts,**/jakefile}');
    assert.equal(filesOfFamily('python', languages), '{**/*.py}');
    for (const none of ['cobol', 'odd', 'nameless']) assert.equal(filesOfFamily(none, languages), undefined);
  });

  it('leave out what is installed or built, and what the settings leave out', () => {
    const glob = leftOut([
      { '**/.git': true, '**/kept': false, '**/when': { when: '$(basename).ts' } },
      { 'tmp/{a,b}': true },
    ]);
    const parts = glob.slice(1, -1).split(',');
    for (const part of ['**/node_modules/**', '**/*.min.*', '**/.git', 'tmp/a', 'tmp/b'])
      assert.ok(parts.includes(part), part);
    for (const part of ['**/kept', '**/when']) assert.ok(!parts.includes(part), part);
    assert.ok(!/[{}]/.test(glob.slice(1, -1)));
  });

  it('expand choices in globs', () => {
    assert.deepEqual(withoutBraces('a/{b,c}/{d,e}'), ['a/b/d', 'a/b/e', 'a/c/d', 'a/c/e']);
    assert.deepEqual(withoutBraces('{a,{b,c}}'), ['a', 'b', 'a', 'c']);
    assert.deepEqual(withoutBraces('plain'), ['plain']);
  });

  it('come from near the document first', () => {
    const paths = ['/w/z/far.py', '/w/a/b/deep.py', '/w/a/near.py', '/w/top.py'];
    assert.deepEqual(nearestFirst(paths, '/w/a/own.py'), [
      '/w/a/near.py',
      '/w/a/b/deep.py',
      '/w/top.py',
      '/w/z/far.py',
    ]);
  });

  it('keep within a number of bytes, without files that are too large', () => {
    const files = [
      { path: 'a', bytes: 40 },
      { path: 'large', bytes: 1000 },
      { path: 'empty', bytes: 0 },
      { path: 'b', bytes: 50 },
      { path: 'c', bytes: 20 },
    ];
    assert.deepEqual(withinBudget(files, 100, 500), ['a', 'b']);
  });
});
