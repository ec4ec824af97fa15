import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import type { Draft } from '../maker';
import { writeFiles } from '../testing/writeFiles';
import { undoneCommitMaker } from './undoneCommitMaker';

const one = 'export function one(): number {\n  return 1;\n}\n';
const sum =
  '\nexport function sum(first: number, second: number): number {\n  const all = first + second;\n  return all;\n}\n';
const last = '\nexport const last = 3;\n';
const tests = "import { sum } from './numbers';\n\nit('adds', () => {\n  sum(1, 2);\n});\n";

describe('A commit whose work is to be done again', () => {
  let root: string;
  let drafts: readonly Draft[];

  before(async function () {
    this.timeout(20_000);
    root = mkdtempSync(path.join(tmpdir(), 'whetstone-undone-'));
    const folder = path.join(root, 'repository');
    const commit = (subject: string, files: Readonly<Record<string, string>>) => {
      writeFiles(folder, files);
      const person = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];
      execFileSync('git', ['add', '--all'], { cwd: folder });
      execFileSync('git', [...person, 'commit', '--quiet', '--message', subject], { cwd: folder });
    };
    writeFiles(folder, { 'numbers.ts': one });
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    commit('Begin', {});
    commit('Sums', { 'numbers.ts': one + sum, 'numbers.test.ts': tests });
    commit('Last', { 'numbers.ts': one + sum + last });
    const index = await openRepositoryIndex({ root: folder, folder: path.join(root, 'index') });
    try {
      await index.refresh();
      const tools = { typeCheck: undefined, test: undefined, lint: undefined };
      const signal = new AbortController().signal;
      const made: Draft[] = [];
      const input = { index, tools, random: seededRandom(1), reject: () => undefined, signal };
      for await (const each of undoneCommitMaker.drafts(input)) made.push(each);
      drafts = made;
    } finally {
      await index.close();
    }
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('is missing, and what came after it is there', () => {
    assert.deepEqual(
      drafts.map(({ base }) => base),
      [[{ path: 'numbers.ts', content: one + last }]],
    );
  });

  it('is asked for by its names and the tests that use them', () => {
    const check = drafts[0]?.verification;
    assert.ok(check?.kind === 'change');
    assert.deepEqual(check.failToPass, [{ file: 'numbers.test.ts', names: ['adds'] }]);
    assert.match(JSON.stringify(drafts[0]?.prompt), /`sum\(first, second\)` in numbers\.ts/);
  });
});
