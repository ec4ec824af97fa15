import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import { questionFault } from '../checks/questionFaults';
import type { Draft } from '../maker';
import { writeFiles } from '../testing/writeFiles';
import type { Session } from '../types';
import { consecutiveCommitsMaker } from './consecutiveCommitsMaker';

const one = 'export function one(): number {\n  return 1;\n}\n';
const sum =
  '\nexport function sum(first: number, second: number): number {\n  const all = first + second;\n  return all;\n}\n';
const twice = '\nexport function twice(value: number): number {\n  const all = sum(value, value);\n  return all;\n}\n';
const test = (name: string) => `it('${name}', () => {});\n`;

describe('Commits that are written again in sessions', () => {
  let root: string;
  let draft: Draft;
  let sessions: readonly Session[];

  before(async function () {
    this.timeout(20_000);
    root = mkdtempSync(path.join(tmpdir(), 'whetstone-series-'));
    const folder = path.join(root, 'repository');
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: folder });
    const commit = (subject: string, files: Readonly<Record<string, string>>) => {
      writeFiles(folder, files);
      git('add', '--all');
      git('commit', '--quiet', '--message', subject);
    };
    writeFiles(folder, { 'numbers.ts': one });
    git('init', '--quiet');
    commit('Begin', { 'numbers.test.ts': test('one') });
    commit('Sums', {
      'numbers.ts': one + sum,
      'numbers.test.ts': test('one') + test('adds'),
      'NOTES.md': 'Sums are new.\n',
    });
    commit('Another file', { 'other.ts': 'export const other = 1;\n' });
    commit('Doubles', {
      'numbers.ts': one + sum + twice,
      'numbers.test.ts': test('one') + test('adds') + test('doubles'),
    });
    commit('Later', { 'later.ts': 'export const later = 1;\n' });
    const index = await openRepositoryIndex({ root: folder, folder: path.join(root, 'index') });
    try {
      await index.refresh();
      const tools = { typeCheck: undefined, test: undefined, lint: undefined };
      const signal = new AbortController().signal;
      const drafts: Draft[] = [];
      const input = { index, tools, random: seededRandom(1), reject: () => undefined, signal };
      for await (const each of consecutiveCommitsMaker.drafts(input)) drafts.push(each);
      assert.equal(drafts.length, 1);
      draft = drafts[0]!;
      sessions = draft.verification.kind === 'sessions' ? draft.verification.sessions : [];
    } finally {
      await index.close();
    }
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('begin with the older one', () => {
    assert.deepEqual(
      sessions.map(({ title }) => title),
      ['Sums', 'Doubles'],
    );
  });

  it('go out from the state before the first, without what came later', () => {
    const base = Object.fromEntries(draft.base.map(({ path: file, content }) => [file, content]));
    assert.deepEqual(base, {
      'NOTES.md': null,
      'later.ts': null,
      'numbers.test.ts': test('one'),
      'numbers.ts': one,
      'other.ts': null,
    });
  });

  it('take over what others changed in between', () => {
    assert.deepEqual(sessions[1]?.base, [{ path: 'other.ts', content: 'export const other = 1;\n' }]);
  });

  it('have the tests of each commit put in its place', () => {
    assert.deepEqual(sessions[0]?.check.hidden, [{ path: 'numbers.test.ts', content: test('one') + test('adds') }]);
  });

  it('say and expect what each one defines', () => {
    assert.deepEqual(sessions[0]?.check.expectations, [
      { kind: 'defined', path: 'numbers.ts', name: 'sum', container: [] },
    ]);
    assert.match(sessions[0].prompt, /`sum\(first, second\)` in numbers\.ts[^]*\+it\('adds'/);
    assert.match(sessions[0].prompt, /Sums are new\./);
  });

  it('ask later for what an earlier one decided', () => {
    const answers = sessions[1]?.recall.map(({ id, answer }) => [
      id,
      'expected' in answer ? answer.expected : undefined,
    ]);
    assert.deepEqual(answers, [
      ['names', ['sum']],
      ['parameters', ['first', 'second']],
      ['work', 'Sums'],
    ]);
    assert.equal(questionFault(draft.verification), undefined);
  });
});
