import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex, type RepositoryIndex } from '../../../../runtime/repository';
import { undoCommit } from './undoCommit';

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `line(${from + at});\n`).join('');

describe('Undoing a commit', () => {
  let folder: string;
  let index: RepositoryIndex;
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...words], { cwd: path.join(folder, 'r') });
  const commit = (subject: string, files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, 'r', name), text);
    git('add', '-A');
    git('commit', '-qm', subject);
  };
  const undo = (subject: string) =>
    undoCommit(
      index,
      index.commits().find((each) => each.subject === subject)!,
    );

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'whetstone-undo-'));
    mkdirSync(path.join(folder, 'r'));
    git('init', '-q');
    commit('first', { 'a.js': lines(0, 40), 'a.test.js': 'one();\n', 'gone.js': 'gone();\n' });
    commit('fix', {
      'a.js': lines(0, 20) + 'fixed();\n' + lines(21, 40),
      'a.test.js': 'two();\n',
      'b.js': 'added();\n',
    });
    git('rm', '-q', 'gone.js');
    commit('elsewhere', { 'a.js': 'head();\n' + lines(0, 20) + 'fixed();\n' + lines(21, 40) });
    commit('the same place', { 'a.js': 'other();\n' + lines(0, 20) + 'fixed();\n' + lines(21, 40) });
    index = await openRepositoryIndex({ root: path.join(folder, 'r'), folder: path.join(folder, 'i') });
    await index.refresh();
  });
  after(async () => {
    await index.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes out what it changed in sources that changed elsewhere since, and the files that it added', async () => {
    const undone = await undo('fix');
    assert.ok(undone.kind === 'undone', JSON.stringify(undone));
    assert.deepEqual(undone.base, [
      { path: 'a.js', content: 'other();\n' + lines(0, 40) },
      { path: 'b.js', content: null },
    ]);
    assert.deepEqual(undone.files[0]?.edits, [{ now: { start: 21, end: 22 }, without: { start: 21, end: 22 } }]);
  });

  it('refuses what was changed again', async () => {
    const undone = await undo('elsewhere');
    assert.deepEqual([undone.kind, 'reason' in undone && undone.reason], ['refused', 'changed']);
  });

  it('brings back a file that the last commit to touch it deleted', async () => {
    git('reset', '-q', '--hard', 'HEAD~1');
    await index.refresh();
    const undone = await undo('elsewhere');
    assert.ok(undone.kind === 'undone', JSON.stringify(undone));
    assert.deepEqual(undone.base.find(({ path }) => path === 'gone.js')?.content, 'gone();\n');
  });

  it('refuses the first commit', async () => {
    const undone = await undo('first');
    assert.deepEqual([undone.kind, 'reason' in undone && undone.reason], ['refused', 'history']);
  });
});
