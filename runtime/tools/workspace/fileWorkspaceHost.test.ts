import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FileEdit } from '../types';
import { fileWorkspaceHost } from './fileWorkspaceHost';

describe('fileWorkspaceHost', () => {
  let root: string;
  const { signal } = new AbortController();
  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'whetstone-host-')));
    await writeFile(path.join(root, 'a.txt'), 'a');
    await writeFile(path.join(root, 'b.txt'), 'b');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const apply = (...edits: readonly FileEdit[]) => fileWorkspaceHost([root], { trusted: true }).apply(edits, signal);
  const text = (name: string) => readFile(path.join(root, name), 'utf8');
  const names = async () => (await readdir(root, { recursive: true })).sort();

  it('changes, makes and deletes at once, and leaves nothing behind', async () => {
    await apply(
      { path: 'a.txt', before: 'a', after: 'A' },
      { path: 'new/c.txt', before: undefined, after: 'c' },
      { path: 'b.txt', before: 'b', after: undefined },
    );
    assert.deepEqual(await names(), ['a.txt', 'new', path.join('new', 'c.txt')]);
    assert.equal(await text('a.txt'), 'A');
  });

  for (const [what, last, message] of [
    ['a file that has changed', { path: 'b.txt', before: 'other', after: 'x' }, /b\.txt has changed since/],
    ['a file that is gone', { path: 'gone.txt', before: 'x', after: 'y' }, /gone\.txt is gone/],
    ['a file that is there already', { path: 'b.txt', before: undefined, after: 'x' }, /b\.txt exists already/],
    ['a place outside', { path: '../x.txt', before: undefined, after: 'x' }, /outside/],
    ['one file twice', { path: './a.txt', before: 'a', after: 'x' }, /changed twice/],
    ['a folder in the place of a file', { path: 'folder', before: undefined, after: 'x' }, /not a file/],
    ['a file in the place of a folder', { path: 'b.txt/x.txt', before: undefined, after: 'x' }, /as they were|not a/],
  ] as const) {
    it(`does none of it because of ${what}`, async () => {
      await mkdir(path.join(root, 'folder'));
      const before = await names();
      const first = { path: 'a.txt', before: 'a', after: 'changed' };
      const second = { path: 'new/c.txt', before: undefined, after: 'c' };
      await assert.rejects(apply(first, second, last), message);
      assert.deepEqual(await names(), before);
      assert.deepEqual([await text('a.txt'), await text('b.txt')], ['a', 'b']);
    });
  }

  it('undoes what was done when the last file cannot be put in place', async () => {
    const locked = path.join(root, 'locked');
    await mkdir(locked);
    await writeFile(path.join(locked, 'd.txt'), 'd');
    const file = path.join(root, 'a.txt');
    const edits = [
      { path: 'a.txt', before: 'a', after: 'A' },
      {
        path: 'locked/d.txt',
        before: 'd',
        // Read when all is staged but nothing is in place yet: the moment in which somebody else saves.
        get after() {
          void writeFile(path.join(locked, 'd.txt'), 'saved by another');
          return 'D';
        },
      },
    ];
    await assert.rejects(apply(...edits), /has changed since/);
    assert.equal(await readFile(file, 'utf8'), 'a');
    assert.equal(await text('locked/d.txt'), 'saved by another');
  });

  it('keeps permissions', async () => {
    await chmod(path.join(root, 'a.txt'), 0o750);
    await apply({ path: 'a.txt', before: 'a', after: 'A' });
    assert.equal((await stat(path.join(root, 'a.txt'))).mode & 0o777, 0o750);
  });

  it('respects write protection', async function () {
    // Root may write everything.
    if (process.getuid?.() === 0) return this.skip();
    await chmod(path.join(root, 'b.txt'), 0o444);
    await assert.rejects(apply({ path: 'b.txt', before: 'b', after: 'B' }), /write-protected/);
  });

  it('does one after another', async () => {
    const host = fileWorkspaceHost([root], { trusted: true });
    const edits = Array.from({ length: 5 }, (_, at) =>
      host.apply([{ path: 'n.txt', before: at === 0 ? undefined : `${at}`, after: `${at + 1}` }], signal),
    );
    await Promise.all(edits);
    assert.equal(await text('n.txt'), '5');
  });
});
