import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSandbox, SandboxRequestError } from '../command';
import { SandboxUnavailableError } from '../sandboxUnavailableError';
import { withWorktree } from './index';

describe('Throw-away worktree', function () {
  this.timeout(20_000);
  let repository: string;
  let trap: string;

  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'init.defaultBranch=main', ...args], {
      cwd: repository,
      encoding: 'utf8',
    });

  beforeEach(async () => {
    repository = path.join(await realpath(await mkdtemp(path.join(tmpdir(), 'whetstone-test-'))), 'project');
    trap = path.join(path.dirname(repository), 'sprung');
    await mkdir(path.join(repository, 'src'), { recursive: true });
    git('init', '-q');
    await writeFile(path.join(repository, 'src', 'a.txt'), 'one\n');
    await writeFile(path.join(repository, '.gitignore'), 'ignored\nnode_modules\n');
    git('add', '.');
    git('commit', '-qm', 'one');
    await writeFile(path.join(repository, 'src', 'a.txt'), 'two\n');
    await writeFile(path.join(repository, 'new.txt'), 'new\n');
    await writeFile(path.join(repository, 'ignored'), 'x');
    await mkdir(path.join(repository, 'node_modules'));
  });

  afterEach(() => rm(path.dirname(repository), { recursive: true, force: true }));

  it('has the files of a commit, and is gone afterwards', async () => {
    const folder = await withWorktree({ repository, state: { kind: 'commit', revision: 'HEAD' } }, async (worktree) => {
      assert.equal(worktree.commit, git('rev-parse', 'HEAD').trim());
      assert.deepEqual((await readdir(worktree.folder)).sort(), ['.gitignore', 'node_modules', 'src']);
      assert.equal(await readFile(path.join(worktree.folder, 'src', 'a.txt'), 'utf8'), 'one\n');
      return worktree.folder;
    });
    assert.equal(existsSync(folder), false);
    assert.equal(git('worktree', 'list').trim().split('\n').length, 1);
  });

  it('has the files as they are now, without ignored ones', async () => {
    await withWorktree({ repository, state: { kind: 'working-tree' } }, async ({ folder, linked }) => {
      assert.deepEqual((await readdir(folder)).sort(), ['.gitignore', 'new.txt', 'node_modules', 'src']);
      assert.equal(await readFile(path.join(folder, 'src', 'a.txt'), 'utf8'), 'two\n');
      assert.equal(await readlink(path.join(folder, 'node_modules')), path.join(repository, 'node_modules'));
      assert.deepEqual(linked, [path.join(repository, 'node_modules')]);
    });
  });

  it('leaves the repository alone when the work writes', async () => {
    await withWorktree({ repository, state: { kind: 'working-tree' } }, async ({ folder }) => {
      await writeFile(path.join(folder, 'src', 'a.txt'), 'changed\n');
    });
    assert.equal(await readFile(path.join(repository, 'src', 'a.txt'), 'utf8'), 'two\n');
    assert.equal(git('status', '--short'), ' M src/a.txt\n?? new.txt\n');
  });

  for (const state of [{ kind: 'commit', revision: 'HEAD' }, { kind: 'working-tree' }] as const) {
    it(`runs nothing of a booby-trapped repository (${state.kind})`, async () => {
      const script = path.join(path.dirname(repository), 'trap.sh');
      await writeFile(script, `#!/bin/sh\necho "$0 $*" >> ${trap}\ncat\n`);
      await chmod(script, 0o755);
      await writeFile(
        path.join(repository, '.gitattributes'),
        '* filter=trap diff=trap merge=trap ident text eol=crlf\n',
      );
      git('add', '.gitattributes');
      git('commit', '-qm', 'attributes');
      for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction', 'pre-commit']) {
        await writeFile(path.join(repository, '.git', 'hooks', hook), `#!/bin/sh\necho hook >> ${trap}\n`);
        await chmod(path.join(repository, '.git', 'hooks', hook), 0o755);
      }
      const settings = {
        'filter.trap.smudge': script,
        'filter.trap.clean': script,
        'filter.trap.process': script,
        'filter.trap.required': 'true',
        'core.fsmonitor': script,
        'core.sshCommand': script,
        'core.editor': script,
        'core.pager': script,
        'diff.external': script,
        'diff.trap.textconv': script,
        'core.alternateRefsCommand': script,
        'credential.helper': script,
        'uploadpack.packObjectsHook': script,
      };
      for (const [name, value] of Object.entries(settings)) {
        execFileSync('git', ['config', '--file', path.join(repository, '.git', 'config'), name, value]);
      }
      await rm(trap, { force: true });
      const text = await withWorktree({ repository, state }, ({ folder }) =>
        readFile(path.join(folder, 'src', 'a.txt'), 'utf8'),
      );
      assert.equal(text, state.kind === 'commit' ? 'one\n' : 'two\n');
      assert.equal(existsSync(trap), false, existsSync(trap) ? await readFile(trap, 'utf8') : '');
    });
  }

  it('removes those of processes that were killed', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const stale = path.join(await realpath(tmpdir()), `whetstone-worktree-${pid}-test`);
    await mkdir(stale);
    await withWorktree({ repository, state: { kind: 'working-tree' } }, () => Promise.resolve());
    assert.equal(existsSync(stale), false);
  });

  it('is a folder in which the sandbox finds the modules of the repository', async function () {
    const sandbox = await openSandbox().catch((error: unknown) => {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      console.error(`    skipped: ${error.message}`);
      return undefined;
    });
    if (sandbox === undefined) this.skip();
    await writeFile(path.join(repository, 'node_modules', 'm.js'), 'module.exports = 5;');
    await withWorktree({ repository, state: { kind: 'working-tree' } }, async ({ folder, linked }) => {
      const command = { program: 'node', args: ['-p', 'require("m")'] };
      const outcome = await sandbox.run({ command, folder: { kind: 'copy', path: folder }, readable: linked });
      assert.equal(outcome.stdout, '5\n', outcome.stderr);
    });
  });

  it('refuses what is no repository and what is no commit', async () => {
    const nothing = () => Promise.resolve();
    const commit = (revision: string) => ({ kind: 'commit', revision }) as const;
    await assert.rejects(withWorktree({ repository: tmpdir(), state: commit('HEAD') }, nothing), SandboxRequestError);
    await assert.rejects(withWorktree({ repository, state: commit('--output=x') }, nothing), /no commit “--output=x”/);
  });
});
