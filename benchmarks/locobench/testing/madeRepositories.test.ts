import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { detectRunner } from '../../../runtime/tools/execution';
import { makeQsRepository, makeZodRepository } from './madeRepositories';

describe('Repositories made for tests', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'whetstone-repositories-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const git = (root: string, ...args: readonly string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

  it('are the same commits at every run', async () => {
    const [first, second] = [path.join(folder, 'first'), path.join(folder, 'second')];
    await makeQsRepository(first);
    await makeQsRepository(second);
    assert.equal(git(first, 'rev-parse', 'HEAD'), git(second, 'rev-parse', 'HEAD'));
  });

  it('have a commit for each release of qs, and tests by tape', async () => {
    const root = path.join(folder, 'qs');
    await makeQsRepository(root);
    const subjects = git(root, 'log', '--reverse', '--format=%s').split('\n');
    assert.equal(subjects.length, 7);
    assert.match(subjects[0]!, /^v6\.11/);
    assert.equal((await detectRunner(root))?.title, 'tape');
  });

  it('have sources of zod with tests by vitest and a clean tree', async () => {
    const root = path.join(folder, 'zod');
    await makeZodRepository(root);
    assert.equal(git(root, 'status', '--short'), '');
    assert.equal((await detectRunner(root))?.title, 'vitest');
  });
});
