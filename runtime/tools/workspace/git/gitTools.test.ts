import assert from 'node:assert/strict';
import { access, appendFile, chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TemporaryWorkspace } from '../testing/temporaryWorkspace';

describe('git tools', function () {
  this.timeout(30_000);
  let work: TemporaryWorkspace;
  afterEach(() => work.close());

  const committed = async () => {
    work = await TemporaryWorkspace.open({ 'a.txt': 'one\n', '.env': 'SECRET=1\n', 'src/b.txt': 'b\n' });
    await work.git('init', '--quiet', '--initial-branch=main');
    await work.git('add', '--all', '--force');
    await work.git('commit', '--quiet', '-m', 'First words');
  };

  it('tell state, differences and history', async () => {
    await committed();
    await work.put({ 'a.txt': 'two\n', 'new.txt': '' });
    assert.equal(await work.text('git_status', {}), 'On main\nchanged: a.txt\nnew, not tracked: new.txt');
    assert.match(await work.text('git_diff', {}), /-one\n\+two$/);
    assert.match(await work.text('git_diff', { summary: true }), /a\.txt \| 2/);
    assert.equal(await work.text('git_diff', { staged: true }), 'There is no difference.');
    assert.match(await work.text('git_log', {}), /^[0-9a-f]{7,} \d{4}-\d\d-\d\d Test: First words$/);
    assert.match(await work.text('git_log', { text: 'zebra' }), /No commit fits/);
    assert.match(await work.text('git_show', { revision: 'HEAD', path: 'src' }), /First words.*\+b$/s);
  });

  it('do not show what is excluded', async () => {
    await committed();
    await work.put({ '.env': 'SECRET=2\n' });
    assert.equal(await work.text('git_diff', {}), 'There is no difference.');
    assert.doesNotMatch(await work.text('git_show', { revision: 'HEAD' }), /SECRET/);
    assert.match(await work.text('git_diff', { path: '.env' }), /may hold secrets/);
    const blob = (await work.git('rev-parse', 'HEAD:.env')).trim();
    assert.doesNotMatch(await work.text('git_show', { revision: blob }), /SECRET/);
  });

  for (const revision of ['--output=stolen', '-p', 'HEAD:.env', 'a b', '$(touch x)', 'no-such-branch']) {
    it(`refuse the revision ${revision}`, async () => {
      await committed();
      const { isError } = await work.call('git_show', { revision });
      assert.equal(isError, true);
      await assert.rejects(access(path.join(work.root, 'stolen')));
    });
  }

  it('say what is missing', async () => {
    work = await TemporaryWorkspace.open({ 'a.txt': '' });
    assert.match(await work.text('git_log', {}), /not a git repository/);
    await work.close();
    work = await TemporaryWorkspace.open({ 'a.txt': '' }, { trusted: false });
    assert.match(await work.text('git_status', {}), /not trusted/);
  });

  it('leave a repository alone whose files are elsewhere', async () => {
    await committed();
    const elsewhere = path.join(work.outer, 'elsewhere');
    await mkdir(elsewhere);
    await work.git('config', 'core.worktree', elsewhere);
    assert.match(await work.text('git_status', {}), /files are elsewhere|outside repository/);
  });

  it('run nothing that a repository brings', async () => {
    await committed();
    const trap = path.join(work.outer, 'trap.sh');
    const sprung = path.join(work.outer, 'sprung');
    await writeFile(trap, `#!/bin/sh\necho "$0 $*" >> '${sprung}'\n`);
    await chmod(trap, 0o755);
    for (const [name, value] of [
      ['core.fsmonitor', trap],
      ['core.hooksPath', path.join(work.root, 'hooks')],
      ['core.pager', trap],
      ['core.sshCommand', trap],
      ['core.editor', trap],
      ['core.askPass', trap],
      ['core.alternateRefsCommand', trap],
      ['pager.log', trap],
      ['pager.diff', trap],
      ['pager.status', trap],
      ['alias.status', `!${trap}`],
      ['diff.external', trap],
      ['diff.evil.textconv', trap],
      ['diff.evil.command', trap],
      ['filter.evil.clean', trap],
      ['filter.evil.smudge', trap],
      ['filter.evil.required', 'true'],
      ['filter.worse.process', trap],
      ['gpg.program', trap],
      ['log.showSignature', 'true'],
      ['credential.helper', `!${trap}`],
      ['interactive.diffFilter', trap],
      ['extensions.partialClone', 'origin'],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.url', `ext::sh -c ${trap}`],
      ['protocol.ext.allow', 'always'],
      ['core.repositoryformatversion', '1'],
    ] as const) {
      await work.git('config', name, value);
    }
    await appendFile(path.join(work.root, '.git', 'config'), `[include]\n\tpath = ../more.config\n`);
    await work.put({
      '.gitattributes': '*.txt filter=evil diff=evil\n*.md filter=worse\n',
      'a.txt': 'three\n',
      'new.md': 'x',
      'more.config': `[filter "third"]\n\tclean = ${trap}\n[diff "third"]\n\ttextconv = ${trap}\n`,
      'src/.gitattributes': '*.txt filter=third diff=third\n',
      'src/b.txt': 'changed\n',
    });
    for (const hook of ['post-index-change', 'fsmonitor-watchman', 'reference-transaction']) {
      await work.put({ [`hooks/${hook}`]: `#!/bin/sh\ntouch '${sprung}'\n` });
      await chmod(path.join(work.root, 'hooks', hook), 0o755);
    }
    // A program of that name in the workspace is not taken for git.
    await work.put({ git: `#!/bin/sh\ntouch '${sprung}'\n` });
    await chmod(path.join(work.root, 'git'), 0o755);
    const { PATH } = process.env;
    process.env.PATH = [work.root, '.', PATH].join(path.delimiter);
    try {
      assert.match(await work.text('git_status', {}), /changed: a\.txt/);
      assert.match(await work.text('git_diff', {}), /\+three/);
      assert.match(await work.text('git_diff', { path: 'src' }), /\+changed/);
      assert.match(await work.text('git_log', {}), /First words/);
      assert.match(await work.text('git_show', { revision: 'HEAD' }), /\+one/);
      const missing = await work.call('git_show', { revision: '1234567890123456789012345678901234567890' });
      assert.equal(missing.isError, true);
    } finally {
      process.env.PATH = PATH;
    }
    await assert.rejects(access(sprung), 'something of the repository was run');
    // The trap works: git as it comes springs it.
    await work.git('--no-pager', 'diff').catch(() => '');
    await access(sprung);
  });
});
