import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { secretFiles } from './secretFiles';
import { WorkspacePaths } from './workspacePaths';

describe('WorkspacePaths', () => {
  let outer: string;
  let root: string;
  let paths: WorkspacePaths;
  beforeEach(async () => {
    outer = await realpath(await mkdtemp(path.join(tmpdir(), 'whetstone-paths-')));
    root = path.join(outer, 'work');
    await mkdir(path.join(root, 'src'), { recursive: true });
    await mkdir(path.join(outer, 'work-not'));
    await writeFile(path.join(outer, 'secret.txt'), 'secret');
    await writeFile(path.join(root, 'src', 'a.ts'), '');
    await writeFile(path.join(root, '.env'), '');
    paths = new WorkspacePaths([root], secretFiles);
  });
  afterEach(() => rm(outer, { recursive: true, force: true }));

  for (const written of ['src/a.ts', './src/a.ts', 'src\\a.ts', 'src/../src/a.ts', 'src//a.ts', ' src/a.ts ']) {
    it(`takes ${written}`, async () => {
      assert.deepEqual(await paths.readable(written), {
        file: path.join(root, 'src', 'a.ts'),
        opened: path.join(root, 'src', 'a.ts'),
        path: 'src/a.ts',
      });
    });
  }

  it('takes absolute paths inside, and files that are not there yet', async () => {
    assert.equal((await paths.readable(path.join(root, 'src'))).path, 'src');
    assert.equal((await paths.writable('new/deep/b.ts')).path, 'new/deep/b.ts');
  });

  for (const written of [
    '..',
    '../secret.txt',
    'src/../../secret.txt',
    '..\\secret.txt',
    '/etc/passwd',
    '../work-not/x',
    '~/x',
    'file:///etc/passwd',
    'https://example.com/x',
    'C:\\Windows\\x',
    'c:x',
    '//server/share/x',
    '\\\\server\\share\\x',
    'a\0b',
    'a\nb',
  ]) {
    it(`refuses ${JSON.stringify(written)}`, () => assert.rejects(paths.readable(written), { name: 'ToolError' }));
  }

  for (const written of [
    '.git/config',
    '.GIT/config',
    '.git./config',
    '.git /config',
    'sub/.Git/x',
    'GIT~1/config',
    '.g\u200cit/config',
  ]) {
    it(`leaves git's own folder alone as ${JSON.stringify(written)}`, () =>
      assert.rejects(paths.readable(written), /belongs to git/));
  }

  for (const written of ['.env', '.ENV', 'src/.env.local', 'deep/server.PEM', '.ssh/id_rsa', '.ssh']) {
    it(`leaves ${written} alone`, () => assert.rejects(paths.readable(written), /may hold secrets/));
  }

  it('follows links that stay inside for reading, and no link for writing', async () => {
    await symlink(path.join(root, 'src'), path.join(root, 'inner'));
    assert.equal((await paths.readable('inner/a.ts')).file, path.join(root, 'src', 'a.ts'));
    await assert.rejects(paths.writable('inner/a.ts'), /symbolic link/);
    await assert.rejects(paths.writable('inner/new.ts'), /symbolic link/);
  });

  it('follows no link that leads out, to git or to secrets, whether what it names is there or not', async () => {
    await mkdir(path.join(root, '.git'));
    for (const [name, target] of [
      ['out', outer],
      ['file', path.join(outer, 'secret.txt')],
      ['nowhere', path.join(outer, 'not-there')],
      ['harmless', path.join(root, '.git')],
      ['plain.txt', path.join(root, '.env')],
    ] as const) {
      await symlink(target, path.join(root, name));
    }
    for (const written of [
      'out/secret.txt',
      'out/new.txt',
      'file',
      'nowhere',
      'nowhere/x',
      'harmless/config',
      'plain.txt',
    ]) {
      await assert.rejects(paths.readable(written), { name: 'ToolError' }, written);
      await assert.rejects(paths.writable(written), { name: 'ToolError' }, written);
    }
  });

  it('works where the workspace itself was opened through a link', async () => {
    const link = path.join(outer, 'opened');
    await symlink(root, link);
    const linked = new WorkspacePaths([link], []);
    const place = await linked.writable('src/a.ts');
    assert.deepEqual([place.file, place.opened], [path.join(root, 'src', 'a.ts'), path.join(link, 'src', 'a.ts')]);
    assert.equal((await linked.readable(path.join(root, 'src', 'a.ts'))).path, 'src/a.ts');
  });

  it('names files of further folders by their whole path', async () => {
    const two = new WorkspacePaths([root, path.join(outer, 'work-not')], []);
    const other = path.join(outer, 'work-not', 'x.ts');
    assert.equal((await two.readable(other)).path, other);
  });

  it('has nothing without a folder', () =>
    assert.rejects(new WorkspacePaths([], []).readable('a'), /No folder is open/));
});
