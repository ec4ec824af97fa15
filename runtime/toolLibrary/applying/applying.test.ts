import assert from 'node:assert/strict';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { LibraryHistory } from '../session';
import { AppliedChanges, INLINING } from './appliedChanges';
import { ApplyError } from './applyError';
import { changeFiles, recoverFiles } from './changeFiles';

describe('changes of a workspace', () => {
  let folder: string;
  let root: string;
  let changes: AppliedChanges;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'whetstone-applying-'));
    root = path.join(folder, 'workspace');
    await mkdir(path.join(root, 'sub'), { recursive: true });
    await writeFile(path.join(root, 'a.py'), 'old a\n');
    await writeFile(path.join(root, 'sub/b.py'), '\uFEFFold b\r\n', { mode: 0o755 });
    changes = new AppliedChanges(root, path.join(folder, 'state'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const group = 'g';
  const change = (id = 'one') => ({
    ...{ id, tools: 2 },
    files: [
      { path: 'a.py', before: 'old a\n', after: 'new a\n', group },
      { path: 'sub/b.py', before: '\uFEFFold b\r\n', after: '\uFEFFnew b\r\n', group },
      { path: 'made/deep/c.py', before: undefined, after: 'new c\n', group },
    ],
  });
  const text = (file: string) => readFile(path.join(root, file), 'utf8');
  const isOld = async () => {
    assert.deepEqual((await readdir(root, { recursive: true })).sort(), ['a.py', 'sub', 'sub/b.py']);
    assert.equal(await text('a.py'), 'old a\n');
    assert.equal(await text('sub/b.py'), '\uFEFFold b\r\n');
  };

  it('are made and taken back byte for byte, with the rights that files had', async () => {
    await changes.apply(change());
    assert.equal(await text('a.py'), 'new a\n');
    assert.equal(await text('made/deep/c.py'), 'new c\n');
    assert.equal((await stat(path.join(root, 'sub/b.py'))).mode & 0o777, 0o755);
    assert.deepEqual(await changes.revert(undefined), { id: 'one', files: ['a.py', 'sub/b.py', 'made/deep/c.py'] });
    assert.equal(await text('a.py'), 'old a\n');
    assert.equal(await text('sub/b.py'), '\uFEFFold b\r\n');
    await assert.rejects(changes.revert(undefined), /Nothing that was applied/);
    await assert.rejects(changes.revert('two'), /No change two/);
  });

  it('are in the history that the page shows', async () => {
    await changes.apply(change());
    const [entry] = await new LibraryHistory(path.join(folder, 'state'), root).list((file) => text(file));
    assert.equal(entry?.id, 'one');
    assert.deepEqual(entry.touched, []);
  });

  it('what later inlining rests on is not taken back before it', async () => {
    await changes.apply(change());
    const files = [{ path: 'd.py', before: undefined, after: 'new d\n', group: INLINING }];
    await changes.apply({ id: 'two', tools: 0, files });
    await assert.rejects(changes.revert('one'), /Revert two first/);
    await changes.revert('two');
    await changes.revert('one');
    await isOld();
  });

  it('a file that was changed since is named and not overwritten', async () => {
    await changes.apply(change());
    await writeFile(path.join(root, 'sub/b.py'), 'mine\n');
    await assert.rejects(
      changes.revert('one'),
      (error: unknown) => error instanceof ApplyError && error.message.includes('sub/b.py was changed'),
    );
    assert.equal(await text('a.py'), 'new a\n');
    assert.equal(await text('sub/b.py'), 'mine\n');
  });

  for (const [name, prepare, message] of [
    ['a file that is not as expected', () => writeFile(path.join(root, 'sub/b.py'), 'mine\n'), /was changed since/],
    ['a file that is read-only', () => chmod(path.join(root, 'sub/b.py'), 0o444), /read-only/],
    ['a file that is gone', () => rm(path.join(root, 'sub/b.py')), /not there any more/],
    [
      'a new file that is there already',
      async () => {
        await mkdir(path.join(root, 'made/deep'), { recursive: true });
        await writeFile(path.join(root, 'made/deep/c.py'), 'mine');
      },
      /there already/,
    ],
    [
      'a file that is a link',
      async () => {
        await rename(path.join(root, 'sub/b.py'), path.join(folder, 'b.py'));
        await symlink(path.join(folder, 'b.py'), path.join(root, 'sub/b.py'));
      },
      /symbolic link/,
    ],
    [
      'a folder that leads out',
      async () => {
        await mkdir(path.join(folder, 'elsewhere'));
        await symlink(path.join(folder, 'elsewhere'), path.join(root, 'made'));
      },
      /leads out/,
    ],
  ] as const) {
    it(`refuses ${name}, and changes nothing`, async () => {
      await prepare();
      await assert.rejects(changes.apply(change()), message);
      assert.equal(await text('a.py'), 'old a\n');
      assert.equal((await readdir(root)).filter((each) => each.startsWith('.')).length, 0);
    });
  }

  for (const file of ['../evil.py', '/tmp/evil.py', 'sub/../../evil.py']) {
    it(`refuses ${file}`, async () => {
      const files = [{ path: file, before: undefined, after: 'x', group }];
      await assert.rejects(changes.apply({ id: 'x', tools: 0, files }), /lies outside/);
      await isOld();
    });
  }

  it('one that fails in the middle is taken back', async () => {
    const place = path.join(folder, 'journal.json');
    await assert.rejects(
      changeFiles(root, place, change(), () => Promise.reject(new Error('no history'))),
      /Nothing was changed: no history/,
    );
    await isOld();
    assert.equal(await recoverFiles(place, () => Promise.resolve(false)), undefined);
  });

  it('what a lost process had begun is taken back by the next, but for what somebody changed since', async () => {
    const place = path.join(folder, 'journal.json');
    // As a process leaves it that is lost when all files stand: its journal is there, and nothing has told the history.
    let journal = '';
    await changeFiles(root, place, change(), async () => {
      journal = await readFile(place, 'utf8');
    });
    await writeFile(place, journal);
    await writeFile(path.join(root, 'sub/b.py'), 'mine\n');
    const found = await recoverFiles(place, () => Promise.resolve(false));
    assert.deepEqual(found, { restored: ['a.py', 'made/deep/c.py'], touched: ['sub/b.py'] });
    assert.equal(await text('a.py'), 'old a\n');
    await assert.rejects(lstat(path.join(root, 'made')));
  });

  it('what a lost process had told the history stays', async () => {
    const place = path.join(folder, 'journal.json');
    let journal = '';
    await changeFiles(root, place, change(), async () => {
      journal = await readFile(place, 'utf8');
    });
    await writeFile(place, journal);
    assert.equal(await recoverFiles(place, () => Promise.resolve(true)), undefined);
    assert.equal(await text('a.py'), 'new a\n');
  });

  it('two at once: one of them waits for its turn with a message, or finds the files changed', async () => {
    const results = await Promise.allSettled([changes.apply(change('one')), changes.apply(change('two'))]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal(await text('a.py'), 'new a\n');
  });

  it('a journal that cannot be read stops everything', async () => {
    const place = path.join(folder, 'journal.json');
    await writeFile(place, '{');
    await assert.rejects(
      recoverFiles(place, () => Promise.resolve(false)),
      /cannot be read/,
    );
  });
});
