import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import picomatch from 'picomatch';
import { openRepositoryIndex, type RepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import type { Draft, ObservedTest, TestObserver } from '../maker';
import type { Reject } from '../types';
import { bugMaker } from './bugMaker';

const clamp = (bound: string) =>
  `function clamp(value, low, high) {\n  if (value < low) return low;\n  return value > high ? ${bound} : value;\n}\nmodule.exports = { clamp };\n`;
const head = "const { test } = require('node:test');\nconst assert = require('node:assert');\n";
const clampTests = (more: string) =>
  `${head}const ranges = require('./clamp');\ntest('keeps what is inside', () => {\n  assert.equal(ranges.clamp(2, 1, 3), 2);\n});\n${more}`;
const upper = "test('ends at the upper bound', () => {\n  assert.equal(ranges.clamp(4, 1, 3), 3);\n});\n";
const lower = "test('ends at the lower bound', () => {\n  assert.equal(ranges.clamp(0, 1, 3), 1);\n});\n";

describe('Tasks about faults', () => {
  let folder: string;
  let root: string;
  let index: RepositoryIndex;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'whetstone-bugs-'));
    root = path.join(folder, 'r');
    mkdirSync(root);
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...words], { cwd: root });
    const commit = (subject: string, files: Readonly<Record<string, string>>) => {
      for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, name), text);
      git('add', '-A');
      git('commit', '-qm', subject);
    };
    git('init', '-q');
    commit('Clamp', { 'clamp.js': clamp('low'), 'clamp.test.js': clampTests(lower) });
    commit('Fix the upper bound', { 'clamp.js': clamp('high'), 'clamp.test.js': clampTests(lower + upper) });
    commit('Colours', {
      'colour.js': 'function shade(depth) {\n  return depth > 3 ? depth - 1 : 0;\n}\nmodule.exports = { shade };\n',
      'colour.test.js': `${head}const { shade } = require('./colour');\ntest('gives a number', () => {\n  assert.equal(typeof shade(9), 'number');\n});\n`,
    });
    index = await openRepositoryIndex({ root, folder: path.join(folder, 'i') });
    await index.refresh();
  });
  after(async () => {
    await index.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs tests for real, in a copy. */
  const observe: TestObserver = async (changes, files) => {
    const copy = mkdtempSync(path.join(folder, 'run-'));
    cpSync(root, copy, { recursive: true });
    for (const { path: file, content } of changes) writeFileSync(path.join(copy, file), content ?? '');
    const results: ObservedTest[] = [];
    for (const file of files) {
      const told = await new Promise<string>((resolve) =>
        execFile(process.execPath, ['--test', '--test-reporter=tap', file], { cwd: copy }, (_error, stdout) =>
          resolve(stdout),
        ),
      );
      for (const [, not, name = ''] of told.matchAll(/^(not )?ok \d+ - (.*)$/gm))
        results.push({ file, name, passed: not === undefined, message: not && 'Expected values to be strictly equal' });
    }
    return { kind: 'ran', results };
  };

  const make = async (observer?: TestObserver) => {
    const [drafts, rejects]: [Draft[], Reject[]] = [[], []];
    const input = {
      ...{ index, random: seededRandom(1), signal: new AbortController().signal, observe: observer },
      tools: { typeCheck: undefined, test: undefined, lint: undefined },
      reject: (each: Reject) => rejects.push(each),
    };
    for await (const draft of bugMaker.drafts(input)) drafts.push(draft);
    return { drafts, rejects };
  };
  const of = (drafts: readonly Draft[], kind: string): Draft => {
    const draft = drafts.find((each) => each.kind === kind);
    assert.ok(draft, `no ${kind}`);
    return draft;
  };
  const promptOf = ({ prompt }: Draft): string => (typeof prompt === 'string' ? prompt : '');
  const checkOf = ({ verification }: Draft) => {
    assert.ok(verification.kind === 'change-and-answers');
    return verification;
  };

  describe('with tests that run', () => {
    let drafts: readonly Draft[];
    let rejects: readonly Reject[];
    before(async () => ({ drafts, rejects } = await make(observe)));

    it('ask for the very line that differs from the right file', () => {
      const draft = of(drafts, 'seeded-fault');
      const place = checkOf(draft).questions.find(({ id }) => id === 'place')?.answer;
      assert.ok(place?.form === 'place');
      const faulty = draft.base[0]?.content?.split('\n') ?? [];
      const right = clamp('high').split('\n');
      const differing = faulty.flatMap((line, at) => (line === right[at] ? [] : [at + 1]));
      assert.deepEqual(differing, [place.lines[0]]);
    });

    it('tell which tests fail and what they say, and not where the fault is', () => {
      const prompt = promptOf(of(drafts, 'seeded-fault'));
      assert.match(prompt, /In clamp\.test\.js:\n- .+\n {2}Expected values to be strictly equal/);
      assert.doesNotMatch(prompt, /clamp\.js/);
    });

    it('are not made of a fault that no test notices', () => {
      assert.ok(rejects.some(({ subject, reason }) => subject.includes('shade') && reason === 'does-not-discriminate'));
    });

    it('bring back what a commit corrected, as far as the tests of today show it', () => {
      const draft = of(drafts, 'reverted-fix');
      assert.deepEqual(draft.base, [{ path: 'clamp.js', content: clamp('low') }]);
      const { change, questions } = checkOf(draft);
      assert.deepEqual(change.failToPass, [{ file: 'clamp.test.js', names: ['ends at the upper bound'] }]);
      assert.deepEqual(questions[0]?.answer, { form: 'set', of: 'paths', expected: ['clamp.js'] });
    });

    it('let sources be changed, and no test', () => {
      const matches = picomatch([...checkOf(of(drafts, 'seeded-fault')).change.allowed], { dot: true });
      assert.deepEqual(
        ['clamp.js', 'colour.js', 'clamp.test.js'].filter((each) => matches(each)),
        ['clamp.js', 'colour.js'],
      );
    });
  });

  describe('where nothing may be run', () => {
    let drafts: readonly Draft[];
    before(async () => ({ drafts } = await make()));

    it('say so, and name the tests that use the function', () => {
      const draft = of(drafts, 'seeded-fault');
      assert.match(promptOf(draft), /Nobody has run/);
      assert.ok(checkOf(draft).change.failToPass.every(({ file }) => file.endsWith('.test.js')));
    });

    it('take the tests that the commit wrote', () => {
      const { change } = checkOf(of(drafts, 'reverted-fix'));
      assert.deepEqual(change.failToPass, [{ file: 'clamp.test.js', names: ['ends at the upper bound'] }]);
    });
  });
});
