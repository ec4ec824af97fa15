import { createHash } from 'node:crypto';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommitReader, coChangesOf, readAtCommit, readHistory } from './index';

const hashed = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** Numbers of the git processes that this one started. */
function children(): readonly number[] {
  const told = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return told.split('\n').flatMap((line) => (line.endsWith(' git') ? [Number.parseInt(line, 10)] : []));
}

describe('History of a repository', () => {
  let folder: string;
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'init.defaultBranch=main', ...words], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  const commit = async (subject: string, files: Readonly<Record<string, string>>): Promise<string> => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    git('add', '-A');
    git('commit', '-qm', subject);
    return git('rev-parse', 'HEAD');
  };

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'whetstone-test-')));
    git('init', '-q');
    await commit('One: “first”', { 'src/a.js': 'a\nb\nc\nd\n', 'test/a.test.js': 't\n', 'naïve name.txt': 'x\n' });
    await commit('Two\ttab', { 'src/a.js': 'a\nB\nc\nd\n', 'src/b.js': 'b\n' });
    git('mv', 'src/a.js', 'src/c.js');
    await commit('Three', { 'src/b.js': 'b2\n' });
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('tells commits with what they changed, renames and line counts', async () => {
    const { commits, state, branch, dirty, commit: head } = await readHistory(folder);
    assert.deepEqual([state, branch, dirty, head], ['full', 'main', 0, git('rev-parse', 'HEAD')]);
    assert.deepEqual(
      commits.map(({ subject, testsAndSources }) => [subject, testsAndSources]),
      [
        ['Three', false],
        ['Two\ttab', false],
        ['One: “first”', true],
      ],
    );
    assert.deepEqual(commits[0]!.files, [
      { path: 'src/b.js', change: 'modified', before: undefined, addedLines: 1, deletedLines: 1 },
      { path: 'src/c.js', change: 'renamed', before: 'src/a.js', addedLines: 0, deletedLines: 0 },
    ]);
    assert.deepEqual(commits[1]!.parents, [commits[2]!.hash]);
    assert.deepEqual(
      commits[2]!.files.map((file) => file.path),
      ['naïve name.txt', 'src/a.js', 'test/a.test.js'],
    );
  });

  it('reads only what came since', async () => {
    const known = await readHistory(folder);
    await commit('Four', { 'src/d.js': 'd\n' });
    const { commits } = await readHistory(folder, { known });
    assert.deepEqual(
      commits.map(({ subject }) => subject),
      ['Four', 'Three', 'Two\ttab', 'One: “first”'],
    );
  });

  it('reads all again after a branch was switched', async () => {
    const known = await readHistory(folder);
    git('checkout', '-q', '-b', 'other', 'HEAD~1');
    const { commits, branch } = await readHistory(folder, { known });
    assert.deepEqual([branch, commits.length], ['other', 2]);
  });

  it('finds what changes together, over renames', async () => {
    await commit('Five', { 'src/c.js': 'new\n', 'src/b.js': 'b3\n' });
    const { commits } = await readHistory(folder);
    const [first] = coChangesOf(commits, 'src/c.js');
    assert.deepEqual(first, { path: 'src/b.js', commits: 3, share: 0.75 });
  });

  it('reads files as they were, many at once', async () => {
    const [three, two] = (await readHistory(folder)).commits;
    const texts = await readAtCommit(folder, [
      { commit: two!.hash, path: 'src/a.js' },
      { commit: three!.hash, path: 'src/a.js' },
      { commit: `${two!.hash}^`, path: 'src/a.js' },
      { commit: two!.hash, path: 'naïve name.txt' },
    ]);
    assert.deepEqual(
      texts.map((text) => text?.toString()),
      ['a\nB\nc\nd\n', undefined, 'a\nb\nc\nd\n', 'x\n'],
    );
    await assert.rejects(readAtCommit(folder, [{ commit: '--help', path: 'a' }]), TypeError);
  });

  it('answers each of many at a time, however large, and after its process died', async () => {
    const large = 'x'.repeat(9 * 1024 * 1024);
    const half = `${'y'.repeat(5 * 1024 * 1024)}\n`;
    await commit('Six', { 'large.txt': large, 'half.txt': half, 'empty.txt': '', 'small.txt': 'b\n' });
    const [{ hash } = { hash: '' }] = (await readHistory(folder)).commits;
    const names = ['half.txt', 'large.txt', 'no\nsuch.txt', 'empty.txt', 'src', 'small.txt'];
    const asked = names.map((file) => ({ commit: hash, path: file }));
    const reader = new CommitReader(folder);
    const read = async () => (await reader.read(asked)).map((each) => each && hashed(each));
    const told = [hashed(half), undefined, undefined, hashed(''), undefined, hashed('b\n')];
    const known = new Set(children());
    const all = await Promise.all([read(), read(), read()]);
    assert.deepEqual(all, [told, told, told]);
    for (const child of children().filter((each) => !known.has(each))) process.kill(child, 'SIGKILL');
    await assert.rejects(read(), /ended/);
    const stopping = new AbortController();
    const broken = reader.read(asked, stopping.signal);
    setImmediate(() => stopping.abort(new Error('enough')));
    await assert.rejects(broken, /enough/);
    assert.deepEqual(await read(), told);
    await reader.close();
    await assert.rejects(reader.read(asked), /closed/);
    assert.deepEqual(
      children().filter((each) => !known.has(each)),
      [],
    );
  });

  it('counts what is not committed, also of a detached HEAD', async () => {
    git('checkout', '-q', '--detach');
    await writeFile(path.join(folder, 'src', 'b.js'), 'changed\n');
    await writeFile(path.join(folder, 'new.js'), 'new\n');
    const { dirty, branch } = await readHistory(folder);
    assert.deepEqual([dirty, branch], [1, undefined]);
  });

  it('tells a shallow clone from a whole one, and a folder of a repository from its root', async () => {
    const clone = `${folder}-clone`;
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${folder}`, clone]);
    try {
      const shallow = await readHistory(clone);
      assert.deepEqual([shallow.state, shallow.commits.length], ['shallow', 1]);
    } finally {
      await rm(clone, { recursive: true, force: true });
    }
    const { commits } = await readHistory(path.join(folder, 'src'));
    assert.deepEqual(
      commits[2]!.files.map((file) => file.path),
      ['a.js'],
    );
  });

  it('has nothing to tell without a repository or a commit', async () => {
    await rm(path.join(folder, '.git'), { recursive: true });
    assert.equal((await readHistory(folder)).state, 'none');
    git('init', '-q');
    assert.deepEqual((await readHistory(folder)).commits, []);
    assert.deepEqual(await readAtCommit(folder, [{ commit: 'abcdef1', path: 'a' }]), []);
  });

  it('runs nothing of a booby-trapped repository', async () => {
    const trap = path.join(folder, 'sprung');
    const script = path.join(folder, 'trap.sh');
    await writeFile(script, `#!/bin/sh\ntouch ${trap}\ncat\n`);
    await chmod(script, 0o755);
    await commit('Attributes', { '.gitattributes': '* filter=trap diff=trap\n' });
    for (const name of [
      'filter.trap.clean',
      'filter.trap.process',
      'core.fsmonitor',
      'diff.external',
      'diff.trap.textconv',
      'core.pager',
    ]) {
      execFileSync('git', ['config', '--file', path.join(folder, '.git', 'config'), name, script]);
    }
    await writeFile(path.join(folder, 'src', 'b.js'), 'dirty\n');
    const { dirty } = await readHistory(folder);
    assert.deepEqual([dirty, existsSync(trap)], [1, false]);
  });
});
